import { describe, expect, test } from "@odoo/hoot";
import {
    agePieces,
    inColumns,
    neighbour,
    telLink,
} from "@l10n_cobranzas/debtor_page/debtor_page_data";

describe.current.tags("desktop");

test("ages share the bar by what is owed; those without debts have no piece", () => {
    const ages = [
        { key: "0", value: 300 },
        { key: "1", value: 0 },
        { key: "2", value: 100 },
        { key: "3", value: 0.5 },
    ];
    const pieces = agePieces(ages);
    expect(pieces.map(({ key }) => key)).toEqual(["0", "2", "3"]);
    expect(pieces[0].width).toBeWithin(74.8, 75);
    expect(pieces[2].width).toBe(2); // what can't be seen can't be pointed at
    expect(pieces.map(({ place }) => place)).toEqual([0, 2 / 3, 1]);
    expect(agePieces([{ key: "0", value: 0 }])).toEqual([]);
});

test("lists without rows are left out, unless they say why", () => {
    const list = (key, rows, more) => ({ key, rows, ...more });
    const [call, debt, side] = inColumns([
        list("log", [], { empty: "Nobody yet" }),
        list("activities", []),
        list("promises", [{}]),
        list("documents", [{}]),
        list("news", [{}]),
        list("payments", [], { notes: [{}] }),
    ]);
    expect(call.map(({ key }) => key)).toEqual(["log"]);
    expect(debt.map(({ key }) => key)).toEqual(["documents", "promises"]);
    expect(side.map(({ key }) => key)).toEqual(["payments", "news"]);
});

test("the next and the previous debtor", () => {
    const debtors = [
        ["res.partner", 7],
        ["cobranzas.debtor.group", 7],
        ["res.partner", 9],
    ];
    expect(neighbour(debtors, "res.partner", 7, 1)).toEqual(debtors[1]);
    expect(neighbour(debtors, "cobranzas.debtor.group", 7, 1)).toEqual(debtors[2]);
    expect(neighbour(debtors, "res.partner", 7, -1)).toBe(undefined);
    expect(neighbour(debtors, "res.partner", 9, 1)).toBe(undefined);
    expect(neighbour([], "res.partner", 9, 1)).toBe(undefined);
});

test("a phone number becomes a link that dials it", () => {
    expect(telLink("+54 9 (11) 6666-7777")).toBe("tel:+5491166667777");
    expect(telLink("javascript:alert(1)")).toBe("tel:1");
    expect(telLink("sin teléfono")).toBe("");
});
