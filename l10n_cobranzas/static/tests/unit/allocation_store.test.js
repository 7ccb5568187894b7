import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { AllocationStore } from "@l10n_cobranzas/allocations/allocation_store";
import { invoice, makeData, rowsOf, setCurrencies, value } from "./allocation_helpers";

describe.current.tags("headless");
beforeEach(setCurrencies);

const PLANNED = [
    ["a", 1, 60],
    ["b", 1, 40],
];
const BY_HAND = [
    ["a", 1, 50],
    ["b", 1, 50],
];

/** The store of a receipt; the server keeps what is saved, null for the automatic plan. */
async function loadStore(saved) {
    const orm = {
        async call(model, method, [ids, argument]) {
            if (method === "save_allocations") {
                saved = argument && argument.map((row) => [row.source, row.document, row.amount]);
                expect.step(JSON.stringify(saved));
                return true;
            }
            const by_hand = Boolean(saved) && !argument;
            const rows = by_hand ? saved : PLANNED;
            return makeData([invoice(1, 100)], [value("a", 60), value("b", 60)], rows, { by_hand });
        },
    };
    const store = new AllocationStore(orm, 5);
    await store.load();
    return store;
}

const stateOf = ({ isAutomatic, isDirty }) => ({ isAutomatic, isDirty: Boolean(isDirty) });

test("the automatic plan has nothing to save", async () => {
    const store = await loadStore(null);
    expect(stateOf(store)).toEqual({ isAutomatic: true, isDirty: false });
});

test("what was decided by hand has nothing to save", async () => {
    const store = await loadStore(BY_HAND);
    expect(rowsOf(store.tree)).toEqual(BY_HAND);
    expect(stateOf(store)).toEqual({ isAutomatic: false, isDirty: false });
});

test("what is typed is saved as decided by hand", async () => {
    const store = await loadStore(null);
    store.tree.setPaid("a", 1, 50_00);
    store.tree.setPaid("b", 1, 50_00);
    expect(stateOf(store)).toEqual({ isAutomatic: false, isDirty: true });
    await store.save();
    expect.verifySteps([JSON.stringify(BY_HAND)]);
    expect(stateOf(store)).toEqual({ isAutomatic: false, isDirty: false });
});

test("what is typed as the plan has it stays automatic", async () => {
    const store = await loadStore(null);
    store.tree.setPaid("a", 1, 50_00);
    store.tree.setPaid("a", 1, 60_00);
    expect(stateOf(store)).toEqual({ isAutomatic: true, isDirty: false });
});

test("recalculated, what was decided by hand is forgotten when it is saved", async () => {
    const store = await loadStore(BY_HAND);
    await store.recalculate();
    expect(rowsOf(store.tree)).toEqual(PLANNED);
    expect(stateOf(store)).toEqual({ isAutomatic: true, isDirty: true });
    await store.save();
    expect.verifySteps(["null"]);
    expect(stateOf(store)).toEqual({ isAutomatic: true, isDirty: false });
});

test("recalculated and discarded, what was decided by hand stays", async () => {
    const store = await loadStore(BY_HAND);
    await store.recalculate();
    await store.load();
    expect(rowsOf(store.tree)).toEqual(BY_HAND);
    expect(stateOf(store)).toEqual({ isAutomatic: false, isDirty: false });
});
