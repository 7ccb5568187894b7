/* global Chart */
import { registry } from "@web/core/registry";

// A person opens the app, looks at the pictures, clicks figures and bars through to the items and
// comes back; narrows it to one collector, and finds it so on return.
const panel = (name, rest) => `[data-panel=${name}] ${rest}`;
const card = (name, rest) => `[data-card=${name}] ${rest}`;
const back = { trigger: ".breadcrumb-item:contains(Dashboard), .o_back_button", run: "click" };

/** Click the middle of a bar of a chart, as a mouse does. */
function clickBar(name, dataset, bar) {
    return {
        trigger: panel(name, "canvas"),
        run: ({ anchor }) => {
            const { x, y, base } = Chart.getChart(anchor).getDatasetMeta(dataset).data[bar];
            const { left, top } = anchor.getBoundingClientRect();
            const place = { clientX: left + x, clientY: top + (y + base) / 2, bubbles: true };
            anchor.dispatchEvent(new MouseEvent("mousemove", place));
            anchor.dispatchEvent(new MouseEvent("click", place));
        },
    };
}

registry.category("web_tour.tours").add("cobranzas_dashboard_tour", {
    steps: () => [
        { trigger: ".o_menu_sections a[data-menu-xmlid*=cobranzas_dashboard_menu]" },
        { trigger: card("balance", ".o_cobranzas_value[title*='1,450.00']") },
        { trigger: card("overdue", "button:contains(1 debtor)") },
        { trigger: card("overdue", ".o_cobranzas_value:contains(1.2K)"), run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Cliente del tablero):count(1)" },
        back,
        // the bar of what is not due
        { trigger: panel("ages", "canvas[aria-label*='Not Due, Debts'][aria-label*='300.00']") },
        clickBar("ages", 0, 0),
        { trigger: ".o_last_breadcrumb_item:contains(Not Due)" },
        { trigger: ".o_list_view .o_data_row:count(1):contains(300.00)" },
        back,
        // the same without a mouse
        { trigger: panel("weeks", ".o_cobranzas_entries button:contains(300.00)"), run: "click" },
        { trigger: ".o_last_breadcrumb_item:contains(Due from)" },
        { trigger: ".o_list_view .o_data_row:count(1):contains(300.00)" },
        back,
        { trigger: ".o_cobranzas_debtor:contains(Cliente del tablero)", run: "click" },
        { trigger: ".o_last_breadcrumb_item:contains(Cliente del tablero)" },
        back,
        { trigger: ".o_cobranzas_collector", run: "click" },
        { trigger: ".o-dropdown-item:contains(Cobrador sin deudores)", run: "click" },
        { trigger: ".o_view_nocontent:contains(for these filters)" },
        { trigger: ".o_cobranzas_collector", run: "click" },
        { trigger: ".o-dropdown-item:contains(Cobradora del tablero)", run: "click" },
        { trigger: panel("collections", "button:contains(Open collections)"), run: "click" },
        { trigger: ".o_list_view" },
        back,
        { trigger: ".o_cobranzas_collector:contains(Cobradora del tablero)" },
        { trigger: card("balance", ".o_cobranzas_value[title*='1,450.00']") },
    ],
});
