import { onWillUnmount } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { Deferred } from "@web/core/utils/concurrency";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

/** What was typed and left by a key before the server had found it. */
const lookups = new Set();

/** Waits until everything typed is found and chosen, or the field of it is gone. */
export async function waitForLookups() {
    while (lookups.size) {
        await Promise.allSettled([...lookups]);
    }
}

// Whoever types fast leaves a field before its choices are there: core chooses once they come.
patch(AutoComplete.prototype, {
    setup() {
        super.setup();
        // what a field still looks up when it goes away is never answered
        this.gone = new Deferred();
        onWillUnmount(() => this.gone.resolve());
    },

    async onInputKeydown(ev) {
        const isLeft = this.loadingPromise && ["enter", "tab"].includes(getActiveHotkey(ev));
        const chosen = super.onInputKeydown(ev);
        if (isLeft) {
            const ended = Promise.race([chosen, this.gone]);
            lookups.add(ended);
            const forget = () => lookups.delete(ended);
            ended.then(forget, forget);
        }
        return chosen;
    },
});

// A key that saves meanwhile would save the form without it: no word of the add-on's gets lost so.
patch(FormController.prototype, {
    async beforeExecuteActionButton(clickParams) {
        if (this.props.resModel.startsWith("cobranzas.") && clickParams.special !== "cancel") {
            await waitForLookups();
        }
        return super.beforeExecuteActionButton(clickParams);
    },

    async save(params) {
        if (this.props.resModel.startsWith("cobranzas.")) {
            await waitForLookups();
        }
        return super.save(params);
    },
});
