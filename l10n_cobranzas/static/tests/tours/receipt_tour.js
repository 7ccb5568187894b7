import { registry } from "@web/core/registry";

// A person registers a receipt of two values over two invoices, and voids it.
const typeIn = (selector, text) => ({ trigger: selector, run: `edit ${text}` });

registry.category("web_tour.tours").add("cobranzas_receipt_tour", {
    url: "/odoo/cobranzas-receipts",
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        typeIn(".o_field_widget[name=partner_id] input", "Cliente del recorrido"),
        { trigger: ".ui-autocomplete a:contains(Cliente del recorrido)", run: "click" },
        // the two invoices are listed, nothing ticked: tick them
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:eq(0) .o_boolean_toggle input:not(:checked)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:eq(1) .o_boolean_toggle input:not(:checked)",
            run: "click",
        },
        { trigger: ".o_cobranzas_totals [name=amount_documents]:contains(1,500.00)" },
        { trigger: ".o_notebook_headers a[name=values]", run: "click" },
        // first value: cash, less than what is left
        { trigger: ".o_field_widget[name=value_ids] .o_field_x2many_list_row_add a", run: "click" },
        typeIn(".o_field_widget[name=payment_method_line_id] input", "Caja del recorrido"),
        { trigger: ".ui-autocomplete a:contains(Caja del recorrido)", run: "click" },
        typeIn(".o_selected_row .o_field_widget[name=amount] input", "400"),
        { trigger: ".o_cobranzas_totals label:contains(Total Values)", run: "click" },
        { trigger: ".o_cobranzas_totals [name=amount_difference]:contains(-1,100.00)" },
        // second value: a transfer, filled in with what is left
        { trigger: ".o_field_widget[name=value_ids] .o_field_x2many_list_row_add a", run: "click" },
        typeIn(".o_selected_row .o_field_widget[name=payment_method_line_id] input", "Banco del recorrido"),
        { trigger: ".ui-autocomplete a:contains(Banco del recorrido)", run: "click" },
        { trigger: ".o_selected_row .o_field_widget[name=amount] input:value(1,100.00)" },
        typeIn(".o_selected_row .o_field_widget[name=operation_number] input", "TR 4711"),
        { trigger: ".o_cobranzas_totals label:contains(Total Values)", run: "click" },
        { trigger: ".o_cobranzas_totals [name=amount_values]:contains(1,500.00)" },
        { trigger: "button[name=action_post]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
        { trigger: "button[name=action_open_void]", run: "click" },
        typeIn(".modal .o_field_widget[name=reason] input", "Se cargó dos veces"),
        { trigger: ".modal button[name=action_void]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_cobranzas_voided:contains(Voided)" },
        { trigger: ".o_field_widget[name=void_reason]:contains(Se cargó dos veces)" },
    ],
});
