import { registry } from "@web/core/registry";

const total = (row) =>
    `.o_cobranzas_report_table tbody tr:contains(${row}) td:last-child .o_cobranzas_figure`;

// A person opens the aging, unfolds a customer, asks for detail, and opens what a figure sums.
registry.category("web_tour.tours").add("cobranzas_report_tour", {
    url: "/odoo/cobranzas-aging",
    steps: () => [
        { trigger: ".o_cobranzas_fold:contains(Cliente del recorrido)", run: "click" },
        { trigger: ".o_cobranzas_detail td:contains(1,000.00)" },
        { trigger: ".o_cobranzas_fold:contains(Cliente del recorrido)", run: "click" },
        { trigger: ".o_cobranzas_report_table:not(:has(.o_cobranzas_detail))" },
        { trigger: ".o_field_widget[name=detail] input:not(:checked)", run: "click" },
        { trigger: ".o_cobranzas_detail td:contains(500.00)" },
        { trigger: ".o_cobranzas_total:contains(1,500.00)" },
        { trigger: total("Cliente del recorrido"), run: "click" },
        // what the figure is can be seen, and removed
        { trigger: ".o_facet_values:contains(Cliente del recorrido)" },
        { trigger: ".o_list_view .o_data_row:eq(1)" },
        { trigger: ".breadcrumb a:contains(Aging), .o_back_button", run: "click" },
        // the filters stay
        { trigger: ".o_field_widget[name=detail] input:checked" },
        { trigger: ".o_cobranzas_detail td:contains(500.00)" },
        // what is wrong is a sentence in place of the figures
        { trigger: ".o_field_widget[name=more_filters] input", run: "click" },
        {
            trigger: ".o_field_widget[name=partner_from_id] input",
            run: "edit Zapatería del recorrido",
        },
        { trigger: ".ui-autocomplete a:contains(Zapatería del recorrido)", run: "click" },
        { trigger: ".o_field_widget[name=partner_to_id] input", run: "edit Cliente del recorrido" },
        { trigger: ".ui-autocomplete a:contains(Cliente del recorrido)", run: "click" },
        { trigger: ".o_cobranzas_report .alert:contains(swap the two customers)" },
    ],
});
