import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { ListRenderer } from "@web/views/list/list_renderer";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

export const isCredit = ({ data }) => (data.amount_total || data.amount) < 0;

/**
 * Return the rows with all debts before all credits, in their order otherwise. The last row stays
 * last while it is typed: moved, it would lose the focus.
 */
export function orderDocuments(records) {
    const typed = records.at(-1)?.isInEdition ? records.slice(-1) : [];
    const rest = records.slice(0, records.length - typed.length);
    return [
        ...rest.filter((record) => !isCredit(record)),
        ...rest.filter((record) => isCredit(record)),
        ...typed,
    ];
}

/** The documents of a receipt: where there are both, debts and credits under a title of their own. */
export class DocumentsRenderer extends ListRenderer {
    static rowsTemplate = "l10n_cobranzas.DocumentRows";
    static recordRowTemplate = "l10n_cobranzas.DocumentRow";

    getDocuments(list) {
        return orderDocuments(list.records);
    }

    /** Return the title above the record, or nothing when it goes on as the one before. */
    getSectionTitle(record) {
        const shown = this.getDocuments(this.props.list);
        const records = shown.filter((row) => row.data.move_line_id);
        const index = records.findIndex((row) => row.id === record.id);
        const credit = isCredit(record);
        if (index < 0 || (index && isCredit(records[index - 1]) === credit)) {
            return "";
        }
        if (!records.some((row) => isCredit(row) !== credit)) {
            return "";
        }
        if (records.slice(0, index).some((row) => isCredit(row) === credit)) {
            return ""; // the row being typed, below the others
        }
        return credit ? _t("Credits") : _t("Debts");
    }
}

export class DocumentsField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: DocumentsRenderer };
}

registry.category("fields").add("cobranzas_documents", { ...x2ManyField, component: DocumentsField });
