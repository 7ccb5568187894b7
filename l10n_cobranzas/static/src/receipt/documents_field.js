import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { ListRenderer } from "@web/views/list/list_renderer";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/** The documents of a receipt: where there are both, debts and credits under a title of their own. */
export class DocumentsRenderer extends ListRenderer {
    static recordRowTemplate = "l10n_cobranzas.DocumentRow";

    isCredit(record) {
        return (record.data.amount || record.data.amount_residual) < 0;
    }

    /** Return the title above the record, or nothing when it goes on as the one before. */
    getSectionTitle(record) {
        const records = this.props.list.records.filter((row) => row.data.move_line_id);
        const index = records.findIndex((row) => row.id === record.id);
        const credit = this.isCredit(record);
        if (index < 0 || (index && this.isCredit(records[index - 1]) === credit)) {
            return "";
        }
        if (!records.some((row) => this.isCredit(row) !== credit)) {
            return "";
        }
        return credit ? _t("Credits applied") : _t("Debts paid");
    }
}

export class DocumentsField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: DocumentsRenderer };
}

registry.category("fields").add("cobranzas_documents", { ...x2ManyField, component: DocumentsField });
