import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    mockService,
    mountWithCleanup,
    makeServerError,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { ReportTable } from "@l10n_cobranzas/reports/report_table";

describe.current.tags("desktop");
defineMailModels();

const PESO = 1;
const COLUMNS = [
    { name: "name", label: "Document", kind: "char" },
    { name: "due", label: "Due", kind: "date" },
    { name: "amount", label: "Amount", kind: "amount" },
];

function group(path, amount, vals = {}) {
    return {
        kind: "group",
        path,
        label: path.at(-1),
        level: path.length - 1,
        currency_id: PESO,
        count: 1,
        values: { amount },
        ...vals,
    };
}

function detail(path, name, amount) {
    const values = { name, due: "2026-05-31", amount };
    return group(path, amount, { kind: "detail", level: path.length, res_id: 7, values });
}

/** What the server sends of a report by collector and customer. */
function makeScreen(vals = {}) {
    return {
        level: "Customer",
        depth: 2,
        has_details: true,
        columns: COLUMNS,
        rows: [
            group(["Ana"], 300),
            group(["Ana", "Almacén"], 100),
            group(["Ana", "Kiosco"], 200, { count: 0 }),
            group(["Berta"], -50),
            group(["Berta", "Bar"], -50),
        ],
        details: [],
        page: 2,
        count: 5,
        totals: [group([], 250)],
        ...vals,
    };
}

/** The same screen in two pages of two and three rows. */
function makePages() {
    const { rows } = makeScreen();
    return {
        0: makeScreen({ rows: rows.slice(0, 2) }),
        2: makeScreen({ rows: rows.slice(2) }),
    };
}

/** The table of a report whose server answers with these screens, by the rows it has already. */
async function mountTable(screens, details = {}) {
    serverState.currencies = [
        { id: PESO, name: "ARS", symbol: "$", position: "before", digits: [69, 2] },
    ];
    onRpc("cobranzas.report", "get_screen", ({ args: [, offset] }) => {
        expect.step(`screen ${offset}`);
        return screens[offset];
    });
    onRpc("cobranzas.report", "get_details", ({ args: [, path, , offset] }) => {
        expect.step(`details ${path.at(-1)} ${offset}`);
        return details[offset];
    });
    const record = { resModel: "cobranzas.report", resId: 3, data: {}, save: async () => true };
    await mountWithCleanup(ReportTable, { props: { record, readonly: false } });
    await advanceTime(0);
    await animationFrame();
    expect.verifySteps(["screen 0"]);
}

const labelsShown = () =>
    [...document.querySelectorAll("tbody tr")].map((row) =>
        row.querySelector("td").textContent.trim()
    );
const rowOf = (label) => `tbody tr:contains(${label}) button`;

test("groups with their figures, and their total", async () => {
    await mountTable({ 0: makeScreen() });
    expect(labelsShown()).toEqual(["Ana", "Almacén", "Kiosco", "Berta", "Bar"]);
    expect("tbody tr:contains(Ana) a").toHaveText("300.00");
    expect("tbody td.text-danger:contains(-50.00)").toHaveCount(2);
    expect("tfoot").toHaveText(/Total ARS\s*250.00/);
});

test("a group folds those under it, and no others", async () => {
    await mountTable({ 0: makeScreen() });
    await contains(rowOf("Ana")).click();
    expect(labelsShown()).toEqual(["Ana", "Berta", "Bar"]);
    await contains(rowOf("Ana")).click();
    expect(labelsShown()).toEqual(["Ana", "Almacén", "Kiosco", "Berta", "Bar"]);
    expect.verifySteps([]);
});

test("groups of the same name in two currencies fold each by itself", async () => {
    const rows = [group(["Ana"], 1), group(["Ana", "Bar"], 1)];
    const others = rows.map((row) => ({ ...row, currency_id: 2, label: `${row.label} 2` }));
    await mountTable({ 0: makeScreen({ rows: [...rows, ...others] }) });
    await contains("tbody tr:eq(0) button").click();
    expect(labelsShown()).toEqual(["Ana", "Ana 2", "Bar 2"]);
});

