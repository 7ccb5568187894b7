import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryAllValues } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { invoice, makeData, setCurrencies, value } from "./allocation_helpers";

describe.current.tags("desktop");
defineMailModels();
beforeEach(setCurrencies);

/** Open the tree of 600 of cash and 900 of the bank over 1,000 and 500. */
async function openAllocations() {
    onRpc("cobranzas.receipt", "get_allocation_tree", () =>
        makeData(
            [invoice(1, 1000), invoice(2, 500)],
            [value("Cash", 600), value("Bank", 900)],
            [
                ["Cash", 1, 600],
                ["Bank", 1, 400],
                ["Bank", 2, 500],
            ]
        )
    );
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "cobranzas_allocations",
        context: { active_id: 5 },
    });
}

const AMOUNT = ".o_cobranzas_amount";
const amounts = () => queryAllValues(AMOUNT);

async function pressKey(keys) {
    await press(keys);
    await animationFrame();
}

test("Enter and the arrows go from one amount to the next", async () => {
    await openAllocations();
    await contains(`${AMOUNT}:eq(0)`).focus();
    await pressKey("Enter");
    expect(`${AMOUNT}:eq(1)`).toBeFocused();
    await pressKey("ArrowDown");
    expect(`${AMOUNT}:eq(2)`).toBeFocused();
    await pressKey("ArrowDown");
    expect(`${AMOUNT}:eq(2)`).toBeFocused();
    await pressKey("ArrowUp");
    expect(`${AMOUNT}:eq(1)`).toBeFocused();
});

test("Escape brings back the amount that was there", async () => {
    await openAllocations();
    await contains(`${AMOUNT}:eq(0)`).edit("123", { confirm: false });
    expect("[data-total=unpaid] dd").toHaveText(/477\.00/);
    await pressKey("Escape");
    expect(amounts()).toEqual(["600.00", "400.00", "500.00"]);
    expect("[data-total=unpaid] dd").toHaveText(/\s0\.00/);
    expect(`${AMOUNT}:eq(0)`).toBeFocused();
    expect("button:contains(Save)").not.toBeEnabled();
});

test("an amount below zero is shown as wrong and does not count", async () => {
    await openAllocations();
    await contains(`${AMOUNT}:eq(0)`).edit("-5", { confirm: false });
    expect(`${AMOUNT}:eq(0)`).toHaveClass("is-invalid");
    expect("[data-total=unpaid] dd").toHaveText(/\s600\.00/);
    await contains(`${AMOUNT}:eq(1)`).focus();
    expect(amounts()).toEqual(["400.00", "500.00"]);
});

test("an amount of zero goes when it is left", async () => {
    await openAllocations();
    await contains(`${AMOUNT}:eq(0)`).edit("0", { confirm: false });
    expect(AMOUNT).toHaveCount(3);
    await contains(`${AMOUNT}:eq(2)`).focus();
    expect(amounts()).toEqual(["400.00", "500.00"]);
});
