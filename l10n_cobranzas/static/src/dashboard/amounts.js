import { getCurrency } from "@web/core/currency";
import { localization } from "@web/core/l10n/localization";
import { user } from "@web/core/user";
import { formatMonetary } from "@web/views/fields/formatters";

/** What Intl writes of a number, with the separators of the user's language in Odoo. */
const SEPARATORS = { decimal: "decimalPoint", group: "thousandsSep" };

/** A number in few figures, as people say it: 1.2 M, 12 mil. */
export function compactNumber(value) {
    const format = new Intl.NumberFormat(user.lang, {
        notation: "compact",
        maximumFractionDigits: 1,
    });
    return format
        .formatToParts(value)
        .map((part) => localization[SEPARATORS[part.type]] ?? part.value)
        .join("");
}

/** An amount in few figures, with its currency. */
export function compactAmount(value, currencyId) {
    const { symbol = "", position } = getCurrency(currencyId) || {};
    const number = compactNumber(value);
    return position === "after" ? `${number}\u00a0${symbol}` : `${symbol}\u00a0${number}`;
}

/** An amount to the cent, with its currency. */
export function fullAmount(value, currencyId) {
    return formatMonetary(value, { currencyId });
}
