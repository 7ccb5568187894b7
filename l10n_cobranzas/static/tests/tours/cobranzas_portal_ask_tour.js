import { registry } from "@web/core/registry";

/** A day some days from today, as a field of a date has it. */
function day(days) {
    const date = new Date(Date.now() + days * 86400000);
    return date.toISOString().slice(0, 10);
}

/** A debtor on a phone, by the link of a mail: promises, does not agree, tells of a transfer, asks. */
registry.category("web_tour.tours").add("cobranzas_portal_ask_tour", {
    steps: () => [
        {
            content: "Tick the oldest document",
            trigger: "tr[name='item']:first input[name='items']",
            run: "click",
        },
        {
            content: "Promise it",
            trigger: "button[formaction$='/promise/new']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Say when",
            trigger: "input[name='date_1']",
            run() {
                this.anchor.value = day(5);
            },
        },
        {
            content: "The amount is that of the document",
            trigger: "input[name='part_1']:value(1000)",
        },
        {
            trigger: ".o_cobranzas_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "One sentence answers", trigger: ".alert-success:contains(PRO/)" },
        { content: "It stands on the page", trigger: "li[name='promise']" },
        {
            content: "Do not agree with the other one",
            trigger: "tr[name='item']:last a[href*='/dispute/']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "input[value='part']", run: "click" },
        { trigger: "input[name='amount']", run: "edit 100" },
        { trigger: "select[name='reason_id']", run: "selectByIndex 1" },
        { trigger: "textarea[name='text']", run: "edit Llegaron rotas" },
        {
            trigger: ".o_cobranzas_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains(DIS/)" },
        {
            trigger: "a[href$='/advice']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "input[name='amount']", run: "edit 250" },
        { trigger: "input[name='reference']", run: "edit TR 77" },
        {
            trigger: ".o_cobranzas_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains(250)" },
        {
            trigger: "a[href$='/ask']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "textarea[name='text']", run: "edit Hola" },
        {
            trigger: ".o_cobranzas_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "li[name='message'].o_cobranzas_mine:contains(Hola)" },
    ],
});
