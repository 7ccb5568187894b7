import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Ask the receipt's form for something, without saving it: nothing is left behind by a try. */
export async function sendCommand(record, command) {
    await record.isDirty(); // takes what is still being typed
    for (const name of ["line_ids", "value_ids", "check_ids"]) {
        await record.data[name]?.leaveEditMode();
    }
    await record.update({ form_command: command });
}

/** Return the open items that the receipt may pay, as a domain of journal items. */
export function getOpenItemsDomain({ data }) {
    return [
        ["parent_state", "=", "posted"],
        ["account_type", "=", "asset_receivable"],
        ["cobranzas_residual", "!=", 0],
        ["company_id", "=", data.company_id.id],
        ["partner_id", "child_of", data.payable_partner_ids.currentIds],
    ];
}

/** The buttons above the documents of a draft. */
export class ReceiptTools extends Component {
    static template = "l10n_cobranzas.ReceiptTools";
    static props = { ...standardWidgetProps };

    setup() {
        this.dialog = useService("dialog");
    }

    get record() {
        return this.props.record;
    }

    get canChoose() {
        return this.record.data.state === "draft" && this.record.data.partner_id;
    }

    send(command) {
        return sendCommand(this.record, command);
    }

    find() {
        this.dialog.add(SelectCreateDialog, {
            title: _t("Find Documents"),
            resModel: "account.move.line",
            domain: getOpenItemsDomain(this.record),
            context: {
                list_view_ref: "l10n_cobranzas.account_move_line_view_list_pick",
                search_view_ref: "l10n_cobranzas.account_move_line_view_search_open",
            },
            noCreate: true,
            onSelected: (ids) => this.send(`find:${ids.join(",")}`),
        });
    }
}

registry.category("view_widgets").add("cobranzas_receipt_tools", { component: ReceiptTools });

/** The keys that lead to each list of the form, and start a row there. */
export class ReceiptKeys extends Component {
    static template = "l10n_cobranzas.ReceiptKeys";
    static props = { ...standardWidgetProps };

    setup() {
        useHotkey("alt+m", () => this.canType && sendCommand(this.props.record, "propose"), {
            bypassEditableProtection: true,
        });
        useHotkey("alt+e", () => this.goToCharges(), { bypassEditableProtection: true });
        for (const [key, page, list] of [
            ["alt+d", "documents", ""],
            ["alt+v", "values", "value_ids"],
            ["alt+t", "values", "check_ids"],
        ]) {
            useHotkey(key, () => this.goTo(page, list), { bypassEditableProtection: true });
        }
    }

    get canType() {
        return this.props.record.data.state === "draft" && this.props.record.data.partner_id;
    }

    async goTo(page, list) {
        const tab = document.querySelector(`.o_cobranzas_receipt .o_notebook_headers a[name=${page}]`);
        const target =
            list && this.canType ? ".o_field_x2many_list_row_add a" : ".o_boolean_toggle input";
        const element = await this.openTab(tab, list || "line_ids", target);
        if (list) {
            element?.click();
        } else {
            element?.focus();
        }
    }

    /** Go to the first of the tabs with charges, or to the next one; to its first tick. */
    async goToCharges() {
        const tabs = document.querySelectorAll(".o_cobranzas_receipt a.o_cobranzas_charges");
        const shown = [...tabs].findIndex((tab) => tab.classList.contains("active"));
        const tab = tabs[(shown + 1) % tabs.length];
        if (tab) {
            // a page of charges has the name of its list
            const name = tab.getAttribute("name");
            (await this.openTab(tab, name, ".o_boolean_toggle input"))?.focus();
        }
    }

    /** Open a tab, if it is there; return what is to be used in one of its lists, once drawn. */
    async openTab(tab, list, target) {
        tab?.click();
        await this.props.record.isDirty(); // takes what is still being typed
        return this.waitFor(`.o_cobranzas_receipt .o_field_widget[name=${list}] ${target}`);
    }

    /** Return the element once it is drawn, after half a second at most. */
    async waitFor(selector) {
        for (let frame = 0; frame < 30; frame++) {
            const element = document.querySelector(selector);
            if (element) {
                return element;
            }
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
    }
}

registry.category("view_widgets").add("cobranzas_receipt_keys", { component: ReceiptKeys });
