import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * How much of its credit a customer uses: a bar with a piece for each part up to the limit, and
 * the figures below it; each opens the documents that it is made of.
 */
export class ExposureBar extends Component {
    static template = "l10n_cobranzas.ExposureBar";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get value() {
        return this.props.record.data[this.props.name] || { parts: [], total: 0, limit: null };
    }

    /** What the whole length of the bar stands for: the limit, or all that is used if it is more. */
    get scale() {
        const used = this.pieces.reduce((sum, part) => sum + part.amount, 0);
        return Math.max(this.value.limit || 0, used) || 1;
    }

    /** The parts that take room; credits give it back. */
    get pieces() {
        return this.value.parts.filter((part) => part.amount > 0);
    }

    get isOver() {
        return this.value.available !== null && this.value.available < 0;
    }

    get limitText() {
        return this.value.limit === null ? _t("No limit") : this.format(this.value.limit);
    }

    width(amount) {
        return `width: ${((100 * amount) / this.scale).toFixed(2)}%`;
    }

    format(amount) {
        return formatMonetary(amount, { currencyId: this.value.currency_id });
    }

    async open(part) {
        const { resModel, resId } = this.props.record;
        if (resId) {
            this.action.doAction(
                await this.orm.call(resModel, "action_open_cobranzas_exposure", [[resId], part])
            );
        }
    }
}

registry.category("fields").add("cobranzas_exposure_bar", {
    component: ExposureBar,
    supportedTypes: ["json"],
});
