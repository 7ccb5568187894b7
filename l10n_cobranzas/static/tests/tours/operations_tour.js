import { registry } from "@web/core/registry";

const typeIn = (trigger, text) => ({ trigger, run: `edit ${text}` });
const done = { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" };
const undo = [
    { trigger: "button[name=action_open_undo]", run: "click" },
    typeIn(".modal .o_field_widget[name=reason] input", "Se pactó otra cosa"),
    { trigger: ".modal button[name=action_undo]", run: "click" },
];

// From an invoice, by "Operate On…", to six promissory notes.
registry.category("web_tour.tours").add("cobranzas_operations_document_tour", {
    steps: () => [
        { trigger: "button[name=action_cobranzas_operate]", run: "click" },
        { trigger: ".modal .o_radio_input[data-value=documentation]", run: "click" },
        { trigger: ".modal button[name=action_start]", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row" },
        typeIn(".o_field_widget[name=count] input", "6"),
        { trigger: ".o_field_widget[name=date_first] button, .o_field_widget[name=date_first] input", run: "click" },
        typeIn(".o_field_widget[name=date_first] input", "12/10/2030"),
        { trigger: ".o_cobranzas_operation .oe_title", run: "click" },
        { trigger: ".o_field_widget[name=instalment_ids] .o_data_row:eq(5)" },
        { trigger: "button[name=action_confirm]", run: "click" },
        done,
    ],
});

// From the receipt, the cheque that came back.
registry.category("web_tour.tours").add("cobranzas_operations_return_tour", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name=values]", run: "click" },
        { trigger: "button[name=action_return_checks]", run: "click" },
        { trigger: ".o_cobranzas_operation button[name=action_confirm]", run: "click" },
        done,
    ],
});

// Undone out of order, it is refused, with a way to what stands in the way.
registry.category("web_tour.tours").add("cobranzas_operations_refused_tour", {
    steps: () => [
        ...undo,
        { trigger: ".modal:contains(was taken by)" },
        { trigger: ".modal button:contains(Open)", run: "click" },
        { trigger: ".o_cobranzas_receipt .o_arrow_button_current:contains(Posted)" },
    ],
});

registry.category("web_tour.tours").add("cobranzas_operations_undo_tour", {
    steps: () => [
        ...undo,
        { trigger: "body:not(:has(.modal)) .o_field_widget[name=undo_reason]:contains(Se pactó)" },
    ],
});
