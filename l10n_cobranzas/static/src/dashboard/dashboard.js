import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { formatPercentage } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { compactAmount, compactNumber, fullAmount } from "./amounts";
import { DashboardChart } from "./dashboard_chart";
import { agesChart, collectionsChart, isBlank, weeksChart } from "./dashboard_charts";

const days = (count) => (count === 1 ? _t("1 day") : _t("%s days", count));
const debtors = (count) => (count === 1 ? _t("1 debtor") : _t("%s debtors", count));
const cheques = (count) => (count === 1 ? _t("1 cheque") : _t("%s cheques", count));

/**
 * What opens the app: balance, overdue, ages, collections of the month, largest debtors and
 * forecast, as pictures. Every figure opens the items it sums. One call reads it all.
 */
export class CobranzasDashboard extends Component {
    static template = "l10n_cobranzas.Dashboard";
    static components = { DashboardChart, Dropdown, DropdownItem, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.rootRef = useRef("root");
        this.state = useState({ error: "", isBusy: false, version: 0 });
        this.data = null;
        this.filters = this.props.state?.filters || {};
        /** counts the calls: an answer that comes after a later call is dropped */
        this.callId = 0;
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({ filters: this.filters }),
        });
        this.open = this.open.bind(this);
        this.full = (value) => fullAmount(value, this.data.currency_id);
        this.compact = (value) => compactAmount(value, this.data.currency_id);
        this.compactNumber = compactNumber;
        onMounted(() => this.load());
    }

    // Loading -------------------------------------------------------------------------------------

    /** Read the figures; when asked twice, the last answer counts. */
    async load() {
        const callId = ++this.callId;
        this.state.isBusy = true;
        try {
            const data = await this.orm.silent.call("cobranzas.dashboard", "get_data", [
                this.filters,
            ]);
            if (callId === this.callId) {
                this.show(data);
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

    show(data) {
        this.data = data;
        this.filters = data.filters;
        this.charts = {
            ages: agesChart(data),
            weeks: weeksChart(data),
            collections: collectionsChart(data),
        };
        this.state.error = "";
        this.state.version++;
    }

    /** Show the sentence of what the server refuses; an unexpected error is raised as well. */
    fail(error) {
        const isRefused = /(User|Access)Error$/.test(error.exceptionName || "");
        this.state.error = isRefused ? error.data.message : _t("The figures could not be read.");
        if (!isRefused) {
            throw error;
        }
    }

    choose(filters) {
        this.filters = { ...this.filters, ...filters };
        return this.load();
    }

    // What is shown -------------------------------------------------------------------------------

    get date() {
        return formatDate(deserializeDate(this.data.today));
    }

    get isFiltered() {
        return this.filters.collector_id || this.filters.currency_mode === "one";
    }

    get currencyLabel() {
        return this.data.currencies.find((choice) => this.isCurrency(choice)).label;
    }

    get collectorLabel() {
        const chosen = this.data.collectors.find(({ id }) => id === this.filters.collector_id);
        return chosen ? chosen.name : _t("All collectors");
    }

    isCurrency({ currency_mode, currency_id }) {
        return (
            currency_mode === this.filters.currency_mode && currency_id === this.filters.currency_id
        );
    }

    isBlank(name) {
        return isBlank(this.charts[name]);
    }

    /** A figure as text: short to be read, in full to be pointed at or read aloud. */
    amount(figure, label = figure.label) {
        const full = this.full(figure.value);
        return { figure, label, text: this.compact(figure.value), full, spoken: `${label}: ${full}` };
    }

    plain(figure, text, spoken = text) {
        return { figure, text, full: "", label: figure.label, spoken };
    }

    get cards() {
        const { balance, overdue, collected, checks, days: average } = this.data.figures;
        const late = Boolean(overdue.value);
        const lateDays = days(Math.round(average.value));
        return [
            { name: "balance", ...this.amount(balance), notes: this.balanceNotes },
            {
                name: "overdue",
                ...this.amount(overdue),
                color: late ? "o_cobranzas_late" : "",
                notes: late ? this.overdueNotes : [],
            },
            {
                name: "days",
                ...this.plain(average, lateDays, `${average.label}: ${lateDays}`),
                hint: _t("Weighted by amount"),
                notes: [],
            },
            {
                name: "collected",
                ...this.amount(collected, _t("Collected this month")),
                notes: this.collectedNotes,
            },
            {
                name: "checks",
                ...this.amount(checks),
                notes: checks.count ? [this.plain(checks, cheques(checks.count))] : [],
            },
        ];
    }

    /** The debts and the credits of the balance, when there are credits; else nothing. */
    get balanceNotes() {
        const { debts, credits } = this.data.figures;
        return credits.value
            ? [debts, credits].filter((figure) => figure.value).map((figure) => this.note(figure))
            : [];
    }

    note(figure) {
        const amount = this.amount(figure);
        return { ...amount, text: `${figure.label} ${amount.text}` };
    }

    get overdueNotes() {
        const { share, debtors: late } = this.data.figures;
        const part = formatPercentage(share.value / 100, { digits: [0, 0] });
        return [
            this.plain(share, _t("%s of the debts", part)),
            this.plain(late, debtors(late.value)),
        ];
    }

    get collectedNotes() {
        const { collected, collected_before: before } = this.data.figures;
        if (before.value <= 0) {
            return [];
        }
        const change = (collected.value - before.value) / before.value;
        const sign = change > 0 ? "+" : "";
        const part = `${sign}${formatPercentage(change, { digits: [0, 0] })}`;
        return [
            {
                ...this.amount(before),
                text: _t("%s on these days of last month", part),
            },
        ];
    }

    get debtors() {
        const [first] = this.data.largest;
        return this.data.largest.map((debtor) => ({
            ...this.amount(debtor),
            width: `${Math.max((100 * debtor.value) / first.value, 1)}%`,
            days: days(debtor.days),
        }));
    }

    // Opening other screens -----------------------------------------------------------------------

    open(figure) {
        return this.action.doAction(figure.action);
    }

    openReport(name) {
        return this.action.doAction(`l10n_cobranzas.${name}`);
    }

    createReceipt() {
        return this.action.doAction("l10n_cobranzas.cobranzas_receipt_action", {
            viewType: "form",
        });
    }
}

registry.category("actions").add("cobranzas_dashboard", CobranzasDashboard);
