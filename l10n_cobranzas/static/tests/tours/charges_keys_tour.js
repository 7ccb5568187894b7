import { press, waitFor } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

const keys = async (...presses) => {
    for (const key of presses) {
        await press(key.split("+"));
    }
};
const type = (text) => keys(...text);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const wait = (selector) => waitFor(selector, { timeout: 5000 });
const value = ".o_field_widget[name=value_ids] .o_selected_row";
const amount = (name, text) =>
    `.o_field_widget[name=${name}] .o_data_row td[name=amount]:contains(${text})`;

/** Go to the date of the receipt by a key, and type another day. */
async function redate(key, day) {
    for (let count = 0; !document.activeElement.closest("[name=date]"); count++) {
        if (count > 40) {
            throw new Error(`the date is more than ${count} times ${key} away`);
        }
        await keys(key);
    }
    if (document.activeElement.tagName === "BUTTON") {
        await keys("Enter");
    }
    (await wait(".o_field_widget[name=date] input:focus")).select();
    await type(day);
    await keys("Tab");
}

// An accountant without a mouse: a late receipt with its surcharge and its interest, and its void.
registry.category("web_tour.tours").add("cobranzas_charges_keys_tour", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=partner_id] input:focus",
            async run() {
                await type("Cliente de los c");
                await wait(".ui-autocomplete a:contains(Cliente de los cargos)");
                await pause(400);
                await keys("Enter");
            },
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:eq(1)",
            run: () => redate("Tab", "03/17/2026"),
        },
        { trigger: ".o_cobranzas_receipt", run: () => keys("Alt+v") },
        {
            trigger: `${value} .o_field_widget[name=payment_method_line_id] input:focus`,
            async run() {
                await type("Ca");
                await wait(".ui-autocomplete a:contains(Caja de los cargos)");
                await pause(400);
                await keys("Tab");
                await wait(`${value} [name=amount] input`);
                while (!document.activeElement.closest("[name=amount]")) {
                    await keys("Tab");
                }
                await type("1550");
                await keys("Alt+m");
            },
        },
        { trigger: ".o_notebook_headers a[name=adjustment_ids]", run: () => keys("Alt+e") },
        { trigger: amount("adjustment_ids", "50.00"), run: () => keys("Alt+e") },
        { trigger: amount("interest_ids", "15.00") },
        { trigger: ".o_boolean_toggle input:focus", run: () => redate("Shift+Tab", "03/02/2026") },
        { trigger: amount("interest_ids", "10.00"), run: () => keys("Alt+q") },
        {
            trigger: ".modal:contains(Late Interest) button[name=action_confirm]",
            async run() {
                await pause(300);
                await keys("Alt+q");
            },
        },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
        { trigger: ".o_form_view", run: () => keys("Alt+x") },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            async run({ anchor }) {
                anchor.focus();
                await type("doble");
                await keys("Alt+q");
            },
        },
        { trigger: "body:not(:has(.modal)) .o_cobranzas_voided:contains(Voided)" },
    ],
});
