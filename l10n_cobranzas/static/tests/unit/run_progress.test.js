import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { waitForChannels, waitNotifications } from "@bus/../tests/bus_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { PAUSE } from "@l10n_cobranzas/runs/run_progress";

describe.current.tags("desktop");

class Run extends models.Model {
    _name = "cobranzas.operation.run";
    name = fields.Char();
    state = fields.Char();
    progress = fields.Float();
    _records = [
        { id: 1, name: "January", state: "running", progress: 10 },
        { id: 2, name: "February", state: "running", progress: 10 },
    ];
}
defineMailModels();
defineModels([Run]);

const SHOWN = ".o_progressbar_value span:eq(0)";

async function openRun() {
    onRpc("web_read", () => expect.step("read"));
    await mountView({
        resModel: "cobranzas.operation.run",
        resId: 1,
        type: "form",
        arch: `<form><field name="name"/><field name="state"/>
            <field name="progress" widget="cobranzas_run_progress"/></form>`,
    });
    getService("bus_service").addChannel("user");
    await waitForChannels(["user"]);
    expect.verifySteps(["read"]);
}

/** What a slice of the server does: progress is committed, and told to the user of the run. */
async function tell(id, vals) {
    MockServer.env["cobranzas.operation.run"].write([id], vals);
    const message = { model: "cobranzas.operation.run", id };
    MockServer.env["bus.bus"]._sendone("user", "cobranzas_run_progress", message);
    await waitNotifications(["cobranzas_run_progress", message]);
    await animationFrame();
}

test("the form follows its run, at most once a pause", async () => {
    await openRun();
    expect(SHOWN).toHaveText("10");
    await tell(1, { progress: 40 });
    expect(SHOWN).toHaveText("40");
    expect.verifySteps(["read"]);
    await tell(1, { progress: 50 });
    await tell(1, { progress: 60 });
    expect(SHOWN).toHaveText("40");
    expect.verifySteps([]);
    await advanceTime(PAUSE);
    await animationFrame();
    expect(SHOWN).toHaveText("60");
    expect.verifySteps(["read"]);
    await tell(1, { progress: 100, state: "done" });
    await advanceTime(PAUSE);
    await animationFrame();
    expect(SHOWN).toHaveText("100");
    expect(".o_field_widget[name=state] input").toHaveValue("done");
    expect.verifySteps(["read"]);
});

test("another run's progress reads nothing", async () => {
    await openRun();
    await tell(2, { progress: 40 });
    await advanceTime(PAUSE);
    expect.verifySteps([]);
    expect(SHOWN).toHaveText("10");
});

test("what is being typed is left alone", async () => {
    await openRun();
    await contains(".o_field_widget[name=name] input").edit("Enero", { confirm: false });
    await tell(1, { progress: 40 });
    expect.verifySteps([]);
    expect(".o_field_widget[name=name] input").toHaveValue("Enero");
});
