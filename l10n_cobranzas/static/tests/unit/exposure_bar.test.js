import { describe, expect, test } from "@odoo/hoot";
import {
    contains,
    mockService,
    mountWithCleanup,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { ExposureBar } from "@l10n_cobranzas/credit/exposure_bar";

describe.current.tags("desktop");
defineMailModels();

const PESO = 1;
const PARTS = [
    { part: "items", label: "Open Documents", amount: 600 },
    { part: "orders", label: "Orders Not Invoiced", amount: 400 },
    { part: "credits", label: "Credits and Advances", amount: -50 },
];

async function mountBar(vals) {
    serverState.currencies = [
        { id: PESO, name: "ARS", symbol: "$", position: "before", digits: [69, 2] },
    ];
    const bar = { currency_id: PESO, parts: PARTS, total: 950, limit: 2000, available: 1050 };
    const record = { resModel: "res.partner", resId: 7, data: { bar: { ...bar, ...vals } } };
    await mountWithCleanup(ExposureBar, { props: { record, name: "bar", readonly: true } });
}

const widths = () =>
    [...document.querySelectorAll(".progress-bar")].map((piece) => piece.style.width);

test("each part has its length up to the limit; credits have none", async () => {
    await mountBar({});
    expect(widths()).toEqual(["30%", "20%"]);
    expect("tr:contains(Credit used)").toHaveText(/950.00/);
    expect("tr:contains(Available)").toHaveText(/1,050.00/);
});

test("beyond the limit the bar is full, and says by how much", async () => {
    await mountBar({ limit: 800, available: -150 });
    expect(widths()).toEqual(["60%", "40%"]);
    expect("tr.text-danger").toHaveText(/Beyond the limit\s*\$\s*150.00/);
});

test("without a limit nothing is available or missing; with 0, all is beyond", async () => {
    await mountBar({ limit: null, available: null });
    expect("tr:contains(Limit)").toHaveText(/No limit/);
    expect("tr:contains(Available)").toHaveCount(0);
    await mountBar({ limit: 0, available: -950 });
    expect("tr.text-danger").toHaveText(/950.00/);
});

test("a part opens what it is made of", async () => {
    onRpc("res.partner", "action_open_cobranzas_exposure", ({ args }) => {
        expect.step(JSON.stringify(args));
        return { type: "ir.actions.act_window" };
    });
    mockService("action", { doAction: (action) => expect.step(action.type) });
    await mountBar({});
    await contains("tr:contains(Orders) a").click();
    await contains("tr:contains(Credit used) a").click();
    expect.verifySteps([
        '[[7],"orders"]',
        "ir.actions.act_window",
        "[[7],false]",
        "ir.actions.act_window",
    ]);
});
