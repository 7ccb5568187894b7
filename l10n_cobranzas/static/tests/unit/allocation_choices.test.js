import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { makeMockEnv } from "@web/../tests/web_test_helpers";
import { AllocationChoices } from "@l10n_cobranzas/allocations/allocation_choices";
import { AllocationRows } from "@l10n_cobranzas/allocations/allocation_rows";
import { credit, invoice, makeTree, rowsOf, setCurrencies, value } from "./allocation_helpers";

describe.current.tags("headless");
beforeEach(async () => {
    setCurrencies();
    await makeMockEnv(); // texts and numbers are formatted in a language
});

/** A value and a credit over three documents, one of them of another customer. */
function makeChoices(side) {
    const tree = makeTree(
        [invoice(1, 100), invoice(2, 100), invoice(3, 100, { pool: "partner,8" })],
        [value("Cash", 150), credit("Credit", 100)],
        [
            ["Cash", 1, 100],
            ["Credit", 2, 60],
        ]
    );
    return new AllocationChoices(tree, new AllocationRows(tree, { side }), side);
}

const namesOf = ({ choices }) => choices.map((choice) => choice.name);

test("a payment moves to the other documents that its source may pay", () => {
    const choices = makeChoices("document");
    expect(namesOf(choices.forMove("Cash", 1))).toEqual(["Invoice 2", "Invoice 3"]);
    expect(namesOf(choices.forMove("Credit", 2))).toEqual(["Invoice 1"]);
});

test("a document is paid by the other sources that may pay it", () => {
    const choices = makeChoices("source");
    expect(namesOf(choices.forMove("Cash", 1))).toEqual(["Credit"]);
    expect(namesOf(choices.forMove("Cash", 3))).toEqual([]);
});

test("documents with something unpaid and sources with something left come first", () => {
    expect(namesOf(makeChoices("source").forAdd("Cash"))).toEqual([
        "Invoice 2",
        "Invoice 3",
        "Invoice 1",
    ]);
    const { choices } = makeChoices("document").forAdd(undefined, 2);
    expect(choices.map(({ name, isOpen }) => [name, isOpen])).toEqual([
        ["Cash", true],
        ["Credit", true],
    ]);
});

test("what is chosen is what moves", () => {
    const choices = makeChoices("document");
    const { getMove, getRowId } = choices.forMove("Cash", 1);
    expect(getRowId(3)).toBe("Cash-3");
    expect(getMove(3)()).toBe(true);
    expect(rowsOf(choices.tree)).toEqual([
        ["Credit", 2, 60],
        ["Cash", 3, 100],
    ]);
});

test("a row is dropped only where it may go", () => {
    const row = (source, document) => ({ source, document: String(document) });
    const byDocument = makeChoices("document");
    expect(byDocument.forDrop(row("Credit", 2), row("", 2))).toBe(false);
    expect(byDocument.forDrop(row("Credit", 2), row("", 3))).toBe(false);
    expect(byDocument.forDrop(row("Credit", 2), row("", 1))).not.toBe(false);
    const bySource = makeChoices("source");
    expect(bySource.forDrop(row("Cash", 1), row("Cash", ""))).toBe(false);
    expect(bySource.forDrop(row("Cash", 3), row("Credit", ""))).toBe(false);
    expect(bySource.forDrop(row("Cash", 1), row("Credit", ""))()).toBe(true);
    expect(rowsOf(bySource.tree)).toEqual([
        ["Credit", 1, 100],
        ["Cash", 2, 60],
    ]);
});
