(async () => {
    const english = new Set(ENGLISH);
    const figures = FIGURES;
    const roots =
        ".o_cobranzas_receipt .o_form_sheet, .o_cobranzas_operation .o_form_sheet, " +
        ".o_cobranzas_report_form .o_form_sheet, " +
        ".o_cobranzas_dashboard, .o_cobranzas_allocations, .o_cobranzas_kanban, " +
        ".o_cobranzas_debtor_page, .o_cobranzas_worklist_bar";
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const problems = new Set();

    const parse = (text) => {
        const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
        return { r, g, b, a };
    };
    const over = (top, ground, a = top.a) =>
        Object.fromEntries(["r", "g", "b"].map((key) => [key, top[key] * a + ground[key] * (1 - a)]));
    const light = ({ r, g, b }) => {
        const part = (value) =>
            value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };

    /** Return how much an element's text stands out from what lies below it, by WCAG. */
    function getContrast(element) {
        const layers = [];
        let opacity = 1;
        for (let each = element; each; each = each.parentElement) {
            const style = getComputedStyle(each);
            opacity *= Number(style.opacity);
            const ground = parse(style.backgroundColor);
            if (!layers.some((layer) => layer.a === 1)) {
                layers.push(ground);
            }
        }
        const white = { r: 255, g: 255, b: 255 };
        const ground = layers.reverse().reduce((below, layer) => over(layer, below), white);
        const ink = parse(getComputedStyle(element).color);
        const [a, b] = [light(over(ink, ground, ink.a * opacity)), light(ground)];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** Note what is wrong with the screen that is shown. */
    function check(screen) {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const text = walker.currentNode.nodeValue.replace(/\s+/g, " ").trim();
            const element = walker.currentNode.parentElement;
            if (!text || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
                continue;
            }
            if (english.has(text)) {
                problems.add(`${screen}: in English: ${text}`);
            }
            if (!element.closest(roots) || element.closest(".badge, :disabled, .o_loading_indicator, .o_view_sample_data")) {
                continue;
            }
            const style = getComputedStyle(element);
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            const contrast = getContrast(element);
            if (contrast < (large ? 3 : 4.5)) {
                problems.add(`${screen}: contrast ${contrast.toFixed(2)}: ${text}`);
            }
        }
        if (document.documentElement.scrollWidth > window.innerWidth + 1) {
            problems.add(`${screen}: wider than the window`);
        }
    }

    /** Wait until the screen has not changed for a while. */
    async function settle() {
        let before;
        for (let round = 0; round < 40; round++) {
            await pause(150);
            const shown = document.querySelectorAll(".o_action_manager, .modal");
            const now = [...shown].map((each) => each.innerText).join();
            if (now && now === before && !document.querySelector(".o_loading_indicator, .fa-spin")) {
                return;
            }
            before = now;
        }
    }

    const { action, orm } = odoo.__WOWL_DEBUG__.root.env.services;
    /**
     * Open an action; what fails, or never opens, is a problem by its name. A row that was clicked
     * and opens late takes the place of what is opened after it: that is asked for again.
     */
    async function open(name, request, options, isAgain = false) {
        const late = pause(15000).then(() => "late");
        let done;
        try {
            done = await Promise.race([action.doAction(request, options), late]);
        } catch (error) {
            problems.add(`${name}: ${error.data?.message || error.message}`);
            return false;
        }
        await settle();
        if (done === "late") {
            if (!isAgain) {
                return open(name, request, options, true);
            }
            problems.add(`${name}: does not open`);
        }
        return done !== "late";
    }

    for (const id of ACTIONS) {
        if (!(await open(`action ${id}`, id, { clearBreadcrumbs: true }))) {
            continue;
        }
        const { displayName } = action.currentController;
        check(displayName);
        console.log(displayName);
        const figure = figures[id];
        if (figure && !document.querySelector(".o_action_manager").innerText.includes(figure)) {
            problems.add(`${displayName}: ${figure} is not in sight`);
        }
        const row = document.querySelector(
            ".o_data_row td.o_data_cell, .o_kanban_record:not(.o_kanban_ghost)"
        );
        // what an empty list shows for example is no record to open
        if (row && !document.querySelector(".o_view_sample_data") && document.querySelector(".o_list_view, .o_kanban_view")) {
            row.click();
            await settle();
            check(`${displayName}, the first`);
        }
    }
    for (const [model, method, ids] of DIALOGS) {
        const views = [[false, "form"]]; // as a button of a form gets them
        const request = { views, ...(await orm.call(model, method, [ids])) };
        if (!(await open(`${model} ${method}`, request))) {
            continue;
        }
        const dialog = document.querySelector(".modal");
        check(`${model} ${method}`);
        if (dialog && dialog.querySelector(".modal-content").scrollWidth > window.innerWidth + 1) {
            problems.add(`${model} ${method}: wider than the window`);
        }
        await action.doAction({ type: "ir.actions.act_window_close" });
    }
    if (problems.size) {
        console.error([...problems].join("\n"));
    } else {
        console.log("test successful");
    }
})();
