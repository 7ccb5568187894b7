import { describe, destroy, expect, test } from "@odoo/hoot";
import { edit, press, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import { contains, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { waitForLookups } from "@l10n_cobranzas/typing/pending_lookups";

describe.current.tags("desktop");
defineMailModels();

/** A field in which somebody types, and leaves it before anything is looked up. */
async function typeAndLeave() {
    const option = { label: "Ceibo", onSelect: () => expect.step("chosen") };
    const field = await mountWithCleanup(AutoComplete, {
        props: { value: "", autoSelect: true, sources: [{ options: () => [option] }] },
    });
    await contains("input").click();
    queryFirst("input").focus();
    await edit("cei", { confirm: false });
    await press("Tab");
    return field;
}

test("what is typed is waited for until it is chosen", async () => {
    await typeAndLeave();
    const waited = waitForLookups().then(() => expect.step("waited"));
    await animationFrame();
    expect.verifySteps([]);
    await runAllTimers();
    await waited;
    expect.verifySteps(["chosen", "waited"]);
});

test("nobody waits for a field that is gone", async () => {
    const field = await typeAndLeave();
    destroy(field);
    await waitForLookups();
    await runAllTimers();
    expect.verifySteps([]);
});
