import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AllocationChoices } from "./allocation_choices";
import { useAllocationDrag } from "./allocation_drag";
import { useAllocationKeyboard } from "./allocation_keyboard";
import { AllocationRows } from "./allocation_rows";
import { AllocationStore } from "./allocation_store";
import { PickDialog } from "./pick_dialog";

/** Above so many pairs, the tree opens folded. */
const MANY = 1000;

/**
 * The allocation tree of a receipt (*ver imputaciones*, REC-04): which credit or value pays which
 * document, seen from either side.
 */
export class AllocationsAction extends Component {
    static template = "l10n_cobranzas.Allocations";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.rootRef = useRef("root");
        this.store = new AllocationStore(useService("orm"), this.props.action.context.active_id);
        this.state = useState({
            side: "document",
            filter: "",
            onlyOpen: false,
            /** the heads folded, by row id */
            folded: new Set(),
            /** the amount being typed */
            typing: null,
            busy: false,
        });
        this.toFocus = null;
        useSetupAction({
            rootRef: this.rootRef,
            beforeLeave: () => this.leave(),
            beforeUnload: (ev) => this.isDirty && ev.preventDefault(),
        });
        this.keyboard = useAllocationKeyboard(this.rootRef, {
            state: this.state,
            getTree: () => this.tree,
            onChange: () => this.changed(),
            focusRow: (rowId) => (this.toFocus = rowId),
        });
        useAllocationDrag(this.rootRef, {
            enable: () => this.tree.editable,
            getMove: (dragged, over) => this.choices.forDrop(dragged, over),
            onDrop: (doMove) => this.move(doMove, null),
        });
        onWillStart(async () => {
            await this.load();
            this.unfold();
        });
        useEffect(() => {
            if (this.toFocus) {
                const input = this.rootRef.el?.querySelector(
                    `[data-row="${this.toFocus}"] input, [data-row="${this.toFocus}"] [tabindex]`
                );
                this.toFocus = null;
                input?.focus();
            }
        });
    }

    get tree() {
        return this.store.tree;
    }

    /** The tree is no reactive object: proxies would slow hundreds of rows down. */
    changed() {
        this.render();
    }

    // Loading and saving --------------------------------------------------------------------------

    get isAutomatic() {
        return this.store.isAutomatic;
    }

    get isDirty() {
        return this.store.isDirty;
    }

    async load() {
        await this.store.load();
        this.env.config.setDisplayName(_t("Allocations of %s", this.tree.name));
    }

    async save() {
        this.keyboard.stop();
        this.state.busy = true;
        try {
            await this.store.save();
        } finally {
            this.state.busy = false;
        }
        this.notification.add(_t("Allocations saved"), { type: "success" });
        if (this.env.config.breadcrumbs.length > 1) {
            this.env.config.historyBack();
        }
    }

    async discard() {
        this.state.typing = null;
        await this.store.load();
        this.changed();
    }

    async recalculate() {
        this.keyboard.stop();
        await this.store.recalculate();
        this.changed();
    }

    /** Ask before what was typed is lost. */
    leave() {
        this.keyboard.stop();
        if (!this.isDirty) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialog.add(ConfirmationDialog, {
                title: _t("Unsaved changes"),
                body: _t("The allocations were changed and not saved."),
                confirmLabel: _t("Leave without saving"),
                confirm: () => resolve(true),
                cancelLabel: _t("Stay here"),
                cancel: () => resolve(false),
            });
        });
    }

    // What is shown -------------------------------------------------------------------------------

    get shown() {
        return new AllocationRows(this.tree, this.state);
    }

    get choices() {
        return new AllocationChoices(this.tree, this.shown, this.state.side);
    }

    get isAllFolded() {
        return this.state.folded.size > 0;
    }

    toggleAll() {
        if (this.isAllFolded) {
            this.state.folded.clear();
        } else {
            this.foldAll();
        }
    }

    foldAll() {
        const { documents, sources } = this.tree;
        const ids =
            this.state.side === "document"
                ? [...documents.keys()].map((id) => `d${id}`)
                : [...sources.keys()].map((key) => `s${key}`);
        ids.forEach((id) => this.state.folded.add(id));
    }

    /** Open everything, but not more rows than one can look through and type in without lag. */
    unfold() {
        this.state.folded.clear();
        if (this.tree.toRows().length > MANY) {
            this.foldAll();
        }
    }

    switchSide() {
        this.keyboard.stop();
        this.state.side = this.state.side === "document" ? "source" : "document";
        this.unfold();
    }

    // Changing ------------------------------------------------------------------------------------

    onClick(ev) {
        const row = ev.target.closest("[data-row]");
        const name = ev.target.closest("[data-act]")?.dataset.act;
        if (!row || !name) {
            return;
        }
        const { row: id, source, document } = row.dataset;
        if (name === "fold") {
            const { folded } = this.state;
            folded.has(id) ? folded.delete(id) : folded.add(id);
        } else if (name === "move") {
            this.askMove(source, Number(document));
        } else if (name === "add") {
            this.askAdd(source, Number(document));
        }
    }

    askMove(key, id) {
        const { title, choices, getMove, getRowId } = this.choices.forMove(key, id);
        const onPick = (to) => this.move(getMove(to), getRowId(to));
        this.dialog.add(PickDialog, { title, choices, onPick });
    }

    askAdd(key, id) {
        const { title, choices, getPair } = this.choices.forAdd(key, id);
        const onPick = (picked) => this.add(...getPair(picked));
        this.dialog.add(PickDialog, { title, choices, onPick });
    }

    add(key, id) {
        this.tree.pay(key, id);
        this.toFocus = `${key}-${id}`;
        this.state.folded.delete(this.state.side === "document" ? `d${id}` : `s${key}`);
        this.changed();
    }

    move(doMove, rowId) {
        if (!doMove()) {
            this.notification.add(_t("These two can't be swapped."), {
                type: "warning",
            });
            return;
        }
        this.toFocus = rowId;
        this.changed();
    }
}

registry.category("actions").add("cobranzas_allocations", AllocationsAction);
