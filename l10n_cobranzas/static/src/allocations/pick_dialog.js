import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { normalize } from "@web/core/l10n/utils";

/** Choose one of many by typing part of its name, or by pointing at it. */
export class PickDialog extends Component {
    static template = "l10n_cobranzas.PickDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        title: String,
        choices: { type: Array, element: { type: Object } },
        onPick: Function,
    };

    setup() {
        this.state = useState({ filter: "" });
        useAutofocus();
    }

    get shown() {
        const wanted = normalize(this.state.filter.trim());
        return this.props.choices.filter(
            (choice) => !wanted || normalize(`${choice.name} ${choice.detail}`).includes(wanted)
        );
    }

    pick(choice) {
        this.props.close();
        this.props.onPick(choice.id);
    }

    onKeydown(ev) {
        const items = [...ev.currentTarget.querySelectorAll("button")];
        const at = items.indexOf(document.activeElement);
        if (ev.key === "ArrowDown") {
            ev.preventDefault();
            items[Math.min(at + 1, items.length - 1)]?.focus();
        } else if (ev.key === "ArrowUp") {
            ev.preventDefault();
            (at > 0 ? items[at - 1] : ev.currentTarget.querySelector("input")).focus();
        } else if (ev.key === "Enter" && at < 0 && this.shown.length) {
            ev.preventDefault();
            this.pick(this.shown[0]);
        }
    }
}
