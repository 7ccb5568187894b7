import { beforeEach, describe, expect, test } from "@odoo/hoot";
import {
    credit,
    DOLLAR,
    invoice,
    makeTree,
    PESO,
    rowsOf,
    setCurrencies,
    value,
    YEN,
} from "./allocation_helpers";

describe.current.tags("headless");
beforeEach(setCurrencies);

describe("units", () => {
    test("amounts become whole units of their currency", () => {
        const tree = makeTree([], []);
        expect(tree.toUnits(0.29, PESO)).toBe(29);
        expect(tree.toUnits(1234567.89, PESO)).toBe(123456789);
        expect(tree.toUnits(5, YEN)).toBe(5);
        expect(tree.fromUnits(29, PESO)).toBe(0.29);
        expect(tree.fromUnits(5, YEN)).toBe(5);
    });

    test("a currency that the client does not know has two decimals", () => {
        expect(makeTree([], []).toUnits(0.29, 99)).toBe(29);
    });

    test("sums are exact where binary fractions are not", () => {
        const tree = makeTree(
            [invoice(1, 0.3)],
            [value("a", 0.1), value("b", 0.2)],
            [
                ["a", 1, 0.1],
                ["b", 1, 0.2],
            ]
        );
        expect(0.1 + 0.2).not.toBe(0.3);
        expect(tree.getUnpaid(tree.documents.get(1))).toBe(0);
    });

    test("the total of many small amounts is exact", () => {
        const documents = [...Array(1000).keys()].map((id) => invoice(id, 0.1));
        const tree = makeTree(documents, []);
        expect(tree.getTotal(tree.documents, (row) => row.units)).toBe(100_00);
    });
});

describe("currencies", () => {
    test("one currency is not converted", () => {
        expect(makeTree([], [], [], { rates: {} }).convert(123, { currency_id: PESO }, { currency_id: PESO })).toBe(123);
    });

    test("conversion rounds to the unit of the currency it goes to", () => {
        const tree = makeTree([], []);
        expect(tree.convert(1_00, { currency_id: DOLLAR }, { currency_id: PESO })).toBe(1200_00);
        expect(tree.convert(100_00, { currency_id: PESO }, { currency_id: DOLLAR })).toBe(8); // 0.0833… dollars
        expect(tree.convert(1_00, { currency_id: DOLLAR }, { currency_id: YEN })).toBe(150);
        expect(tree.convert(1, { currency_id: YEN }, { currency_id: DOLLAR })).toBe(1); // 0.0066… dollars
        expect(tree.convert(1, { currency_id: PESO }, { currency_id: YEN })).toBe(0);
    });

    test("a document at its own rate is not worth what the receipt's rate says", () => {
        const own = invoice(1, 100, { currency_id: DOLLAR, rate: 1000 });
        const tree = makeTree(
            [own, invoice(2, 100, { currency_id: DOLLAR })],
            [value("cash", 220000), value("usd", 100, { currency_id: DOLLAR })]
        );
        expect(tree.getTotal(tree.documents, (row) => row.units)).toBe(220_000_00);
        tree.pay("cash", 1);
        expect(tree.getLeft(tree.sources.get("cash"))).toBe(120_000_00);
        tree.setPaid("cash", 1, 0);
        tree.pay("usd", 1); // 100 dollars at 1,200 pay 100 at 1,000, and 16.67 are left
        expect(tree.getPaid("usd", 1)).toBe(100_00);
        expect(tree.getLeft(tree.sources.get("usd"))).toBe(16_67);
    });

    test("a total is in the receipt's currency", () => {
        const tree = makeTree([invoice(1, 100), invoice(2, 2, { currency_id: DOLLAR })], []);
        expect(tree.getTotal(tree.documents, (row) => row.units)).toBe(2500_00);
        expect(tree.hasCurrencies).toBe(true);
    });

    test("what a source spends on a document is in the source's currency", () => {
        const dollars = value("usd", 10, { currency_id: DOLLAR });
        const tree = makeTree([invoice(1, 12000)], [dollars], [["usd", 1, 6000]]);
        const source = tree.sources.get("usd");
        expect(tree.getSpent(source, tree.documents.get(1))).toBe(5_00);
        expect(tree.getLeft(source)).toBe(5_00);
    });

    test("a source is spent whole within what the units typed may be worth", () => {
        // a dollar cent is 12 pesos: the last cent typed may be worth any of them
        const pesos = value("ars", 1206);
        const tree = makeTree(
            [invoice(1, 1, { currency_id: DOLLAR })],
            [pesos],
            [["ars", 1, 1]]
        );
        expect(tree.getLeft(tree.sources.get("ars"))).toBe(0);
        const more = makeTree(
            [invoice(1, 1, { currency_id: DOLLAR })],
            [value("ars", 1213)],
            [["ars", 1, 1]]
        );
        expect(more.getLeft(more.sources.get("ars"))).toBe(13_00);
    });

    test("in one currency a cent left is a cent left", () => {
        const tree = makeTree([invoice(1, 100)], [value("a", 100.01)], [["a", 1, 100]]);
        expect(tree.getLeft(tree.sources.get("a"))).toBe(1);
    });
});

