/* global Chart */
import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

const scheme = cookie.get("color_scheme");
const TEXT = getCustomColor(scheme, "#111827", "#E4E4E4");
const GRID = getCustomColor(scheme, "rgba(0,0,0,.08)", "rgba(255,255,255,.12)");

/**
 * A picture of figures: bars or lines, each of which opens what is behind it. Those who don't see
 * it, or use no mouse, have the same figures as buttons.
 */
export class DashboardChart extends Component {
    static template = "l10n_cobranzas.DashboardChart";
    static props = {
        title: String,
        /** {type, labels, series: [{label, figures, colors, fill, dashed}]} */
        chart: Object,
        /** how an amount is written on the axis, and in full */
        compact: Function,
        full: Function,
        open: Function,
    };

    setup() {
        this.canvasRef = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const chart = new Chart(this.canvasRef.el, this.getConfig());
                return () => chart.destroy();
            },
            () => [this.props.chart]
        );
    }

    get isLine() {
        return this.props.chart.type === "line";
    }

    /** The figures as text and buttons; of the series of a line chart, only the last figure. */
    get entries() {
        const { labels, series } = this.props.chart;
        return series.flatMap(({ label, figures }) => {
            const shown = this.isLine ? figures.slice(-1) : figures;
            return shown
                .filter((figure) => figure.value)
                .map((figure) => {
                    const place = this.isLine ? label : `${labels[figures.indexOf(figure)]}, ${label}`;
                    return { figure, text: `${place}: ${this.props.full(figure.value)}` };
                });
        });
    }

    get description() {
        return [this.props.title, ...this.entries.map(({ text }) => text)].join(". ");
    }

    // Chart.js ------------------------------------------------------------------------------------

    getConfig() {
        const { type, labels, series } = this.props.chart;
        return {
            type,
            data: { labels, datasets: series.map((each) => this.getDataset(each)) },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: this.isLine ? "index" : "nearest", intersect: !this.isLine },
                onClick: (ev, _elements, chart) => this.click(ev, chart),
                onHover: (ev, _elements, chart) => {
                    chart.canvas.style.cursor = this.find(ev, chart) ? "pointer" : "";
                },
                plugins: { legend: this.getLegend(), tooltip: this.getTooltip() },
                scales: this.getScales(),
            },
        };
    }

    getDataset({ label, figures, colors, fill, dashed }) {
        const data = figures.map((figure) => figure.value);
        if (!this.isLine) {
            return { label, data, backgroundColor: colors, borderRadius: 3, maxBarThickness: 56 };
        }
        return {
            label,
            data,
            borderColor: colors,
            backgroundColor: fill || colors,
            fill: Boolean(fill),
            borderDash: dashed ? [5, 4] : [],
            borderWidth: 2,
            pointRadius: data.map((_, index) => (index === data.length - 1 ? 3 : 0)),
            pointBackgroundColor: colors,
            pointHoverRadius: 4,
        };
    }

    /** The legend names the series of one colour; bars of several colours have labels below. */
    getLegend() {
        const { series } = this.props.chart;
        const isNamed = ({ datasetIndex }) => typeof series[datasetIndex].colors === "string";
        return {
            display: series.some((_, datasetIndex) => isNamed({ datasetIndex })),
            position: "bottom",
            labels: {
                color: TEXT,
                boxHeight: 8,
                boxWidth: this.isLine ? 24 : 12,
                filter: isNamed,
                pointStyle: this.isLine ? "line" : "rectRounded",
                usePointStyle: true,
            },
            // a series that is hidden leaves figures that don't add up
            onClick: () => {},
        };
    }

    getTooltip() {
        const { series } = this.props.chart;
        const figure = ({ datasetIndex, dataIndex }) => series[datasetIndex].figures[dataIndex];
        return {
            boxPadding: 4,
            callbacks: {
                title: ([item]) => (this.isLine ? item.label : figure(item).label),
                label: (item) => `${series[item.datasetIndex].label}: ${this.props.full(item.raw)}`,
            },
        };
    }

    getScales() {
        const stacked = !this.isLine;
        const ticks = { color: TEXT, maxRotation: stacked ? 45 : 0, autoSkip: !stacked };
        return {
            x: { stacked, grid: { display: false }, border: { color: GRID }, ticks },
            y: {
                stacked,
                beginAtZero: true,
                border: { display: false },
                grid: { color: GRID },
                ticks: {
                    color: TEXT,
                    maxTicksLimit: 6,
                    callback: (value) => this.props.compact(value),
                },
            },
        };
    }

    /** The figure under the pointer, else the largest above or below it. */
    find(ev, chart) {
        const { series } = this.props.chart;
        const at = (mode, options) =>
            chart
                .getElementsAtEventForMode(ev, mode, options, false)
                .map(({ datasetIndex, index }) => series[datasetIndex].figures[index])
                .filter((figure) => figure?.value);
        const [hit] = at("nearest", { intersect: !this.isLine });
        const column = at("index", { intersect: false });
        return hit || column.sort((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];
    }

    click(ev, chart) {
        const figure = this.find(ev, chart);
        if (figure) {
            this.props.open(figure);
        }
    }
}
