import { Component, onWillUnmount, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { findFocus, giveFocus, keepPlace, recallPlace } from "./report_places";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { getCurrency } from "@web/core/currency";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** A change of these fields does not load the table again: it does not depend on them. */
const IGNORED = new Set(["filter_names", "display_name", "report", "more_filters", "fold_filters"]);

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
        onWillUnmount(() => {
            clearTimeout(this.timer);
            this.keep();
        });
        this.scroll = useRef("scroll");
        useEffect(() => this.fit());
        useEffect(
            () => this.returnToPlace(),
            () => [this.state.screen]
        );
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
        const filters = this.getFilters(record);
        const asked = JSON.stringify(filters);
        if (asked === this.asked) {
            return;
        }
        const first = !this.asked;
        this.asked = asked;
        /** what the server must have: a replica of its database may be a moment behind */
        this.filters = filters;
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
            const screen = await this.read("get_screen", [0]);
            const details = this.byGroup(screen.details);
            const loaded = { screen, details, folded: {}, more: {}, error: "" };
            const place = recallPlace(this.props.record.resId, this.asked);
            if (place) {
                await this.reopen(loaded, place);
            }
            if (callId === this.callId) {
                this.place = place;
                Object.assign(this.state, loaded);
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

    /** Keep what is unfolded and where the table stands, for the way back from a document. */
    keep() {
        if (this.state.screen && this.scroll.el) {
            const { folded, details, screen } = this.state;
            keepPlace(this.props.record.resId, this.asked, {
                count: screen.rows.length,
                folded: { ...folded },
                open: Object.fromEntries(
                    Object.entries(details).map(([key, rows]) => [key, rows.length])
                ),
                top: this.scroll.el.scrollTop,
                left: this.scroll.el.scrollLeft,
                focus: findFocus(this.scroll.el),
            });
        }
    }

    /** Load again the pages and the documents that were open when the report was left. */
    async reopen(loaded, place) {
        const { screen, details } = loaded;
        while (screen.rows.length < Math.min(place.count, screen.count)) {
            const more = await this.read("get_screen", [screen.rows.length]);
            if (!more.rows.length) {
                break;
            }
            screen.rows.push(...more.rows);
            Object.assign(details, this.byGroup(more.details));
        }
        loaded.folded = place.folded;
        for (const key of Object.keys(details)) {
            if (!(key in place.open)) {
                delete details[key];
            }
        }
        const unread = screen.rows.filter((row) => {
            const key = this.key(row);
            return key in place.open && (details[key]?.length || 0) < place.open[key];
        });
        await Promise.all(unread.map((row) => this.readDetails(loaded, row, place)));
    }

    async readDetails({ screen, details, more }, row, place) {
        const key = this.key(row);
        const known = details[key] || [];
        let found = [];
        do {
            found = await this.read("get_details", [row.path, row.currency_id, known.length]);
            known.push(...found);
        } while (found.length === screen.page && known.length < place.open[key]);
        details[key] = known;
        more[key] = found.length === screen.page;
    }

    /** Put the table where it stood when the report was left. */
    returnToPlace() {
        if (this.place && this.scroll.el) {
            this.scroll.el.scrollTop = this.place.top;
            this.scroll.el.scrollLeft = this.place.left;
            giveFocus(this.scroll.el, this.place.focus);
            this.place = null;
        }
    }

    /** Show the sentence of what the server refuses in place of the figures. */
    fail(error) {
        if (!error.data?.message || error.exceptionName?.endsWith("UserError") === false) {
            throw error;
        }
        Object.assign(this.state, { screen: null, error: error.data.message });
    }

    call(method, args, options = {}) {
        return this.orm.silent.call(
            this.props.record.resModel,
            method,
            [[this.props.record.resId], ...args],
            options
        );
    }

    /** Call what only reads, with the filters that it must have read. */
    read(method, args) {
        return this.call(method, args, { filters: this.filters });
    }

    get moreLabel() {
        const { rows, count } = this.state.screen;
        return _t("Show more (%(shown)s of %(count)s)", { shown: rows.length, count });
    }

    async loadMore() {
        this.state.busy = true;
        try {
            const more = await this.read("get_screen", [this.state.screen.rows.length]);
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
    // Filters and order
    // ------------------------------------------------------------------

    get isFolded() {
        return Boolean(this.props.record.data.fold_filters);
    }

    get filterLine() {
        const { data, fields } = this.props.record;
        const chosen = Object.keys(data)
            .filter((name) => data[name]?.records?.length && name !== "company_ids")
            .map((name) => {
                const names = data[name].records.map((record) => record.data.display_name);
                return `${fields[name].string}: ${names.join(", ")}`;
            });
        return [...this.state.screen.filters, ...chosen].join(" · ");
    }

    get pastLine() {
        return _t("As of %(date)s, not today", { date: this.state.screen.past_date });
    }

    foldFilters() {
        return this.props.record.update({ fold_filters: !this.isFolded });
    }

    async resetDates() {
        if (await this.props.record.save({ reload: false })) {
            await this.call("action_reset_dates", []);
            await this.props.record.load();
        }
    }

    /** How a column is sorted: "ascending", "descending" or "none". */
    getSort(column) {
        const [name, way] = (this.state.screen.order || "").split(" ");
        if (name !== column.name) {
            return "none";
        }
        return way ? "descending" : "ascending";
    }

    /** Sort by an amount: the largest first, then the smallest, then by name again. */
    sortBy(column) {
        const next = {
            none: `${column.name} desc`,
            descending: column.name,
            ascending: false,
        };
        return this.props.record.update({ order_by: next[this.getSort(column)] });
    }

    // ------------------------------------------------------------------
    // Rows
    // ------------------------------------------------------------------

    /** The columns that describe a row; on a phone, only the first of them. */
    get leading() {
        const columns = this.state.screen.columns.filter((column) => !this.isFigure(column));
        return this.env.isSmall ? columns.slice(0, 1) : columns;
    }

    get amounts() {
        return this.state.screen.columns.filter((column) => this.isFigure(column));
    }

    get labelSpan() {
        return Math.max(this.leading.length, 1);
    }

    get hasCurrencies() {
        return this.state.screen.totals.length > 1;
    }

    /** Whether groups and totals have a figure of the column, too. */
    isFigure(column) {
        return ["amount", "running", "most", "share"].includes(column.kind);
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
        const found = await this.read("get_details", [row.path, row.currency_id, known.length]);
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
        if (column.kind === "most") {
            return String(value);
        }
        if (column.kind === "share") {
            return `${formatFloat(value, { digits: [16, 1] })} %`;
        }
        return formatMonetary(value, { currencyId: row.currency_id, noSymbol: true });
    }

    /** Whether a figure opens what it sums: a percentage sums nothing. */
    canOpenFigure(row, column) {
        return column.kind !== "share" && Boolean(this.figure(row, column));
    }

    isNegative(row, column) {
        return row.values[column.name] < 0;
    }

    currency(row) {
        return getCurrency(row.currency_id)?.name || "";
    }

    async openFigure(row, column) {
        this.action.doAction(
            await this.read("action_open_figure", [row.path, row.currency_id, column.name])
        );
    }

    async openRow(row) {
        this.action.doAction(await this.read("action_open_row", [row.res_id]));
    }
}

registry.category("view_widgets").add("cobranzas_report_table", { component: ReportTable });
