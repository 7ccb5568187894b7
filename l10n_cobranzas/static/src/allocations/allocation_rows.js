import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { normalize } from "@web/core/l10n/utils";
import { formatMonetary } from "@web/views/fields/formatters";

/** What the allocation tree shows, as texts: its flat rows, its totals and its labels. */
export class AllocationRows {
    /**
     * @param {AllocationTree} tree
     * @param {Object} state the side it is seen from, the filters, what is folded and typed
     */
    constructor(tree, state) {
        this.tree = tree;
        this.state = state;
    }

    get labels() {
        const posted = this.tree.state !== "draft";
        const left = this.tree.givesChange ? _t("Change") : _t("On account");
        if (this.state.side === "document") {
            return {
                node: _t("Document"),
                amount: _t("Settled"),
                rest: posted ? _t("Rounding") : _t("Unpaid"),
                add: _t("Pay it with…"),
                move: _t("Move to another document…"),
            };
        }
        return {
            node: _t("Credit or value"),
            amount: _t("Amount"),
            rest: left,
            add: _t("Pay with it…"),
            move: _t("Pay it with another…"),
        };
    }

    /** All that is drawn; the remainders are computed once. */
    draw() {
        const rests = this.tree.getRests();
        return {
            rows: this.makeRows(rests),
            totals: this.makeTotals(rests),
            labels: this.labels,
        };
    }

    makeTotals(rests) {
        const { tree } = this;
        const documents = tree.getTotal(tree.documents, (row) => row.units);
        const unpaid = tree.getTotal(tree.documents, (row) => rests.unpaid.get(row.id));
        const left = tree.getTotal(tree.sources, (row) => rests.left.get(row.key));
        const format = (units) => this.format(units, tree.currencyId);
        return [
            { id: "documents", label: _t("Documents"), text: format(documents) },
            {
                id: "unpaid",
                label: tree.state === "draft" ? _t("Unpaid") : _t("Rounding"),
                text: format(unpaid),
                color: unpaid ? "text-danger" : "text-success",
            },
            {
                id: "left",
                label: tree.givesChange ? _t("Change") : _t("On account"),
                text: format(left),
                color: left < 0 || (left && unpaid) ? "text-danger" : left ? "text-info" : "",
            },
        ];
    }

    /** The heads of this side and, in order, the pairs under each. */
    getGroups(rests) {
        const { documents, sources, paid } = this.tree;
        if (this.state.side === "document") {
            return [...documents.values()].map((document) => ({
                id: `d${document.id}`,
                node: document,
                rest: rests.unpaid.get(document.id),
                pairs: [...paid.get(document.id).keys()].map((key) => ({
                    source: sources.get(key),
                    document,
                })),
            }));
        }
        const groups = new Map();
        for (const source of sources.values()) {
            const rest = rests.left.get(source.key);
            groups.set(source.key, { id: `s${source.key}`, node: source, rest, pairs: [] });
        }
        for (const [id, payers] of paid) {
            for (const key of payers.keys()) {
                groups.get(key)?.pairs.push({
                    source: sources.get(key),
                    document: documents.get(id),
                });
            }
        }
        return [...groups.values()];
    }

    /** Flat rows: the browser draws hundreds of them faster than a tree of components. */
    makeRows(rests) {
        const wanted = normalize(this.state.filter.trim());
        const matches = (node) => normalize(`${node.name} ${node.partner}`).includes(wanted);
        const bySource = this.state.side === "source";
        const rows = [];
        for (const group of this.getGroups(rests)) {
            if (this.state.onlyOpen && !group.rest) {
                continue;
            }
            const whole = !wanted || matches(group.node);
            const pairs = whole
                ? group.pairs
                : group.pairs.filter((pair) => matches(bySource ? pair.document : pair.source));
            if (!whole && !pairs.length) {
                continue;
            }
            rows.push(this.makeHead(group));
            if (!this.state.folded.has(group.id)) {
                rows.push(...pairs.map((pair) => this.makePair(pair, bySource)));
            }
        }
        return rows;
    }

    makeHead({ id, node, rest, pairs }) {
        const isDocument = this.state.side === "document";
        const { currency_id } = node;
        return {
            id,
            isHead: true,
            folded: this.state.folded.has(id),
            count: pairs.length,
            name: node.name,
            detail: this.getDetail(node, isDocument),
            amount: this.format(node.units, currency_id),
            done: this.format(node.units - rest, currency_id),
            rest: this.format(rest, currency_id),
            color: this.getColor(node, rest, isDocument),
            isMissing: rest > 0,
            document: isDocument ? node.id : "",
            source: isDocument ? "" : node.key,
        };
    }

    makePair({ source, document }, bySource) {
        const id = `${source.key}-${document.id}`;
        const node = bySource ? document : source;
        const units = this.tree.getPaid(source.key, document.id);
        const { typing } = this.state;
        const differs = source.currency_id !== document.currency_id;
        return {
            id,
            name: node.name,
            detail: bySource ? this.getDetail(node, true) : "",
            text:
                typing?.id === id
                    ? typing.text
                    : this.format(units, document.currency_id, !this.tree.hasCurrencies),
            isWrong: typing?.id === id && typing.isWrong,
            spent: differs
                ? this.format(this.tree.getSpent(source, document), source.currency_id)
                : "",
            document: document.id,
            source: source.key,
        };
    }

    getDetail(node, isDocument) {
        if (!isDocument) {
            return [node.kind, this.tree.hasPartners && node.partner].filter(Boolean).join(" · ");
        }
        const due = node.date_due && formatDate(deserializeDate(node.date_due));
        return [this.tree.hasPartners && node.partner, due].filter(Boolean).join(" · ");
    }

    getColor(node, rest, isDocument) {
        if (!rest) {
            return "text-success";
        }
        if (this.tree.state !== "draft") {
            return "text-muted";
        }
        const fine = !isDocument && rest > 0 && !node.pool;
        return fine ? "text-info" : "text-danger";
    }

    format(units, currencyId, noSymbol = false) {
        const amount = this.tree.fromUnits(units, currencyId);
        return formatMonetary(amount, { currencyId, noSymbol });
    }
}
