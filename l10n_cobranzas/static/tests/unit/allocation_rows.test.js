import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { makeMockEnv } from "@web/../tests/web_test_helpers";
import { AllocationRows } from "@l10n_cobranzas/allocations/allocation_rows";
import { credit, DOLLAR, invoice, makeTree, setCurrencies, value } from "./allocation_helpers";

describe.current.tags("headless");
beforeEach(async () => {
    setCurrencies();
    await makeMockEnv(); // texts and numbers are formatted in a language
});

function draw(tree, state = {}) {
    return new AllocationRows(tree, {
        side: "document",
        filter: "",
        onlyOpen: false,
        folded: new Set(),
        typing: null,
        ...state,
    }).draw();
}

/** The rows as a table of texts; those of pairs are indented. */
const tableOf = ({ rows }) =>
    rows.map((row) =>
        row.isHead
            ? `${row.name} | ${row.amount} | ${row.done} | ${row.rest}`
            : "  " + [row.name, row.text, row.spent].filter(Boolean).join(" | ")
    );
const totalsOf = ({ totals }) => totals.map(({ id, text }) => `${id} ${text}`);
/** Amounts as they are shown, with the space that does not break. */
const shown = (...lines) => lines.map((line) => line.replace(/\$ /g, "$\u00a0"));

/** 600 of cash and 900 of the bank over 1,000 and 700. */
const makeReceipt = (vals) =>
    makeTree(
        [invoice(1, 1000), invoice(2, 700)],
        [value("Cash", 600), value("Bank", 900)],
        [
            ["Cash", 1, 600],
            ["Bank", 1, 400],
            ["Bank", 2, 500],
        ],
        vals
    );

describe("sides", () => {
    test("by document: who pays each, and what is unpaid of it", () => {
        expect(tableOf(draw(makeReceipt()))).toEqual(
            shown(
                "Invoice 1 | $ 1,000.00 | $ 1,000.00 | $ 0.00",
                "  Cash | 600.00",
                "  Bank | 400.00",
                "Invoice 2 | $ 700.00 | $ 500.00 | $ 200.00",
                "  Bank | 500.00"
            )
        );
    });

    test("by source: what each pays, and what it has left", () => {
        expect(tableOf(draw(makeReceipt(), { side: "source" }))).toEqual(
            shown(
                "Cash | $ 600.00 | $ 600.00 | $ 0.00",
                "  Invoice 1 | 600.00",
                "Bank | $ 900.00 | $ 900.00 | $ 0.00",
                "  Invoice 1 | 400.00",
                "  Invoice 2 | 500.00"
            )
        );
    });

    test("in another currency, the amount is the document's, and beside it what is spent", () => {
        const tree = makeTree(
            [invoice(1, 2400)],
            [value("Dollars", 3, { currency_id: DOLLAR })],
            [["Dollars", 1, 2400]]
        );
        expect(tableOf(draw(tree))[1]).toBe(shown("  Dollars | $ 2,400.00 | US$ 2.00")[0]);
        expect(totalsOf(draw(tree))).toEqual(
            shown("documents $ 2,400.00", "unpaid $ 0.00", "left $ 1,200.00")
        );
    });
});

describe("totals", () => {
    test("what is unpaid and what is left are told apart", () => {
        const tree = makeReceipt();
        tree.setPaid("Cash", 1, 500_00);
        expect(totalsOf(draw(tree))).toEqual(
            shown("documents $ 1,700.00", "unpaid $ 300.00", "left $ 100.00")
        );
    });

    test("they do not depend on filters and folds", () => {
        const folded = new Set(["d1", "d2"]);
        const drawn = draw(makeReceipt(), { folded, filter: "2", onlyOpen: true });
        expect(totalsOf(drawn)).toEqual(totalsOf(draw(makeReceipt())));
    });

    test("labels say what becomes of the rest", () => {
        const labels = (vals) => {
            const { totals } = draw(makeReceipt(vals));
            return totals.map((total) => total.label).slice(1);
        };
        expect(labels({})).toEqual(["Unpaid", "On account"]);
        expect(labels({ gives_change: true })).toEqual(["Unpaid", "Change"]);
        expect(labels({ state: "posted" })).toEqual(["Rounding", "On account"]);
    });
});

describe("folds and filters", () => {
    test("a head folded hides its pairs and counts them", () => {
        const { rows } = draw(makeReceipt(), { folded: new Set(["d1"]) });
        expect(rows.map((row) => row.id)).toEqual(["d1", "d2", "Bank-2"]);
        expect(rows[0].count).toBe(2);
    });

    test("only those with something unpaid, or with something left", () => {
        const ids = (state) => draw(makeReceipt(), state).rows.map((row) => row.id);
        expect(ids({ onlyOpen: true })).toEqual(["d2", "Bank-2"]);
        expect(ids({ onlyOpen: true, side: "source" })).toEqual([]);
    });

    test("a filter finds heads with all their pairs, and pairs under their head", () => {
        const ids = (filter, side) =>
            draw(makeReceipt(), { filter, side }).rows.map((row) => row.id);
        expect(ids("invoice 2", "document")).toEqual(["d2", "Bank-2"]);
        expect(ids("CASH", "document")).toEqual(["d1", "Cash-1"]);
        expect(ids("almacen", "document")).toHaveLength(5); // the customer, without the accent
        expect(ids("nothing", "document")).toEqual([]);
    });
});

describe("rows", () => {
    test("what is typed stays as it is typed", () => {
        const typing = { id: "Cash-1", text: "60x", isWrong: true, before: 600_00 };
        const row = draw(makeReceipt(), { typing }).rows[1];
        expect([row.text, row.isWrong]).toEqual(["60x", true]);
    });

    test("colours: unpaid is wrong, money left goes on account, a credit must be spent", () => {
        const tree = makeTree([invoice(1, 100)], [value("Cash", 10), credit("Credit", 10)]);
        const colors = (side) => draw(tree, { side }).rows.map((row) => row.color);
        expect(colors("document")).toEqual(["text-danger"]);
        expect(colors("source")).toEqual(["text-info", "text-danger"]);
    });

    test("the customer is named where there are several", () => {
        const tree = makeTree([invoice(1, 1), invoice(2, 1, { partner: "Kiosco" })], []);
        expect(draw(tree).rows.map((row) => row.detail)).toEqual([
            "Almacén · 05/01/2026",
            "Kiosco · 05/01/2026",
        ]);
        expect(draw(makeReceipt()).rows[0].detail).toBe("05/01/2026");
    });

    test("a receipt allocated by group names the customer, also of one alone", () => {
        const tree = makeTree([invoice(1, 1)], [], [], { by_group: true });
        expect(draw(tree).rows[0].detail).toBe("Almacén · 05/01/2026");
    });
});
