import { registry } from "@web/core/registry";

// Posting a receipt with nothing in it says so, and saves no draft.
registry.category("web_tour.tours").add("cobranzas_receipt_empty_tour", {
    url: "/odoo/cobranzas-receipts/new",
    steps: () => [
        {
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Cliente sin deudas",
        },
        { trigger: ".ui-autocomplete a:contains(Cliente sin deudas)", run: "click" },
        { trigger: ".o_field_widget[name=partner_id] input:value(Cliente sin deudas)" },
        { trigger: "button[name=action_post]", run: "click" },
        { trigger: ".o_notification:contains(The receipt is empty)" },
        { trigger: ".o_form_button_cancel", run: "click" },
    ],
});
