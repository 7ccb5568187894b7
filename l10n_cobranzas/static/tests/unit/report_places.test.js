import { describe, expect, getFixture, test } from "@odoo/hoot";
import { findFocus, giveFocus } from "@l10n_cobranzas/reports/report_places";

describe.current.tags("desktop");

describe("the place of a report", () => {
    test("the focus comes back to the figure that was opened", () => {
        const table = document.createElement("table");
        const row = '<tr><td><button>Kiosco</button></td><td><a href="#">100</a></td></tr>';
        table.innerHTML = row + row;
        getFixture().append(table);
        expect(findFocus(table)).toBe(-1);
        giveFocus(table, -1);
        expect(findFocus(table)).toBe(-1);
        giveFocus(table, 3);
        expect(document.activeElement).toBe(table.querySelectorAll("a")[1]);
        expect(findFocus(table)).toBe(3);
        giveFocus(table, 99);
        expect(findFocus(table)).toBe(3);
    });
});
