import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

/** What was typed and left by a key before the server had found it. */
const lookups = new Set();

/** Waits until everything typed is found and chosen. */
export async function waitForLookups() {
    while (lookups.size) {
        await Promise.allSettled([...lookups]);
    }
}

// Whoever types fast leaves a field before its choices are there: core chooses once they come.
patch(AutoComplete.prototype, {
    async onInputKeydown(ev) {
        const isLeft = this.loadingPromise && ["enter", "tab"].includes(getActiveHotkey(ev));
        const chosen = super.onInputKeydown(ev);
        if (isLeft) {
            lookups.add(chosen);
        }
        try {
            await chosen;
        } finally {
            lookups.delete(chosen);
        }
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
