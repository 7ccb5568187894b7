import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

const POSTING = ["action_post", "action_post_and_new"];
const VALUES = ["value_ids", "check_ids", "withholding_ids", "document_ids", "credit_invoice_ids"];

/** Tell whether nothing was received and nothing is settled; false when not all of it is loaded. */
export function isEmptyReceipt({ data }) {
    const { records, count } = data.line_ids;
    return (
        !VALUES.some((name) => data[name]?.count) &&
        count <= records.length &&
        !records.some((line) => line.data.amount)
    );
}

/** The form of a receipt: posting one that is empty saves no draft. */
export class ReceiptFormController extends FormController {
    setup() {
        super.setup();
        this.notifications = useService("notification");
    }

    async beforeExecuteActionButton(clickParams) {
        const { root } = this.model;
        if (root.isNew && POSTING.includes(clickParams.name) && root.data.partner_id) {
            await root.isDirty(); // takes what is still being typed
            if (isEmptyReceipt(root)) {
                this.notifications.add(
                    _t("The receipt is empty: enter what was received or what is settled."),
                    { type: "danger" }
                );
                return false;
            }
        }
        return super.beforeExecuteActionButton(clickParams);
    }
}

registry.category("views").add("cobranzas_receipt_form", {
    ...formView,
    Controller: ReceiptFormController,
});
