import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { WorklistBar } from "@l10n_cobranzas/worklist/worklist_bar";

describe.current.tags("desktop");

class Worklist extends models.Model {
    _name = "cobranzas.worklist";
    name = fields.Char();
    _records = [
        { id: 1, name: "Ana" },
        { id: 2, name: "Beto" },
        { id: 3, name: "Ceibo" },
    ];
}
defineMailModels();
defineModels([Worklist]);

const ROWS = [
    { id: 1, name: "Ana" },
    { id: 2, name: "Beto" },
    { id: 3, name: "Ceibo" },
];

/** The server: each debtor's page is an action of its name; those in ``paid`` have none. */
function prepare(paid = []) {
    onRpc("cobranzas.worklist", "action_open_debtor", ({ args }) => {
        const [[id]] = args;
        return paid.includes(id) ? false : { type: "page", id };
    });
    for (const method of ["action_log_contact", "action_snooze"]) {
        onRpc("cobranzas.worklist", method, ({ args }) => ({ type: method, id: args[0][0] }));
    }
    const closes = [];
    mockService("action", {
        doAction: (action, options = {}) => {
            const position = options.stackPosition ? " in its place" : "";
            expect.step(action.type ? `${action.type} ${action.id}${position}` : action);
            closes.push(options.onClose);
        },
    });
    mockService("notification", { add: (message) => expect.step(`${message}`) });
    return closes;
}

test("next goes through the rows and ends in the list", async () => {
    prepare();
    await mountWithCleanup(WorklistBar);
    expect(".o_cobranzas_worklist_bar").toHaveCount(0);
    await getService("cobranzas_worklist").start(ROWS, 2);
    await animationFrame();
    expect(".o_cobranzas_worklist_bar span:first").toHaveText("2/3");
    await contains("button:contains(Next)").click();
    expect.verifySteps(["page 2", "page 3 in its place"]);
    await contains("button:contains(Next)").click();
    expect.verifySteps([
        "That was the last debtor of the list.",
        "l10n_cobranzas.cobranzas_worklist_action",
    ]);
    expect(".o_cobranzas_worklist_bar").toHaveCount(0);
});

test("a debtor that paid meanwhile is passed over, and told", async () => {
    prepare([2]);
    await mountWithCleanup(WorklistBar);
    await getService("cobranzas_worklist").start(ROWS, 1);
    await animationFrame();
    await contains("button:contains(Next)").click();
    expect.verifySteps(["page 1", "Beto: nothing is overdue any more.", "page 3 in its place"]);
});

test("who is skipped comes after the others", async () => {
    prepare();
    await mountWithCleanup(WorklistBar);
    await getService("cobranzas_worklist").start(ROWS, 1);
    await animationFrame();
    await contains("button:contains(Skip)").click();
    await contains("button:contains(Next)").click();
    await contains("button:contains(Next)").click();
    expect.verifySteps([
        "page 1",
        "page 2 in its place",
        "page 3 in its place",
        "page 1 in its place",
    ]);
});

test("done and put off go on once they are saved, not when they are discarded", async () => {
    const closes = prepare();
    await mountWithCleanup(WorklistBar);
    await getService("cobranzas_worklist").start(ROWS, 1);
    await animationFrame();
    await contains("button:contains(Done)").click();
    await closes.at(-1)({ special: true });
    await closes.at(-1)({ dismiss: true });
    expect.verifySteps(["page 1", "action_log_contact 1"]);
    await closes.at(-1)();
    expect.verifySteps(["page 2 in its place"]);
    await animationFrame();
    await contains("button:contains(Put Off)").click();
    await closes.at(-1)();
    expect.verifySteps(["action_snooze 2", "page 3 in its place"]);
});

test("the list starts with the row opened, and its keys log and put off", async () => {
    prepare();
    await mountView({
        resModel: "cobranzas.worklist",
        type: "list",
        arch: `<list js_class="cobranzas_worklist"><field name="name"/></list>`,
    });
    expect(queryAllTexts(".o_data_row .o_data_cell")).toEqual(["Ana", "Beto", "Ceibo"]);
    await contains(".o_data_row:eq(1) .o_data_cell").click();
    expect.verifySteps(["page 2"]);
    expect(getService("cobranzas_worklist").rows.length).toBe(3);
    await contains(".o_data_row:eq(0) .o_data_cell").focus();
    await press("n");
    await press("g");
    await animationFrame();
    expect.verifySteps(["action_log_contact 2"]);
    await press("z");
    await animationFrame();
    expect.verifySteps(["action_snooze 2"]);
    await press("enter");
    await animationFrame();
    expect.verifySteps(["page 2"]);
});
