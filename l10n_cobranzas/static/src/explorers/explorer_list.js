import { useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/**
 * A list of the explorers: no total mixes currencies, and the totals at the bottom are those of
 * all that is found, not of the page.
 */
export class ExplorerListRenderer extends ListRenderer {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.whole = useState({ key: "", totals: {} });
        useEffect(
            (key) => {
                if (key) {
                    this.loadTotals(key);
                }
            },
            () => [this.getKey()]
        );
    }

    /** Identifies the rows found when the page does not hold them all; else empty. */
    getKey() {
        const { list } = this.props;
        const shown = list.isGrouped ? list.groups : list.records;
        if (!shown.length || shown.length >= list.count) {
            return "";
        }
        // rows loaded again may have changed: they are other objects then
        return JSON.stringify([list.domain, shown[0].id]);
    }

    getTotalColumns() {
        return this.columns.filter(
            (column) =>
                column.type === "field" &&
                column.attrs.sum &&
                this.fields[column.name].type === "monetary"
        );
    }

    async loadTotals(key) {
        const { list } = this.props;
        const columns = this.getTotalColumns();
        const specifications = columns.flatMap((column) => [
            `${column.name}:sum`,
            `${this.getCurrencyField(column)}:array_agg_distinct`,
        ]);
        const [sums] = await this.orm.silent.call(
            list.resModel,
            "formatted_read_group",
            [list.domain, [], [...new Set(specifications)]],
            { context: list.context }
        );
        const totals = {};
        for (const column of columns) {
            const currencies = sums[`${this.getCurrencyField(column)}:array_agg_distinct`];
            totals[column.name] = {
                currencyId: currencies.length === 1 && currencies[0],
                value: sums[`${column.name}:sum`],
            };
        }
        Object.assign(this.whole, { key, totals });
    }

    computeAggregates() {
        const aggregates = super.computeAggregates();
        const key = this.props.list.selection.length ? "" : this.getKey();
        for (const column of this.getTotalColumns()) {
            const { name } = column;
            if (!aggregates[name]) {
                continue;
            }
            const total = key && key === this.whole.key && this.whole.totals[name];
            if (key && !total) {
                delete aggregates[name]; // the total is being loaded
            } else if (total ? !total.currencyId : aggregates[name].multiCurrency) {
                delete aggregates[name];
            } else if (total) {
                aggregates[name].value = formatMonetary(total.value, {
                    currencyId: total.currencyId,
                });
                aggregates[name].multiCurrency = false;
            }
        }
        return aggregates;
    }

    formatGroupAggregate(group, column) {
        const aggregate = super.formatGroupAggregate(group, column);
        return aggregate.multiCurrency ? { value: "" } : aggregate;
    }
}

registry.category("views").add("cobranzas_explorer", {
    ...listView,
    Renderer: ExplorerListRenderer,
});
