import { cookie } from "@web/core/browser/cookie";
import { getCustomColor, hexToRGBA } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";

const BLUE = "#4EA7F2";
const TEAL = "#43C5B1";
const YELLOW = "#FFD86D";
const RED = "#CE4257";
const GRAY = getCustomColor(cookie.get("color_scheme"), "#A4A8B6", "#7E8290");

/** The colour that lies between two others; ``part`` goes from 0 to 1. */
function mix(from, to, part) {
    const channel = (start) => {
        const [low, high] = [from, to].map((color) => parseInt(color.slice(start, start + 2), 16));
        return Math.round(low + (high - low) * part)
            .toString(16)
            .padStart(2, "0");
    };
    return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** The colours of the aging buckets: one for what is not due, then yellow to red by age. */
function ageColors(count) {
    const last = Math.max(count - 2, 1);
    return Array.from({ length: count }, (_, age) =>
        age ? mix(YELLOW, RED, (age - 1) / last) : TEAL
    );
}

function hasAmount(figures) {
    return figures.some((figure) => figure.value);
}

/** Debts by age, upwards; the credits of the same dates, downwards. */
export function agesChart({ ages }) {
    const credits = ages.map((age) => age.credits);
    const series = [
        { label: _t("Debts"), figures: ages.map((age) => age.debts), colors: ageColors(ages.length) },
    ];
    if (hasAmount(credits)) {
        series.push({ label: _t("Credits"), figures: credits, colors: GRAY });
    }
    return { type: "bar", labels: ages.map((age) => age.label), series };
}

/** What falls due week by week, and above it the cheques to be paid then. */
export function weeksChart({ weeks }) {
    const checks = weeks.map((week) => week.checks);
    const series = [{ label: _t("Debts due"), figures: weeks.map((week) => week.debts), colors: BLUE }];
    if (hasAmount(checks)) {
        series.push({ label: _t("Deferred cheques"), figures: checks, colors: TEAL });
    }
    return { type: "bar", labels: weeks.map((week) => week.label), series };
}

/** What was collected up to each day of the month, this one and the last. */
export function collectionsChart({ collections }) {
    const { this_month, last_month } = collections;
    const length = Math.max(this_month.length, last_month.length);
    return {
        type: "line",
        labels: Array.from({ length }, (_, day) => `${day + 1}`),
        series: [
            {
                label: _t("This month"),
                figures: this_month,
                colors: BLUE,
                fill: hexToRGBA(BLUE, 0.15),
            },
            { label: _t("Last month"), figures: last_month, colors: GRAY, dashed: true },
        ],
    };
}

/** Whether there is anything to draw. */
export function isBlank({ series }) {
    return !series.some(({ figures }) => hasAmount(figures));
}
