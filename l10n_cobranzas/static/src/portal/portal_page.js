import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";

const CHOSEN = 'input[name="items"]:checked';
const MORE = 50; // rows fetched at a time

/**
 * The page of a debtor: the total of what is chosen, and rows that are fetched without losing
 * what was chosen. Without it the page works by links and forms alone.
 */
export class CobranzasPortalPage extends Interaction {
    static selector = ".o_cobranzas_portal";
    dynamicContent = {
        _root: {
            "t-on-input": this.onInput,
            "t-on-click": this.onClick,
            "t-on-submit": this.onSubmit,
        },
        'output[name="total"]': {
            "t-out": (output) => this.formatTotal(output.closest("form")),
        },
        'button[name="chosen"]': {
            "t-att-disabled": (button) => this.getTotal(button.closest("form")) <= 0,
        },
    };

    // ------------------------------------------------------------------
    // Total
    // ------------------------------------------------------------------

    /** Sum what is chosen in a form: debts less what is used of credits. */
    getTotal(form) {
        let total = 0;
        for (const choice of form.querySelectorAll(CHOSEN)) {
            const row = choice.closest("tr");
            const amount = row.querySelector('input[type="number"]').valueAsNumber || 0;
            total += row.getAttribute("name") === "credit" ? -amount : amount;
        }
        return Number(total.toFixed(form.dataset.digits));
    }

    formatTotal(form) {
        const { digits, symbol, position, decimalPoint, thousandsSep, grouping } = form.dataset;
        const text = formatFloat(this.getTotal(form), {
            digits: [16, Number(digits)],
            decimalPoint,
            thousandsSep,
            grouping: JSON.parse(grouping || "[]"),
        });
        return position === "after" ? `${text}\u00a0${symbol}` : `${symbol}\u00a0${text}`;
    }

    /** Choose a document whose amount is typed. */
    onInput(ev) {
        if (ev.target.matches('.o_cobranzas_items input[type="number"]')) {
            const choice = ev.target.closest("tr").querySelector('input[name="items"]');
            choice.checked = ev.target.valueAsNumber > 0;
        }
    }

    // ------------------------------------------------------------------
    // Rows
    // ------------------------------------------------------------------

    async onClick(ev) {
        const link = ev.target.closest(".o_cobranzas_more a");
        if (link) {
            ev.preventDefault();
            await this.showMore(link);
        }
    }

    async onSubmit(ev) {
        if (ev.target.matches(".o_cobranzas_search")) {
            ev.preventDefault();
            await this.search(ev.target);
        }
    }

    /** Add the next rows of a currency below those that are shown. */
    async showMore(link) {
        const form = link.closest("form");
        const url = new URL(link.href);
        url.searchParams.set("after", form.querySelector('[name="shown"]').textContent);
        url.searchParams.set("shown", MORE);
        url.searchParams.set("currency", form.dataset.currency);
        const found = (await this.fetchPage(url))?.querySelector(this.getFormSelector(form));
        if (!found) {
            return this.leave(link.href);
        }
        const body = form.querySelector('tbody[name="items"]');
        for (const row of found.querySelectorAll('tr[name="item"]')) {
            if (!this.findRow(body, row)) {
                body.append(row);
            }
        }
        form.querySelector(".o_cobranzas_more").replaceWith(
            found.querySelector(".o_cobranzas_more")
        );
        this.updateContent();
    }

    /** Show the rows that match, and those that are chosen. */
    async search(search) {
        const url = new URL(search.action);
        url.search = new URLSearchParams(new FormData(search));
        const page = await this.fetchPage(url);
        if (!page) {
            return this.leave(url);
        }
        for (const form of this.el.querySelectorAll(".o_cobranzas_items")) {
            const found = page.querySelector(this.getFormSelector(form));
            if (found) {
                this.replaceRows(form, found.querySelector(".o_cobranzas_debts"));
            }
        }
        this.updateContent();
    }

    replaceRows(form, found) {
        const shown = form.querySelector(".o_cobranzas_debts");
        const chosen = [...shown.querySelectorAll(CHOSEN)].map((choice) => choice.closest("tr"));
        for (const row of chosen.reverse()) {
            const same = this.findRow(found, row);
            if (same) {
                same.replaceWith(row);
                continue;
            }
            if (!found.querySelector("tbody")) {
                const table = shown.querySelector("table").cloneNode(true);
                table.querySelector("tbody").replaceChildren();
                found.append(table);
            }
            found.querySelector("tbody").prepend(row);
        }
        shown.replaceWith(found);
    }

    findRow(parent, row) {
        return parent.querySelector(`tr[data-item-id="${row.dataset.itemId}"]`);
    }

    getFormSelector(form) {
        return `.o_cobranzas_items[data-currency="${form.dataset.currency}"]`;
    }

    /** Return the page of an address as a document; nothing when it can't be had. */
    async fetchPage(url) {
        try {
            const response = await this.waitFor(fetch(url, { credentials: "same-origin" }));
            return response.ok && new DOMParser().parseFromString(await response.text(), "text/html");
        } catch {
            return null;
        }
    }

    leave(url) {
        window.location = url;
    }
}

registry.category("public.interactions").add("cobranzas_portal_page", CobranzasPortalPage);