test("the deepest group opens its documents a page at a time", async () => {
    const path = ["Ana", "Almacén"];
    const pages = {
        0: [detail(path, "FA 1", 10), detail(path, "FA 2", 20)],
        2: [detail(path, "FA 3", 70)],
    };
    await mountTable({ 0: makeScreen() }, pages);
    await contains(rowOf("Almacén")).click();
    expect(labelsShown()).toEqual([
        "Ana",
        "Almacén",
        "FA 1",
        "FA 2",
        "More documents",
        "Kiosco",
        "Berta",
        "Bar",
    ]);
    // a page that is not full is the last
    await contains(".o_cobranzas_more button").click();
    expect(labelsShown().slice(1, 6)).toEqual(["Almacén", "FA 1", "FA 2", "FA 3", "Kiosco"]);
    await contains(rowOf("Almacén")).click();
    expect(labelsShown()).toEqual(["Ana", "Almacén", "Kiosco", "Berta", "Bar"]);
    expect.verifySteps(["details Almacén 0", "details Almacén 2"]);
});

test("a last page that is full has an empty one after it", async () => {
    const path = ["Ana", "Almacén"];
    const pages = { 0: [detail(path, "FA 1", 10), detail(path, "FA 2", 90)], 2: [] };
    await mountTable({ 0: makeScreen() }, pages);
    await contains(rowOf("Almacén")).click();
    await contains(".o_cobranzas_more button").click();
    expect(labelsShown().slice(1, 5)).toEqual(["Almacén", "FA 1", "FA 2", "Kiosco"]);
    expect.verifySteps(["details Almacén 0", "details Almacén 2"]);
});

test("a group without documents does not open", async () => {
    await mountTable({ 0: makeScreen() });
    expect(rowOf("Almacén")).toHaveCount(1);
    expect(rowOf("Kiosco")).toHaveCount(0);
});

test("documents that come with the groups stand under theirs", async () => {
    const details = [
        detail(["Ana", "Almacén"], "FA 1", 100),
        detail(["Berta", "Bar"], "NC 1", -50),
    ];
    await mountTable({ 0: makeScreen({ details }) });
    expect(labelsShown()).toEqual(["Ana", "Almacén", "FA 1", "Kiosco", "Berta", "Bar", "NC 1"]);
    expect("tbody tr:contains(FA 1) td:eq(1)").toHaveText("05/31/2026");
    await contains(rowOf("Ana")).click();
    expect(labelsShown()).toEqual(["Ana", "Berta", "Bar", "NC 1"]);
});

test("the next page of groups goes on where the last ended", async () => {
    await mountTable(makePages());
    expect(labelsShown()).toEqual(["Ana", "Almacén"]);
    await contains("button:contains(Show more (2 of 5))").click();
    expect(labelsShown()).toEqual(["Ana", "Almacén", "Kiosco", "Berta", "Bar"]);
    expect("button:contains(Show more)").toHaveCount(0);
    expect.verifySteps(["screen 2"]);
});

test("a group folded stays folded when its page goes on", async () => {
    await mountTable(makePages());
    await contains(rowOf("Ana")).click();
    await contains("button:contains(Show more)").click();
    expect(labelsShown()).toEqual(["Ana", "Berta", "Bar"]);
    expect.verifySteps(["screen 2"]);
});

test("a figure opens its items", async () => {
    onRpc("cobranzas.report", "action_open_figure", ({ args }) => {
        expect.step(JSON.stringify(args));
        return { type: "ir.actions.act_window_close" };
    });
    mockService("action", { doAction: (action) => expect.step(action.type) });
    await mountTable({ 0: makeScreen() });
    await contains("tbody tr:contains(Almacén) .o_cobranzas_figure").click();
    expect.verifySteps([
        '[[3],["Ana","Almacén"],1,"amount"]',
        "ir.actions.act_window_close",
    ]);
});

test("what the server refuses is said in place of the figures", async () => {
    onRpc("cobranzas.report", "get_screen", () => {
        throw makeServerError({ type: "UserError", message: "The period ends before it begins." });
    });
    const record = { resModel: "cobranzas.report", resId: 3, data: {}, save: async () => true };
    await mountWithCleanup(ReportTable, { props: { record, readonly: false } });
    await advanceTime(0);
    await animationFrame();
    expect("[role=alert]").toHaveText("The period ends before it begins.");
    expect("table").toHaveCount(0);
});
