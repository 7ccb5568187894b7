import { serverState } from "@web/../tests/web_test_helpers";
import { AllocationTree } from "@l10n_cobranzas/allocations/allocation_tree";

export const PESO = 1;
export const DOLLAR = 2;
export const YEN = 3;

/** What one unit of each currency is worth in pesos. */
export const RATES = { [PESO]: 1, [DOLLAR]: 1200, [YEN]: 8 };

export function setCurrencies() {
    serverState.currencies = [
        { id: PESO, name: "ARS", symbol: "$", position: "before", digits: [69, 2] },
        { id: DOLLAR, name: "USD", symbol: "US$", position: "before", digits: [69, 2] },
        { id: YEN, name: "JPY", symbol: "¥", position: "before", digits: [69, 0] },
    ];
}

/** A document of the receipt; its pool says which credits may pay it. */
export function invoice(id, amount, vals = {}) {
    return {
        id,
        name: `Invoice ${id}`,
        partner: "Almacén",
        date_due: "2026-05-01",
        currency_id: PESO,
        amount,
        pool: "partner,7",
        ...vals,
    };
}

/** A value received: it may pay any document. */
export function value(key, amount, vals = {}) {
    return {
        key,
        kind: "Value",
        name: key,
        partner: "",
        currency_id: PESO,
        amount,
        pool: false,
        ...vals,
    };
}

/** A credit of a customer: it may pay that customer's documents only. */
export function credit(key, amount, vals = {}) {
    return value(key, amount, { kind: "Credit", partner: "Almacén", pool: "partner,7", ...vals });
}

/**
 * What the server sends of a receipt.
 *
 * @param {Object[]} documents
 * @param {Object[]} sources
 * @param {[string, number, number][]} rows source, document, amount in the document's currency
 */
export function makeData(documents, sources, rows = [], vals = {}) {
    return {
        editable: true,
        state: "draft",
        name: "Receipt",
        by_hand: false,
        warning: false,
        gives_change: false,
        currency_id: PESO,
        rates: RATES,
        documents,
        sources,
        rows: rows.map(([source, document, amount]) => ({ source, document, amount })),
        ...vals,
    };
}

export function makeTree(documents, sources, rows, vals) {
    return new AllocationTree(makeData(documents, sources, rows, vals));
}

/** The rows to save, as makeData takes them. */
export function rowsOf(tree) {
    return tree.toRows().map(({ source, document, amount }) => [source, document, amount]);
}
