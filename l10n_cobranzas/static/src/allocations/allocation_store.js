import { AllocationTree } from "./allocation_tree";

/** The allocation tree of a receipt as it is read and saved: one call each. */
export class AllocationStore {
    constructor(orm, receiptId) {
        this.orm = orm;
        this.receiptId = receiptId;
    }

    call(method, argument) {
        return this.orm.call("cobranzas.receipt", method, [[this.receiptId], argument]);
    }

    /** Read what is saved. */
    async load() {
        const data = await this.read(false);
        this.savedByHand = data.by_hand;
    }

    /** Read what the automatic plan would decide; what is saved stays as it is. */
    async recalculate() {
        await this.read(true);
    }

    async read(recalculate) {
        const data = await this.call("get_allocation_tree", recalculate);
        this.tree = new AllocationTree(data);
        this.automatic = data.by_hand ? null : this.tree.fingerprint;
        return data;
    }

    /** Saving the plan's own decision as decided by hand would freeze it: it stays automatic. */
    get isAutomatic() {
        return this.tree.fingerprint === this.automatic;
    }

    get isDirty() {
        return this.isAutomatic ? this.savedByHand : this.tree.isDirty;
    }

    async save() {
        await this.call("save_allocations", this.isAutomatic ? null : this.tree.toRows());
        await this.load();
    }
}
