import { registry } from "@web/core/registry";

const typeIn = (trigger, text) => ({ trigger, run: `edit ${text}` });
const click = (trigger) => ({ trigger, run: "click" });

// An order beyond the limit is held with its ways out; the receipt that it asks for confirms it.
registry.category("web_tour.tours").add("cobranzas_credit_tour", {
    steps: () => [
        { trigger: ".o_field_widget[name=cobranzas_credit_panel] .alert-danger:contains(500,000.00)" },
        { trigger: ".o_field_widget[name=cobranzas_credit_panel] li:contains(collect)" },
        click(".o_statusbar_buttons button[name=action_confirm]:visible"),
        { trigger: ".alert-danger:contains(Held by Credit Control)" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Quotation)" },
        click("button[name=action_cobranzas_collect]"),
        { trigger: ".o_field_widget[name=line_ids] .o_data_row" },
        click(
            ".o_field_widget[name=line_ids] .o_data_row:eq(0) .o_boolean_toggle input:not(:checked)"
        ),
        { trigger: ".o_cobranzas_totals [name=amount_documents]:contains(1,500,000.00)" },
        click(".o_notebook_headers a[name=values]"),
        click(".o_field_widget[name=value_ids] .o_field_x2many_list_row_add a"),
        typeIn(".o_field_widget[name=payment_method_line_id] input", "Caja del crédito"),
        click(".ui-autocomplete a:contains(Caja del crédito)"),
        { trigger: ".o_selected_row .o_field_widget[name=amount] input:value(1,500,000.00)" },
        click(".o_cobranzas_totals label:contains(Total Values)"),
        click("button[name=action_post]"),
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
        click(".o_breadcrumb .o_back_button, .breadcrumb .o_back_button"),
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Sales Order)" },
        { trigger: ".o_form_view:not(:has(.alert-danger:contains(Held by Credit Control)))" },
    ],
});
