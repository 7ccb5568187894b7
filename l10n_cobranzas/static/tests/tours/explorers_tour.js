import { registry } from "@web/core/registry";

// A person looks at what is pending: totals are of all that is found, in one currency.
const footer = ".o_list_table tfoot";

registry.category("web_tour.tours").add("cobranzas_explorers_tour", {
    url: "/odoo/cobranzas-explore-pending",
    steps: () => [
        // pages of two: the total at the bottom is that of the four, in the company's currency
        { trigger: ".o_pager_limit:contains(4)" },
        { trigger: `${footer}:contains(1,260.00)` },
        // two currencies are not added up
        { trigger: `${footer}:not(:contains(€))` },
        { trigger: ".o_search_panel label:contains(EUR)", run: "click" },
        { trigger: ".o_pager_limit:contains(1)" },
        { trigger: `${footer}:contains(80.00)` },
        { trigger: `${footer}:contains(160.00)` },
        { trigger: ".o_search_panel label:contains(EUR)", run: "click" },
        { trigger: ".o_search_panel label:contains(USD)", run: "click" },
        { trigger: ".o_pager_limit:contains(3)" },
        { trigger: `${footer}:contains(1,100.00)` },
        // the groups of customers: each its own total, none where currencies mix
        { trigger: ".o_search_panel label:contains(USD)", run: "click" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_group_by_menu .o_menu_item:contains(Customer)", run: "click" },
        { trigger: ".o_group_header:contains(Cliente del recorrido):contains(360.00):not(:contains(€))" },
        { trigger: ".o_group_header:contains(Otro del recorrido):contains(900.00)", run: "click" },
        { trigger: ".o_data_row td[name=name]", run: "click" },
        { trigger: ".o_form_view:contains(900.00)" },
    ],
});
