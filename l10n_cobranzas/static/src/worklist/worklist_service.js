import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const MODEL = "cobranzas.worklist";
const LIST = "l10n_cobranzas.cobranzas_worklist_action";

/**
 * Goes through the debtors of the worklist one after another, in the order in which the list showed
 * them. A debtor that paid meanwhile is passed over, and said so; one that is skipped comes again
 * after the others.
 */
export class Worklist {
    constructor({ orm, action, notification }) {
        this.orm = orm;
        this.action = action;
        this.notification = notification;
        this.rows = [];
        this.position = -1;
    }

    get isActive() {
        return this.position >= 0;
    }

    get current() {
        return this.rows[this.position];
    }

    /** Begin with a row of the list. */
    async start(rows, id) {
        this.rows = rows.map((row) => ({ ...row }));
        this.position = this.rows.findIndex((row) => row.id === id);
        await this.open();
    }

    stop() {
        this.rows = [];
        this.position = -1;
    }

    /** Open the current debtor, or the first one after it that still has something overdue. */
    async open(options = {}) {
        while (this.current) {
            const row = this.current;
            const action = await this.orm.call(MODEL, "action_open_debtor", [[row.id]]);
            if (this.current !== row) {
                return; // somebody was quicker
            }
            if (action) {
                await this.action.doAction(action, options);
                return;
            }
            this.notification.add(_t("%s: nothing is overdue any more.", row.name));
            this.position++;
        }
        await this.finish();
    }

    /** Go to the next debtor. */
    async next() {
        this.position++;
        await this.open({ stackPosition: "replaceCurrentAction" });
    }

    /** Leave the debtor for later: after all others. */
    async skip() {
        this.rows.push(...this.rows.splice(this.position, 1));
        await this.open({ stackPosition: "replaceCurrentAction" });
    }

    /** Log the contact with the debtor, then go to the next one. */
    async done() {
        await this.ask("action_log_contact");
    }

    /** Put the debtor off, then go to the next one. */
    async snooze() {
        await this.ask("action_snooze");
    }

    /** Open a dialog of the debtor; once it is saved, go on. */
    async ask(method) {
        const row = this.current;
        const action = await this.orm.call(MODEL, method, [[row.id]]);
        await this.action.doAction(action, {
            onClose: async (info) => {
                if (this.current === row && !info?.special && !info?.dismiss) {
                    await this.next();
                }
            },
        });
    }

    async finish() {
        this.stop();
        this.notification.add(_t("That was the last debtor of the list."), { type: "success" });
        await this.action.doAction(LIST, { clearBreadcrumbs: true });
    }
}

export const worklistService = {
    dependencies: ["orm", "action", "notification"],
    start(env, services) {
        return reactive(new Worklist(services));
    },
};

registry.category("services").add("cobranzas_worklist", worklistService);
