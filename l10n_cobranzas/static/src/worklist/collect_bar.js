import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PARTS = ["to_collect", "promised", "disputed", "transit"];

/** What is overdue of a debtor as a bar: to collect, promised, disputed, received and not applied. */
export class CollectBar extends Component {
    static template = "l10n_cobranzas.CollectBar";
    static props = { ...standardFieldProps };

    get labels() {
        return {
            to_collect: _t("To Collect"),
            promised: _t("Promised in Time"),
            disputed: _t("Disputed"),
            transit: _t("Received, Not Applied"),
        };
    }

    /** The parts that take room; those that are more than what is overdue share the bar. */
    get pieces() {
        const { data } = this.props.record;
        const parts = PARTS.filter((part) => data[part] > 0);
        const whole = Math.max(
            data.overdue || 0,
            parts.reduce((sum, part) => sum + data[part], 0)
        );
        return parts.map((part) => ({
            part,
            width: `width: ${((100 * data[part]) / whole).toFixed(2)}%`,
            title: `${this.labels[part]}: ${this.format(data[part])}`,
        }));
    }

    get text() {
        return this.pieces.map((piece) => piece.title).join(", ");
    }

    format(amount) {
        return formatMonetary(amount, { currencyId: this.props.record.data.currency_id?.id });
    }
}

registry.category("fields").add("cobranzas_collect_bar", {
    component: CollectBar,
    displayName: _t("What is overdue, by part"),
    supportedTypes: ["monetary"],
    fieldDependencies: [
        ...PARTS.map((name) => ({ name, type: "monetary" })),
        { name: "currency_id", type: "many2one", relation: "res.currency" },
    ],
});
