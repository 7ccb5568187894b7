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
let nextId = 3;
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
        filters: ["At 05/31/2026", "Collectors: Ana"],
        past_date: "",
        order: "",
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
async function mountTable(screens, details = {}, vals = {}) {
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
    const record = {
        resModel: "cobranzas.report",
        resId: nextId++,
        data: {},
        save: async () => true,
        update: (values) => expect.step(JSON.stringify(values)),
        load: () => expect.step("load"),
        ...vals,
    };
    const table = await mountWithCleanup(ReportTable, { props: { record, readonly: false } });
    await advanceTime(0);
    await animationFrame();
    expect.verifySteps(["screen 0"]);
    return table;
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

test("whole numbers and percentages of a group", async () => {
    const columns = [
        ...COLUMNS,
        { name: "days", label: "Days", kind: "most" },
        { name: "share", label: "Used %", kind: "share" },
    ];
    const values = { amount: 300, days: 16, share: 37.5 };
    const rows = [group(["Ana"], 300, { values }), group(["Berta"], 1)];
    await mountTable({ 0: makeScreen({ columns, rows, depth: 1 }) });
    expect("tbody tr:contains(Ana) td:contains(16) a").toHaveText("16");
    expect("tbody tr:contains(Ana) td:last").toHaveText("37.5 %");
    expect("tbody tr:contains(Ana) td:last a").toHaveCount(0);
    expect("tbody tr:contains(Berta) td:last").toHaveText("");
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
    await mountTable({ 0: makeScreen() }, {}, { resId: 30 });
    await contains("tbody tr:contains(Almacén) .o_cobranzas_figure").click();
    expect.verifySteps([
        '[[30],["Ana","Almacén"],1,"amount"]',
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

test("there is a link only where there is a figure", async () => {
    const rows = [group(["Ana"], 0), group(["Ana", "Bar"], 5)];
    await mountTable({ 0: makeScreen({ rows }) });
    expect("tbody tr:eq(0) a").toHaveCount(0);
    expect("tbody tr:eq(1) a").toHaveCount(1);
});

test("what is folded says so", async () => {
    await mountTable({ 0: makeScreen() });
    expect(rowOf("Ana")).toHaveAttribute("aria-expanded", "true");
    expect(rowOf("Almacén")).toHaveAttribute("aria-expanded", "false");
    await contains(rowOf("Ana")).click();
    expect(rowOf("Ana")).toHaveAttribute("aria-expanded", "false");
});

for (const [order, sort, next] of [
    ["", "none", "amount desc"],
    ["amount desc", "descending", "amount"],
    ["amount", "ascending", false],
]) {
    test(`an amount that is sorted ${sort} sorts the next way`, async () => {
        await mountTable({ 0: makeScreen({ order }) });
        expect("th:contains(Amount)").toHaveAttribute("aria-sort", sort);
        await contains(".o_cobranzas_sort").click();
        expect.verifySteps([JSON.stringify({ order_by: next })]);
    });
}

test("the filters fold to one line", async () => {
    await mountTable({ 0: makeScreen() }, {}, { data: { fold_filters: true } });
    expect(".o_cobranzas_filter_line").toHaveText("At 05/31/2026 · Collectors: Ana");
    expect(".o_cobranzas_fold_filters").toHaveAttribute("aria-expanded", "false");
    await contains(".o_cobranzas_fold_filters").click();
    expect.verifySteps(['{"fold_filters":false}']);
});

test("a past date is said and left in one click", async () => {
    onRpc("cobranzas.report", "action_reset_dates", () => {
        expect.step("reset");
        return false;
    });
    await mountTable({ 0: makeScreen({ past_date: "05/31/2026" }) });
    expect(".o_cobranzas_past").toHaveText(/As of 05\/31\/2026, not today/);
    await contains(".o_cobranzas_reset_dates").click();
    expect.verifySteps(["reset", "load"]);
});

test("folds, documents and pages are kept for the way back", async () => {
    const details = { 0: [detail(["Ana", "Almacén"], "FA 1", 100)] };
    const pages = makePages();
    pages[0].rows.push(group(["Berta"], -50));
    const screens = { 0: pages[0], 3: makeScreen({ rows: [group(["Berta", "Bar"], -50)], count: 4 }) };
    pages[0].count = 4;
    const vals = { resId: 40, data: { detail: false } };
    const copy = () => JSON.parse(JSON.stringify(screens));
    const table = await mountTable(copy(), details, vals);
    await contains(rowOf("Almacén")).click();
    await contains("button:contains(Show more)").click();
    await contains(rowOf("Berta")).click();
    const shown = ["Ana", "Almacén", "FA 1", "Berta"];
    expect(labelsShown()).toEqual(shown);
    expect.verifySteps(["details Almacén 0", "screen 3"]);
    table.__owl__.destroy();
    const record = { resModel: "cobranzas.report", save: async () => true, ...vals };
    await mountWithCleanup(ReportTable, { props: { record, readonly: false } });
    await advanceTime(0);
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["screen 0", "screen 3", "details Almacén 0"]);
    expect(labelsShown()).toEqual(shown);
});
