import { getCurrency } from "@web/core/currency";
import { localization } from "@web/core/l10n/localization";
import { user } from "@web/core/user";
import { formatMonetary } from "@web/views/fields/formatters";

/** A number in few figures, as people say it (1.2 M, 12 mil), with the separators of Odoo. */
export function compactNumber(value) {
    const { decimalPoint, thousandsSep } = localization;
    const separators = { decimal: decimalPoint, group: thousandsSep };
    const options = { notation: "compact", maximumFractionDigits: 1 };
    return new Intl.NumberFormat(user.lang, options)
        .formatToParts(value)
        .map(({ type, value: text }) => separators[type] ?? text)
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
