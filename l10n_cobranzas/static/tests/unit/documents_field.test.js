import { describe, expect, test } from "@odoo/hoot";
import { orderDocuments } from "@l10n_cobranzas/receipt/documents_field";

describe.current.tags("desktop");

const row = (id, amount_total, isInEdition = false) => ({
    id,
    isInEdition,
    data: { amount_total, amount: 0 },
});
const ids = (records) => orderDocuments(records).map((record) => record.id);

describe("documents of a receipt", () => {
    test("debts stand before credits, each in their order", () => {
        expect(ids([row(1, 500), row(2, -50), row(3, 300), row(4, -20)])).toEqual([1, 3, 2, 4]);
    });

    test("what is typed last stays last until it is done", () => {
        expect(ids([row(1, 500), row(2, -50), row(3, 0, true)])).toEqual([1, 2, 3]);
        expect(ids([row(1, 500), row(2, -50), row(3, 300, true)])).toEqual([1, 2, 3]);
        expect(ids([row(1, 500), row(2, -50), row(3, 300)])).toEqual([1, 3, 2]);
    });

    test("a document changed since is known by what was settled", () => {
        const gone = { id: 2, data: { amount_total: 0, amount: -50 } };
        expect(ids([gone, row(1, 500)])).toEqual([1, 2]);
    });
});
