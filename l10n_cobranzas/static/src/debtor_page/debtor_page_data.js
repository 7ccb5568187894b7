/** The column of each list; what is not named stands in the last one. */
const COLUMNS = [
    ["activities", "log"],
    ["documents", "agencies", "promises", "disputes", "orders"],
    ["payments", "checks", "notices"],
];
/** What is narrower can't be seen or pointed at, in percent. */
const LEAST = 2;

/** The ages that have debts, each with its part of the bar in percent. */
export function agePieces(ages) {
    const owed = ages.filter(({ value }) => value > 0);
    const total = owed.reduce((sum, { value }) => sum + value, 0);
    return owed.map((age) => ({
        ...age,
        width: Math.max((100 * age.value) / total, LEAST),
        place: ages.indexOf(age) / Math.max(ages.length - 1, 1),
    }));
}

/** The lists by column, each column in its order; lists without rows only if they say why. */
export function inColumns(lists) {
    const shown = lists.filter(({ rows, empty, notes }) => rows.length || empty || notes?.length);
    const named = COLUMNS.map((keys) =>
        keys.map((key) => shown.find((list) => list.key === key)).filter(Boolean)
    );
    const others = shown.filter(({ key }) => !COLUMNS.flat().includes(key));
    named.at(-1).push(...others);
    return named;
}

/** The debtor that comes so many after this one in the list; nothing beyond its ends. */
export function neighbour(debtors, model, id, step) {
    const index = debtors.findIndex(([each, eachId]) => each === model && eachId === id);
    return index < 0 ? undefined : debtors[index + step];
}

/** A phone number as a link dials it. */
export function telLink(phone) {
    const digits = phone.replace(/[^\d+*#,;]/g, "");
    return digits ? `tel:${digits}` : "";
}
