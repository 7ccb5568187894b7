import { press, waitFor } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

/** How many keys were pressed, modifiers included. */
let count = 0;

async function keys(...presses) {
    for (const key of presses) {
        count += key.length > 1 ? key.split("+").length : 1;
        await press(key.split("+"));
    }
}

const type = (text) => keys(...text);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const values = ".o_field_widget[name=value_ids] .o_selected_row";
const checks = ".o_field_widget[name=check_ids] .o_selected_row";

// A cashier without a mouse: three invoices, a transfer and a cheque. Prints the keys it took.
registry.category("web_tour.tours").add("cobranzas_receipt_keys_tour", {
    url: "/odoo/cobranzas-receipts/new",
    steps: () => [
        {
            trigger: ".o_field_widget[name=partner_id] input:focus",
            async run() {
                count = 0;
                await type("Cliente del t");
                await waitFor(".ui-autocomplete a:contains(Cliente del teclado)", { timeout: 5000 });
                await pause(400);
                await keys("Enter");
            },
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:eq(2)",
            run: () => keys("Alt+m"),
        },
        {
            trigger: ".o_cobranzas_totals [name=amount_documents]:contains(1,750.00)",
            run: () => keys("Alt+v"),
        },
        {
            trigger: `${values} .o_field_widget[name=payment_method_line_id] input:focus`,
            async run() {
                await type("Ba");
                await waitFor(".ui-autocomplete a:contains(Banco del teclado)", { timeout: 5000 });
                await pause(400);
                await keys("Tab");
            },
        },
        {
            trigger: `${values} .o_field_widget[name=operation_number] input:focus`,
            async run() {
                await type("4711");
                await keys("Tab");
                await waitFor(`${values} [name=amount] input:focus`, { timeout: 5000 });
                await type("400");
                await keys("Alt+t");
            },
        },
        {
            trigger: `${checks} .o_field_widget[name=name] input:focus`,
            async run() {
                await type("12345678");
                await keys("Tab");
                await type("Na");
                await waitFor(".ui-autocomplete a:contains(Banco Nación)", { timeout: 5000 });
                await pause(400);
                await keys("Tab", "Tab");
                await type("15/3");
                await keys("Tab");
            },
        },
        {
            trigger: `${checks} .o_field_widget[name=amount] input:value(1,350.00)`,
            run: () => keys("Alt+q"),
        },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
        {
            trigger: ".o_form_view",
            run() {
                console.log(`keys pressed: ${count}`);
                if (count > 65) {
                    throw new Error(`${count} keys, more than 65`);
                }
            },
        },
    ],
});
