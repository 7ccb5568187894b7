import { Component, onWillUnmount, useExternalListener, useRef, useState } from "@odoo/owl";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

/** Finds a debtor by what a caller says: name, tax id, phone number, document. */
export class DebtorFinder extends Component {
    static template = "l10n_cobranzas.DebtorFinder";
    static props = {
        show: Function,
        /** the page has nothing else: it gets the focus */
        isAlone: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.rootRef = useRef("root");
        this.state = useState({ text: "", found: null, chosen: 0 });
        this.callId = 0;
        if (this.props.isAlone) {
            useAutofocus({ refName: "text" });
        }
        this.find = useDebounced(() => this.load(), 250);
        useExternalListener(window, "click", (ev) => {
            if (!this.rootRef.el?.contains(ev.target)) {
                this.close();
            }
        });
        onWillUnmount(() => this.callId++);
    }

    close() {
        this.callId++;
        this.state.found = null;
    }

    async load() {
        const callId = ++this.callId;
        const text = this.state.text.trim();
        const found = text
            ? await this.orm.silent.call("cobranzas.debtor.page", "find_debtors", [text])
            : null;
        if (callId === this.callId) {
            this.state.found = found;
            this.state.chosen = 0;
        }
    }

    async choose(debtor) {
        this.state.text = "";
        this.close();
        await this.props.show(debtor.model, debtor.id);
    }

    async onKeydown(ev) {
        const found = this.state.found || [];
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step && found.length) {
            ev.preventDefault();
            this.state.chosen = (this.state.chosen + step + found.length) % found.length;
        } else if (ev.key === "Escape") {
            this.close();
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            const { chosen } = this.state;
            if (!this.state.found) {
                await this.load(); // typed and entered before the answer came
            }
            const debtor = this.state.found?.[chosen];
            if (debtor) {
                await this.choose(debtor);
            }
        }
    }
}
