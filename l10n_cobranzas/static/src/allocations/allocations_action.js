import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useDraggable } from "@web/core/utils/draggable";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { parseMonetary } from "@web/views/fields/parsers";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AllocationRows } from "./allocation_rows";
import { AllocationTree } from "./allocation_tree";
import { PickDialog } from "./pick_dialog";

/** Above so many pairs, the tree opens folded. */
const MANY = 1000;

/**
 * The allocation tree of a receipt (*ver imputaciones*, REC-04): which credit or value pays which
 * document, seen from either side. One call reads it, one saves it.
 */
export class AllocationsAction extends Component {
    static template = "l10n_cobranzas.Allocations";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.rootRef = useRef("root");
        this.receiptId = this.props.action.context.active_id;
        this.state = useState({
            side: "document",
            filter: "",
            onlyOpen: false,
            /** the heads folded, by row id */
            folded: new Set(),
            /** the amount being typed: its row and its text as it is */
            typing: null,
            busy: false,
        });
        this.toFocus = null;
        useSetupAction({
            rootRef: this.rootRef,
            beforeLeave: () => this.leave(),
            beforeUnload: (ev) => this.isDirty && ev.preventDefault(),
        });
        useDraggable({
            ref: this.rootRef,
            elements: ".o_cobranzas_pair .o_cobranzas_name",
            enable: () => this.tree.editable,
            cursor: "grabbing",
            onDragStart: (params) => this.startDrag(params),
            onDrag: (params) => this.drag(params),
            onDrop: (params) => this.drop(params),
            onDragEnd: () => this.endDrag(),
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

    // Loading and saving --------------------------------------------------------------------------

    async load(recalculate = false) {
        const data = await this.orm.call("cobranzas.receipt", "get_allocation_tree", [
            [this.receiptId],
            recalculate,
        ]);
        const wasByHand = this.savedByHand ?? data.by_hand;
        this.tree = new AllocationTree(data);
        this.savedByHand = recalculate ? wasByHand : data.by_hand;
        this.automatic = data.by_hand ? null : this.tree.fingerprint;
        this.env.config.setDisplayName(_t("Allocations of %s", data.name));
    }

    /** Saving the plan's own decision again would freeze it: it stays automatic. */
    get isAutomatic() {
        return this.tree.fingerprint === this.automatic;
    }

    get isDirty() {
        return this.isAutomatic ? this.savedByHand : this.tree.isDirty;
    }

    async save() {
        this.stopTyping();
        this.state.busy = true;
        try {
            await this.orm.call("cobranzas.receipt", "save_allocations", [
                [this.receiptId],
                this.isAutomatic ? null : this.tree.toRows(),
            ]);
            this.savedByHand = undefined;
            await this.load();
        } finally {
            this.state.busy = false;
        }
        this.notification.add(_t("Allocations saved"), { type: "success" });
        if (this.env.config.breadcrumbs.length > 1) {
            this.env.config.historyBack();
        }
    }

    async discard() {
        this.savedByHand = undefined;
        this.state.typing = null;
        await this.load();
        this.changed();
    }

    async recalculate() {
        this.stopTyping();
        await this.load(true);
        this.changed();
    }

    /** Ask before what was typed is lost. */
    leave() {
        this.stopTyping();
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

    /** The tree is no reactive object: proxies would slow hundreds of rows down. */
    changed() {
        this.render();
    }

    // What is shown -------------------------------------------------------------------------------

    get shown() {
        return new AllocationRows(this.tree, this.state);
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
        this.stopTyping();
        this.state.side = this.state.side === "document" ? "source" : "document";
        this.unfold();
    }

    // Typing --------------------------------------------------------------------------------------

    onFocusin(ev) {
        if (ev.target.matches(".o_cobranzas_amount")) {
            ev.target.select();
        }
    }

    onInput(ev) {
        const row = ev.target.closest("[data-row]");
        if (!ev.target.matches(".o_cobranzas_amount")) {
            return;
        }
        const { source, document: id, row: rowId } = row.dataset;
        const { currency_id } = this.tree.documents.get(Number(id));
        const text = ev.target.value;
        const before =
            this.state.typing?.id === rowId
                ? this.state.typing.before
                : this.tree.getPaid(source, Number(id));
        let units = NaN;
        try {
            units = text.trim() ? this.tree.toUnits(parseMonetary(text), currency_id) : 0;
        } catch {
            // said by the field's colour
        }
        const isWrong = !(units >= 0 && Number.isSafeInteger(units));
        if (!isWrong) {
            this.tree.setPaid(source, Number(id), units);
        }
        this.state.typing = { id: rowId, text, isWrong, before };
        this.changed();
    }

    onFocusout(ev) {
        const row = ev.target.closest("[data-row]")?.dataset.row;
        if (this.state.typing?.id === row) {
            this.stopTyping();
        }
    }

    stopTyping() {
        if (this.state.typing) {
            this.state.typing = null;
            this.tree.prune();
            this.changed();
        }
    }

    onKeydown(ev) {
        const row = ev.target.closest("[data-row]");
        if (!row || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        if (ev.key === "Escape" && this.state.typing) {
            const { source, document: id } = row.dataset;
            this.tree.setPaid(source, Number(id), this.state.typing.before);
            this.toFocus = row.dataset.row;
            this.stopTyping();
            ev.stopPropagation();
        } else if (["ArrowDown", "ArrowUp"].includes(ev.key) || this.isEnterOnAmount(ev)) {
            ev.preventDefault();
            this.focusNext(ev.target, ev.key === "ArrowUp" ? -1 : 1);
        }
    }

    isEnterOnAmount(ev) {
        return ev.key === "Enter" && ev.target.matches(".o_cobranzas_amount");
    }

    /** Go to the next of the same: from an amount to the next amount. */
    focusNext(target, step) {
        const wanted = target.matches("input") ? ".o_cobranzas_amount" : "button, input";
        const stops = [...this.rootRef.el.querySelectorAll(`.o_cobranzas_row :is(${wanted})`)];
        stops[stops.indexOf(target) + step]?.focus();
    }

    // Pointing ------------------------------------------------------------------------------------

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
        const { tree } = this;
        if (this.state.side === "document") {
            const source = tree.sources.get(key);
            const choices = [...tree.documents.values()].filter(
                (document) => document.id !== id && tree.mayPay(source, document)
            );
            this.pick(_t("Move %s to…", source.name), this.describeDocuments(choices), (toId) =>
                this.move(() => tree.moveToDocument(key, id, toId), `${key}-${toId}`)
            );
        } else {
            const document = tree.documents.get(id);
            const choices = [...tree.sources.values()].filter(
                (source) => source.key !== key && tree.mayPay(source, document)
            );
            this.pick(_t("Pay %s with…", document.name), this.describeSources(choices), (toKey) =>
                this.move(() => tree.moveToSource(key, id, toKey), `${toKey}-${id}`)
            );
        }
    }

    askAdd(key, id) {
        const { tree } = this;
        const add = (key, id) => {
            tree.pay(key, id);
            this.toFocus = `${key}-${id}`;
            this.state.folded.delete(this.state.side === "document" ? `d${id}` : `s${key}`);
            this.changed();
        };
        if (this.state.side === "document") {
            const document = tree.documents.get(id);
            const choices = [...tree.sources.values()].filter((source) =>
                tree.mayPay(source, document)
            );
            this.pick(_t("Pay %s with…", document.name), this.describeSources(choices), (key) =>
                add(key, id)
            );
        } else {
            const source = tree.sources.get(key);
            const choices = [...tree.documents.values()].filter((document) =>
                tree.mayPay(source, document)
            );
            this.pick(_t("Pay with %s…", source.name), this.describeDocuments(choices), (id) =>
                add(key, id)
            );
        }
    }

    /** Those with something unpaid first. */
    describeDocuments(documents) {
        return documents
            .map((document) => {
                const unpaid = this.tree.getUnpaid(document);
                const label = unpaid ? _t("Unpaid") : _t("Settled");
                const amount = this.shown.format(unpaid || document.units, document.currency_id);
                return {
                    id: document.id,
                    name: document.name,
                    detail: this.shown.getDetail(document, true),
                    amount: `${label} ${amount}`,
                    isOpen: unpaid > 0,
                };
            })
            .sort((one, other) => other.isOpen - one.isOpen);
    }

    /** Those with something left first. */
    describeSources(sources) {
        return sources
            .map((source) => {
                const left = this.tree.getLeft(source);
                const amount = this.shown.format(left || source.units, source.currency_id);
                return {
                    id: source.key,
                    name: source.name,
                    detail: this.shown.getDetail(source, false),
                    amount: left ? _t("%s left", amount) : amount,
                    isOpen: left > 0,
                };
            })
            .sort((one, other) => other.isOpen - one.isOpen);
    }

    pick(title, choices, onPick) {
        this.dialog.add(PickDialog, { title, choices, onPick });
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

    // Dragging ------------------------------------------------------------------------------------

    startDrag({ element }) {
        this.dragged = { ...element.closest("[data-row]").dataset };
    }

    /** Show where the row dragged would go. */
    drag({ y }) {
        this.clearDrop();
        const row = this.getRowAt(y);
        if (row && this.getMove(row.dataset)) {
            row.classList.add("o_cobranzas_drop");
        }
    }

    drop({ y }) {
        const row = this.getRowAt(y);
        const doMove = row && this.getMove(row.dataset);
        if (doMove) {
            this.move(doMove, null);
        }
    }

    endDrag() {
        this.clearDrop();
        this.dragged = null;
    }

    getRowAt(y) {
        return [...this.rootRef.el.querySelectorAll(".o_cobranzas_rows [data-row]")].find((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return top <= y && y < bottom;
        });
    }

    /** What dropping on that row does: another document, or another source, if it may. */
    getMove(over) {
        const { source: key, document: id } = this.dragged;
        const { tree } = this;
        if (this.state.side === "document") {
            const document = tree.documents.get(Number(over.document));
            const may = over.document !== id && tree.mayPay(tree.sources.get(key), document);
            return may && (() => tree.moveToDocument(key, Number(id), document.id));
        }
        const source = tree.sources.get(over.source);
        const may = over.source !== key && tree.mayPay(source, tree.documents.get(Number(id)));
        return may && (() => tree.moveToSource(key, Number(id), source.key));
    }

    clearDrop() {
        for (const row of this.rootRef.el.querySelectorAll(".o_cobranzas_drop")) {
            row.classList.remove("o_cobranzas_drop");
        }
    }
}

registry.category("actions").add("cobranzas_allocations", AllocationsAction);
