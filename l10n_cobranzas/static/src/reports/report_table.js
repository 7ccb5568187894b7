import { Component, onWillUnmount, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { getCurrency } from "@web/core/currency";
import { formatMonetary } from "@web/views/fields/formatters";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** A change of these fields does not load the table again: it does not depend on them. */
const IGNORED = new Set(["filter_names", "display_name", "report", "more_filters"]);

/**
 * The table of a report, below its filters: groups that fold, figures that open their items.
 */
export class ReportTable extends Component {
    static template = "l10n_cobranzas.ReportTable";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ screen: null, error: "", busy: false, folded: {}, details: {}, more: {} });
        this.asked = "";
        /** counts the calls: an answer that comes after a later call is dropped */
        this.callId = 0;
        useRecordObserver((record) => this.follow(record));
        onWillUnmount(() => clearTimeout(this.timer));
        this.scroll = useRef("scroll");
        useEffect(() => this.fit());
        useExternalListener(window, "resize", () => this.fit());
    }

    /** Let the table end where the window does, so that its totals are always in sight. */
    fit() {
        const table = this.scroll.el;
        if (table && !this.env.isSmall) {
            const more = this.state.screen.rows.length < this.state.screen.count;
            const below = more ? 72 : 32;
            const height = window.innerHeight - table.getBoundingClientRect().top - below;
            table.style.maxHeight = `${Math.max(height, 260)}px`;
        }
    }

    /** Load the table when a filter has changed; typing several in a row asks once. */
    follow(record) {
        const filters = JSON.stringify(this.getFilters(record));
        if (filters === this.asked) {
            return;
        }
        const first = !this.asked;
        this.asked = filters;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.load(), first ? 0 : 300);
    }

    getFilters(record) {
        return Object.keys(record.data)
            .filter((name) => !IGNORED.has(name))
            .map((name) => {
                const value = record.data[name];
                if (value && value.resIds) {
                    return [name, [...value.resIds]];
                }
                if (value && value.toISODate) {
                    return [name, value.toISODate()];
                }
                return [name, value && value.id ? value.id : value];
            });
    }

    async load() {
        const callId = ++this.callId;
        this.state.busy = true;
        try {
            if (!(await this.props.record.save({ reload: false }))) {
                this.state.error = _t("Fill in the filters marked in red.");
                return;
            }
            const screen = await this.call("get_screen", [0]);
            if (callId === this.callId) {
                const details = this.byGroup(screen.details);
                Object.assign(this.state, { screen, error: "", folded: {}, details, more: {} });
            }
        } catch (error) {
            if (callId === this.callId) {
                this.fail(error);
            }
        } finally {
            if (callId === this.callId) {
                this.state.busy = false;
            }
        }
    }

    /** Show the sentence of what the server refuses in place of the figures. */
    fail(error) {
        if (!error.data?.message || error.exceptionName?.endsWith("UserError") === false) {
            throw error;
        }
        Object.assign(this.state, { screen: null, error: error.data.message });
    }

    call(method, args) {
        return this.orm.silent.call(this.props.record.resModel, method, [
            [this.props.record.resId],
            ...args,
        ]);
    }

    get moreLabel() {
        const { rows, count } = this.state.screen;
        return _t("Show more (%(shown)s of %(count)s)", { shown: rows.length, count });
    }

    async loadMore() {
        this.state.busy = true;
        try {
            const more = await this.call("get_screen", [this.state.screen.rows.length]);
            this.state.screen.rows.push(...more.rows);
            Object.assign(this.state.details, this.byGroup(more.details));
        } finally {
            this.state.busy = false;
        }
    }

    /** Rows of detail by the group they belong to. */
    byGroup(details) {
        const groups = {};
        for (const row of details) {
            (groups[this.key(row)] ||= []).push(row);
        }
        return groups;
    }

    // ------------------------------------------------------------------
    // Rows
    // ------------------------------------------------------------------

    /** The columns that describe a row; on a phone, only the first of them. */
    get leading() {
        const columns = this.state.screen.columns.filter((column) => !this.isAmount(column));
        return this.env.isSmall ? columns.slice(0, 1) : columns;
    }

    get amounts() {
        return this.state.screen.columns.filter((column) => this.isAmount(column));
    }

    get labelSpan() {
        return Math.max(this.leading.length, 1);
    }

    get hasCurrencies() {
        return this.state.screen.totals.length > 1;
    }

    isAmount(column) {
        return column.kind === "amount" || column.kind === "running";
    }

    key(row) {
        return JSON.stringify([row.path, row.currency_id]);
    }

    isDeepest(row) {
        return row.path.length === this.state.screen.depth;
    }

    isOpen(row) {
        const marked = this.state.folded[this.key(row)];
        return this.isDeepest(row) ? Boolean(this.state.details[this.key(row)]) : !marked;
    }

    canOpen(row) {
        return this.isDeepest(row) ? this.state.screen.has_details && row.count > 0 : true;
    }

    /** The rows to draw: groups, less those in a folded one, and details after theirs. */
    get rows() {
        const found = [];
        for (const row of this.state.screen.rows) {
            const parents = row.path
                .slice(0, -1)
                .map((_, depth) => JSON.stringify([row.path.slice(0, depth + 1), row.currency_id]));
            if (parents.some((key) => this.state.folded[key])) {
                continue;
            }
            found.push(row);
            found.push(...(this.state.details[this.key(row)] || []));
            if (this.state.more[this.key(row)]) {
                found.push({ kind: "more", group: row, level: row.level + 1 });
            }
        }
        return found;
    }

    rowKey(row, index) {
        return `${row.kind}-${index}`;
    }

    async toggle(row) {
        const key = this.key(row);
        if (!this.canOpen(row)) {
            return;
        }
        if (!this.isDeepest(row)) {
            this.state.folded[key] = !this.state.folded[key];
        } else if (this.state.details[key]) {
            delete this.state.details[key];
            delete this.state.more[key];
        } else {
            await this.moreDetails(row);
        }
    }

    /** Add the next page of a group's detail; a full page may have another after it. */
    async moreDetails(row) {
        const key = this.key(row);
        const known = this.state.details[key] || [];
        const found = await this.call("get_details", [row.path, row.currency_id, known.length]);
        this.state.details[key] = [...known, ...found];
        this.state.more[key] = found.length === this.state.screen.page;
    }

    // ------------------------------------------------------------------
    // Figures
    // ------------------------------------------------------------------

    text(row, column) {
        const value = row.values[column.name];
        if (value === null || value === undefined || value === false) {
            return "";
        }
        return column.kind === "date" ? formatDate(deserializeDate(value)) : value;
    }

    figure(row, column) {
        const value = row.values[column.name];
        const blank = value === null || value === undefined || (!value && column.kind !== "running");
        if (blank) {
            return "";
        }
        return formatMonetary(value, { currencyId: row.currency_id, noSymbol: true });
    }

    isNegative(row, column) {
        return row.values[column.name] < 0;
    }

    currency(row) {
        return getCurrency(row.currency_id)?.name || "";
    }

    async openFigure(row, column) {
        this.action.doAction(
            await this.call("action_open_figure", [row.path, row.currency_id, column.name])
        );
    }

    async openRow(row) {
        this.action.doAction(await this.call("action_open_row", [row.res_id]));
    }
}

registry.category("view_widgets").add("cobranzas_report_table", { component: ReportTable });
