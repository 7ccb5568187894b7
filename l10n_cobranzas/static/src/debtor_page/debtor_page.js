import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { agePieces, inColumns, neighbour, telLink } from "./debtor_page_data";
import { DebtorFinder } from "./debtor_finder";
import { DebtorPageList } from "./debtor_page_list";

const ACTIONS = {
    "res.partner": "l10n_cobranzas.cobranzas_debtor_page_action",
    "cobranzas.debtor.group": "l10n_cobranzas.cobranzas_debtor_page_action_group",
};

/** What a press of a button calls on the debtor; the server says which ones the user has. */
const METHODS = {
    log: "action_cobranzas_log_contact",
    promise: "action_cobranzas_promise",
    dispute: "action_cobranzas_dispute",
    receipt: "action_cobranzas_register_receipt",
    statement: "action_cobranzas_statement",
    send: "action_cobranzas_send_statement",
    link: "action_cobranzas_payment_link",
};

/**
 * A debtor or debtor group on one screen, for a phone call: whom to call and whether one may now,
 * what is owed, what was promised, and a button and key for all that is done meanwhile (COL-07).
 * Without a debtor it asks for one. The address names the debtor.
 */
export class DebtorPage extends Component {
    static template = "l10n_cobranzas.DebtorPage";
    static components = { DebtorFinder, DebtorPageList, Layout };
    static props = { ...standardActionServiceProps };
    /** what comes first in the address; said here, the client knows that no list comes before */
    static path = "cobranzas-debtor";
    static displayName = _t("Debtor");
    static model = "res.partner";

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.rootRef = useRef("root");
        const { params = {} } = this.props.action;
        const { model, id } = this.props.state || {};
        this.debtors = params.debtors || [];
        this.model = model || params.model || this.constructor.model;
        this.id = id || this.props.resId || params.id || false;
        this.page = null;
        this.state = useState({ error: "", isBusy: false, version: 0 });
        /** counts the calls: an answer that comes after a later call is dropped */
        this.callId = 0;
        this.open = this.open.bind(this);
        this.show = this.show.bind(this);
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({ model: this.model, id: this.id }),
        });
        /** goes through the worklist, when the page was opened from it */
        this.worklist = this.env.services.cobranzas_worklist;
        const isAvailable = () => this.debtors.length > 1 || this.worklist?.isActive;
        useHotkey("arrowright", () => this.go(1), { isAvailable });
        useHotkey("arrowleft", () => this.go(-1), { isAvailable });
        onMounted(() => this.load());
    }

    // Loading -------------------------------------------------------------------------------------

    /** Read the page; when asked twice, the last answer counts. */
    async load() {
        if (!this.id) {
            return;
        }
        const callId = ++this.callId;
        this.state.isBusy = true;
        this.props.updateActionState?.({ resId: this.id });
        try {
            const page = await this.orm.silent.call(this.model, "get_cobranzas_debtor_page", [
                [this.id],
            ]);
            if (callId === this.callId) {
                this.page = page;
                this.state.error = "";
                this.env.config.setDisplayName?.(page.header.name);
                this.state.version++;
            }
        } catch (error) {
            if (callId === this.callId) {
                this.fail(error);
            }
        } finally {
            if (callId === this.callId) {
                this.state.isBusy = false;
            }
        }
    }

    /** Show the sentence of what the server refuses; an unexpected error is raised as well. */
    fail(error) {
        this.page = null;
        const isRefused = /(User|Access)Error$/.test(error.exceptionName || "");
        this.state.error = isRefused ? error.data.message : _t("The debtor could not be read.");
        if (!isRefused) {
            throw error;
        }
    }

    /** Show another debtor in place of this one; a customer and a group have other addresses. */
    async show(model, id) {
        if (model === this.model) {
            this.id = id;
            return this.load();
        }
        const action = await this.action.loadAction(ACTIONS[model]);
        return this.action.doAction(
            { ...action, params: { model, id, debtors: this.debtors } },
            { stackPosition: "replaceCurrentAction", props: { resId: id } }
        );
    }

    // Next and previous ---------------------------------------------------------------------------

    get next() {
        return neighbour(this.debtors, this.model, this.id, 1);
    }

    get previous() {
        return neighbour(this.debtors, this.model, this.id, -1);
    }

    go(step) {
        if (this.worklist?.isActive) {
            return this.goInWorklist(step);
        }
        const target = step > 0 ? this.next : this.previous;
        return target && this.show(...target);
    }

    goInWorklist(step) {
        if (step > 0) {
            return this.worklist.next();
        }
        if (this.worklist.position > 0) {
            this.worklist.position--;
            return this.worklist.open({ stackPosition: "replaceCurrentAction" });
        }
    }

    get place() {
        const index = this.debtors.findIndex(
            ([model, id]) => model === this.model && id === this.id
        );
        return `${index + 1} / ${this.debtors.length}`;
    }

    // What is shown -------------------------------------------------------------------------------

    get buttons() {
        const labels = {
            log: { label: _t("Log contact"), icon: "fa-phone", hotkey: "l" },
            promise: { label: _t("Promise"), icon: "fa-handshake-o", hotkey: "p" },
            dispute: { label: _t("Dispute"), icon: "fa-gavel", hotkey: "d" },
            receipt: { label: _t("Receipt"), icon: "fa-money", hotkey: "r" },
            statement: { label: _t("Statement"), icon: "fa-file-text-o", hotkey: "s" },
            send: { label: _t("Send statement"), icon: "fa-envelope-o", hotkey: "e" },
            link: { label: _t("Payment link"), icon: "fa-link", hotkey: "k" },
        };
        return Object.keys(METHODS)
            .filter((name) => this.page.can.includes(name))
            .map((name) => ({ name, ...labels[name] }));
    }

    get pieces() {
        return agePieces(this.page.ages);
    }

    get columns() {
        return inColumns(this.page.lists);
    }

    tel(phone) {
        return telLink(phone);
    }

    get form() {
        return { model: this.page.model, id: this.page.id };
    }

    // Doing ---------------------------------------------------------------------------------------

    /** Press a button of the debtor. */
    press(name) {
        return this.run(METHODS[name], this.model, this.id);
    }

    /** Somebody is called: what came of it is asked meanwhile. */
    call(contact) {
        return this.run(METHODS.log, "res.partner", contact.id, { default_channel: "call" });
    }

    /** Show the link to the page of the debtor that is the contact's own. */
    link(contact) {
        return this.run(METHODS.link, "res.partner", contact.id);
    }

    /** Run a method as a button of a form does; when what it opens is closed, read again. */
    run(name, resModel, resId, buttonContext = {}) {
        return this.action.doActionButton({
            type: "object",
            name,
            resModel,
            resId,
            resIds: [resId],
            context: user.context, // language, companies chosen
            buttonContext,
            onClose: () => this.load(),
        });
    }

    /** Open the rows behind a figure, or a record. */
    open({ action, model, id }) {
        if (action) {
            return this.action.doAction(action);
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

export class DebtorGroupPage extends DebtorPage {
    static path = "cobranzas-debtor-group";
    static displayName = _t("Debtor Group");
    static model = "cobranzas.debtor.group";
}

registry.category("actions").add("cobranzas_debtor_page", DebtorPage);
registry.category("actions").add("cobranzas_debtor_group_page", DebtorGroupPage);
