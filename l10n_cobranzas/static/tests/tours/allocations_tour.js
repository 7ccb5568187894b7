import { registry } from "@web/core/registry";

// A person changes who pays what: types amounts, moves a payment, looks from the other side,
// goes back to the automatic allocation, and saves what it decided.
const row = (name, index = 0) => `.o_cobranzas_pair:contains(${name}):eq(${index})`;
const typeIn = (name, index, text) => ({
    trigger: `${row(name, index)} .o_cobranzas_amount`,
    run: `edit ${text} && press Tab`,
});
const total = (id, text) => ({ trigger: `[data-total=${id}]:contains(${text})` });
const saved = { trigger: "button:contains(Save):not(:disabled)" };

registry.category("web_tour.tours").add("cobranzas_allocations_tour", {
    steps: () => [
        { trigger: "button[name=action_open_allocations]:contains(Allocations)", run: "click" },
        // 600 of cash and 900 of the bank over 1,000 and 500
        { trigger: ".o_cobranzas_mode:contains(Automatic)" },
        { trigger: "button:contains(Save):disabled" },
        { trigger: `${row("Caja")} .o_cobranzas_amount:value(600.00)` },
        { trigger: ".o_cobranzas_pair:count(3)" },
        // less cash on the first document: something is unpaid, and the cash is left
        typeIn("Caja", 0, "500"),
        total("unpaid", "100.00"),
        total("left", "100.00"),
        { trigger: ".o_cobranzas_node:eq(0) .o_cobranzas_rest.text-danger:contains(100.00)" },
        { trigger: ".o_cobranzas_mode:contains(By hand)" },
        // saving says what does not fit
        { ...saved, run: "click" },
        { trigger: ".modal:contains(Nothing pays) button:contains(Close)", run: "click" },
        // what is unpaid is paid with what is left
        { trigger: ".o_cobranzas_node:eq(0) [data-act=add]", run: "click" },
        { trigger: ".modal .list-group-item:contains(Caja)", run: "click" },
        total("unpaid", "0.00"),
        { trigger: `${row("Caja")} .o_cobranzas_amount:value(600.00)` },
        // the cash moves to the other document, and the bank takes its place
        { trigger: `${row("Caja")} [data-act=move]`, run: "click" },
        { trigger: ".modal input[type=search]", run: "press Enter" },
        { trigger: `${row("Caja", 1)} .o_cobranzas_amount:value(500.00)` },
        { trigger: `${row("Banco")} .o_cobranzas_amount:value(900.00)` },
        total("unpaid", "0.00"),
        // the same from the other side, one source filtered out
        { trigger: "button:contains(By source)", run: "click" },
        { trigger: ".o_cobranzas_node:eq(0):contains(Caja)" },
        { trigger: ".o_cobranzas_filter", run: "edit banco" },
        { trigger: ".o_cobranzas_node:count(1):contains(Banco)" },
        { trigger: ".o_cobranzas_filter", run: "clear" },
        // back to the automatic allocation, and by hand again by dragging
        { trigger: "button:contains(Recalculate)", run: "click" },
        { trigger: ".o_cobranzas_mode:contains(Automatic)" },
        { trigger: "button:contains(Save):disabled" },
        { trigger: "button:contains(By document)", run: "click" },
        {
            trigger: `${row("Caja")} .o_cobranzas_name`,
            run: (helpers) =>
                helpers.drag_and_drop(row("Banco", 1), {
                    position: { top: 10, left: 50 },
                    relative: true,
                }),
        },
        { trigger: `${row("Caja", 1)} .o_cobranzas_amount:value(500.00)` },
        total("unpaid", "0.00"),
        { ...saved, run: "click" },
        // the receipt says so; posted, the tree is there to be read
        { trigger: "button[name=action_open_allocations]:contains(by hand)" },
        { trigger: "button[name=action_post]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)" },
        { trigger: "button[name=action_open_allocations]", run: "click" },
        { trigger: ".o_cobranzas_pair:contains(Caja):contains(500.00)" },
        { trigger: ".o_cobranzas_allocations:not(:has(input.o_cobranzas_amount))" },
        { trigger: ".o_cobranzas_allocations:not(:has(button:contains(Save)))" },
    ],
});
