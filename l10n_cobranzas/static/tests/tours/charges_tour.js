import { registry } from "@web/core/registry";

const typeIn = (trigger, text) => ({ trigger, run: `edit ${text}` });
const leave = { trigger: ".o_cobranzas_totals label:contains(Total Values)", run: "click" };
const tab = (name) => ({ trigger: `.o_notebook_headers a[name=${name}]`, run: "click" });
const noTab = (name) => ({ trigger: `.o_notebook_headers:not(:has(a[name=${name}]))` });
const amount = (name, text) => ({
    trigger: `.o_field_widget[name=${name}] .o_data_row td[name=amount]:contains(${text})`,
});
const redate = (day) => [
    { trigger: ".o_field_widget[name=date] button, .o_field_widget[name=date] input", run: "click" },
    typeIn(".o_field_widget[name=date] input", day),
    leave,
];

// A receipt in time costs nothing more; its date moved on, it does, and the other way round.
registry.category("web_tour.tours").add("cobranzas_charges_tour", {
    steps: () => [
        noTab("adjustment_ids"),
        ...redate("03/17/2026"),
        tab("adjustment_ids"),
        amount("adjustment_ids", "50.00"),
        tab("interest_ids"),
        amount("interest_ids", "15.00"),
        ...redate("01/30/2026"),
        noTab("interest_ids"),
        noTab("adjustment_ids"),
        ...redate("03/02/2026"),
        tab("interest_ids"),
        amount("interest_ids", "10.00"),
        { trigger: ".o_cobranzas_totals .o_field_widget[name=amount_charges]:contains(50.00)" },
        { trigger: "button[name=action_post]", run: "click" },
        { trigger: ".modal:contains(Late Interest) button[name=action_confirm]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
        { trigger: "button[name=action_open_void]", run: "click" },
        typeIn(".modal .o_field_widget[name=reason] input", "Se cargó dos veces"),
        { trigger: ".modal button[name=action_void]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_cobranzas_voided:contains(Voided)" },
    ],
});