describe("who may pay whom", () => {
    test("a value pays any document, a credit those of its pool", () => {
        const tree = makeTree(
            [invoice(1, 100), invoice(2, 100, { pool: "partner,8" })],
            [value("a", 100), credit("c", 100)]
        );
        const [own, other] = tree.documents.values();
        expect(tree.mayPay(tree.sources.get("a"), own)).toBe(true);
        expect(tree.mayPay(tree.sources.get("a"), other)).toBe(true);
        expect(tree.mayPay(tree.sources.get("c"), own)).toBe(true);
        expect(tree.mayPay(tree.sources.get("c"), other)).toBe(false);
    });
});

describe("paying", () => {
    test("a source pays what is unpaid", () => {
        const tree = makeTree([invoice(1, 100)], [value("a", 150)]);
        tree.pay("a", 1);
        expect(rowsOf(tree)).toEqual([["a", 1, 100]]);
        expect(tree.getLeft(tree.sources.get("a"))).toBe(50_00);
    });

    test("a source pays no more than it has left", () => {
        const tree = makeTree([invoice(1, 100), invoice(2, 100)], [value("a", 150)]);
        tree.pay("a", 1);
        tree.pay("a", 2);
        expect(rowsOf(tree)).toEqual([
            ["a", 1, 100],
            ["a", 2, 50],
        ]);
    });

    test("a source that has nothing left pays nothing", () => {
        const tree = makeTree([invoice(1, 100), invoice(2, 100)], [value("a", 100)]);
        tree.setPaid("a", 1, 120_00); // typed: more than it has
        tree.pay("a", 2);
        expect(tree.getPaid("a", 2)).toBe(0);
        expect(tree.getUnpaid(tree.documents.get(1))).toBe(-20_00);
    });

    test("a source of another currency pays what it is worth", () => {
        const tree = makeTree([invoice(1, 13000)], [value("usd", 10, { currency_id: DOLLAR })]);
        tree.pay("usd", 1);
        expect(rowsOf(tree)).toEqual([["usd", 1, 12000]]);
        expect(tree.getLeft(tree.sources.get("usd"))).toBe(0);
    });
});

describe("editing", () => {
    test("an amount typed and typed back leaves nothing to save", () => {
        const tree = makeTree([invoice(1, 100)], [value("a", 100)], [["a", 1, 100]]);
        expect(tree.isDirty).toBe(false);
        tree.setPaid("a", 1, 99_99);
        expect(tree.isDirty).toBe(true);
        tree.setPaid("a", 1, 100_00);
        expect(tree.isDirty).toBe(false);
    });

    test("a pair of zero is not saved, and forgotten once typing is over", () => {
        const tree = makeTree([invoice(1, 100)], [value("a", 100)], [["a", 1, 100]]);
        tree.setPaid("a", 1, 0);
        expect(tree.toRows()).toEqual([]);
        expect(tree.paid.get(1).size).toBe(1);
        tree.prune();
        expect(tree.paid.get(1).size).toBe(0);
    });

    test("the rows to save have the amounts of the documents' currencies", () => {
        const tree = makeTree([invoice(1, 7, { currency_id: YEN })], [value("a", 56)]);
        tree.setPaid("a", 1, 7);
        expect(tree.toRows()).toEqual([{ source: "a", document: 1, amount: 7 }]);
    });
});
