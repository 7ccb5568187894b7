import { registry } from "@web/core/registry";

const click = (trigger) => ({ trigger, run: "click" });
const typeIn = (trigger, text) => ({ trigger, run: `edit ${text}` });
const page = (trigger) => `.o_cobranzas_debtor_page:not([aria-busy=true]) ${trigger}`;

// The debtor is found by its phone number, a call is logged, a promise noted; the address names it.
registry.category("web_tour.tours").add("cobranzas_debtor_page_tour", {
    steps: () => [
        typeIn(".o_cobranzas_debtor_find input", "4444-5555"),
        click(".o_cobranzas_found button:contains(Deudora de la llamada)"),
        { trigger: page("[data-figure=overdue]:contains(1,500.00)") },
        { trigger: page("[data-panel=ages] li:contains(1,000.00)") },
        { trigger: page("[data-panel=contacts] a[href='tel:1144445555']") },
        {
            trigger: page(".o_cobranzas_debtor_name"),
            run: () => {
                if (!/\/cobranzas-debtor\/\d+$/.test(window.location.pathname)) {
                    throw new Error(`The address is ${window.location.pathname}`);
                }
            },
        },
        { trigger: "body", run: "press alt+l" },
        typeIn(".modal .o_field_widget[name=note] textarea", "Paga el viernes"),
        click(".modal button[name=action_save]"),
        { trigger: "body:not(:has(.modal))" },
        { trigger: page("[data-panel=log] li:contains(Paga el viernes)") },
        { trigger: "body", run: "press alt+p" },
        typeIn(".modal .o_field_widget[name=note] textarea", "Dos cheques"),
        click(".modal button[name=action_save]"),
        { trigger: "body:not(:has(.modal))" },
        { trigger: page("[data-panel=promises] li:contains(Dos cheques)") },
        // a figure opens its items, and back again the debtor is still there
        click(page("[data-figure=overdue]")),
        { trigger: ".o_list_view .o_data_row" },
        click(".o_back_button, .breadcrumb-item:eq(-1) a"),
        { trigger: page(".o_cobranzas_debtor_name:contains(Deudora de la llamada)") },
    ],
});
