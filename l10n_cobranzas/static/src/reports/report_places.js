/** Where each report was left, by its id, for as long as the page is open. */
const places = new Map();

/** Keep the place of a report with the filters that it had. */
export function keepPlace(reportId, filters, place) {
    places.set(reportId, { filters, place });
}

/** Return the place where a report was left, if it was with the same filters; once. */
export function recallPlace(reportId, filters) {
    const kept = places.get(reportId);
    places.delete(reportId);
    return kept && kept.filters === filters ? kept.place : null;
}

/** Return which link or button of the table has the focus; -1 when none. */
export function findFocus(table) {
    return [...table.querySelectorAll("a, button")].indexOf(document.activeElement);
}

/** Give the focus back to that link or button, for who reads the report by the keyboard. */
export function giveFocus(table, index) {
    table.querySelectorAll("a, button")[index]?.focus({ preventScroll: true });
}
