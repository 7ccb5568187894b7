import { registry } from "@web/core/registry";

const key = (hotkey) => ({ trigger: "body:not(:has(.modal))", run: `press ${hotkey}` });
const keyInDialog = (hotkey) => ({ trigger: ".modal", run: `press ${hotkey}` });
const typeIn = (trigger, text) => ({ trigger, run: `edit ${text}` });
const page = (trigger) => `.o_cobranzas_debtor_page:not([aria-busy=true]) ${trigger}`;
const shown = (name) => ({ trigger: page(`.o_cobranzas_debtor_name:contains(${name})`) });

// Three debtors of the worklist by keyboard: one promises, one is called, one is put off.
registry.category("web_tour.tours").add("cobranzas_collecting_morning_tour", {
    steps: () => [
        {
            trigger: ".o_data_row:eq(0):contains(Primera de la mañana):contains(Never contacted)",
            timeout: 60000,
        },
        { trigger: ".o_data_row:eq(2):contains(Tercera de la mañana)" },
        { trigger: ".o_searchview_input", run: "press ArrowDown" },
        { trigger: ".o_list_view", run: "press ArrowDown" }, // from the heads to the first row
        { trigger: ".o_data_row:eq(0)", run: "press Enter" },
        shown("Primera de la mañana"),
        { trigger: ".o_cobranzas_worklist_bar:contains(1/3)" },
        { trigger: page("[data-figure=overdue]:contains(10,000.00)") },
        key("alt+l"),
        typeIn(".modal .o_field_widget[name=note] textarea", "Paga el viernes"),
        keyInDialog("alt+q"),
        { trigger: page("[data-panel=log] li:contains(Paga el viernes)") },
        key("alt+p"),
        { trigger: ".modal .o_field_widget[name=item_ids] .o_data_row:contains(10,000.00)" },
        keyInDialog("alt+q"),
        { trigger: page("[data-panel=promises] li:contains(10,000.00)") },
        key("alt+n"),
        shown("Segunda de la mañana"),
        key("alt+g"),
        typeIn(".modal .o_field_widget[name=note] textarea", "No atiende"),
        keyInDialog("alt+q"),
        shown("Tercera de la mañana"),
        key("alt+z"),
        typeIn(".modal .o_field_widget[name=reason] input", "Vuelve el lunes"),
        keyInDialog("alt+q"),
        // that was the last one: what is left to collect is the debtor that did not answer
        { trigger: ".o_list_view .o_data_row:contains(Segunda):contains(Contacted today)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(Primera)))" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(Tercera)))" },
        { trigger: "body:not(:has(.o_cobranzas_worklist_bar))" },
    ],
});

// After the payment the debtor is gone from the list, and the page shows the promise as kept.
registry.category("web_tour.tours").add("cobranzas_collecting_paid_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains(Segunda de la mañana)",
            timeout: 60000,
        },
        { trigger: ".o_searchview .o_facet_remove", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Tercera de la mañana)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(Primera)))" },
    ],
});

// The manager sees what each collector has to collect.
registry.category("web_tour.tours").add("cobranzas_collecting_load_tour", {
    steps: () => [
        {
            trigger: ".o_pivot tbody tr:contains(Cobradora de la mañana):contains(6,000.00)",
            timeout: 60000,
        },
    ],
});
