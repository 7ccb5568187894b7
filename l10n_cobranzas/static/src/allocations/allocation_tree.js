import { getCurrency } from "@web/core/currency";

/**
 * Who pays what in a receipt, in minor units of each one's currency, so that totals are exact.
 *
 * The server decides what is saved; this shows the effect while a person types and moves payments.
 */
export class AllocationTree {
    constructor(data) {
        Object.assign(this, {
            editable: data.editable,
            state: data.state,
            name: data.name,
            byHand: data.by_hand,
            warning: data.warning,
            givesChange: data.gives_change,
            currencyId: data.currency_id,
            rates: data.rates,
        });
        const units = (row) => ({ ...row, units: this.toUnits(row.amount, row.currency_id) });
        this.documents = new Map(data.documents.map((row) => [row.id, units(row)]));
        this.sources = new Map(data.sources.map((row) => [row.key, units(row)]));
        /** Per document, what each source pays of it, in units of the document's currency. */
        this.paid = new Map(data.documents.map((row) => [row.id, new Map()]));
        for (const row of data.rows) {
            const units = this.toUnits(row.amount, this.documents.get(row.document).currency_id);
            this.paid.get(row.document).set(row.source, units);
        }
        const nodes = [...data.documents, ...data.sources];
        this.hasCurrencies = new Set(nodes.map((row) => row.currency_id)).size > 1;
        const partners = nodes.map((row) => row.partner).filter(Boolean);
        this.hasPartners = data.by_group || new Set(partners).size > 1;
        this.saved = this.fingerprint;
    }

    // Units ---------------------------------------------------------------------------------------

    factor(currencyId) {
        return 10 ** (getCurrency(currencyId)?.digits[1] ?? 2);
    }

    toUnits(amount, currencyId) {
        return Math.round(amount * this.factor(currencyId));
    }

    fromUnits(units, currencyId) {
        return units / this.factor(currencyId);
    }

    /** What a unit of the node is worth: a document may have a rate of its own. */
    getRate(node) {
        return node.rate || this.rates[node.currency_id];
    }

    isConverted(from, to) {
        return from.currency_id !== to.currency_id || this.getRate(from) !== this.getRate(to);
    }

    /** Convert units of one document, source or currency to those of another. */
    convert(units, from, to) {
        if (!this.isConverted(from, to)) {
            return units;
        }
        const amount = this.fromUnits(units, from.currency_id);
        return this.toUnits((amount * this.getRate(from)) / this.getRate(to), to.currency_id);
    }

    // Reading -------------------------------------------------------------------------------------

    get fingerprint() {
        return JSON.stringify(this.toRows());
    }

    get isDirty() {
        return this.fingerprint !== this.saved;
    }

    getPaid(key, id) {
        return this.paid.get(id).get(key) || 0;
    }

    mayPay(source, document) {
        return !source.pool || source.pool === document.pool;
    }

    /** What the source spends on the document, in its own currency. */
    getSpent(source, document) {
        const units = this.getPaid(source.key, document.id);
        return this.convert(units, document, source);
    }

    getUnpaid(document) {
        let unpaid = document.units;
        for (const units of this.paid.get(document.id).values()) {
            unpaid -= units;
        }
        return unpaid;
    }

    /**
     * What of the source pays nothing. Across currencies one unit typed may be worth several of
     * the source's: within what those can be worth, the source is spent whole, as the server
     * takes it.
     */
    getLeft(source) {
        let left = source.units;
        let slack = 0;
        for (const [id, payers] of this.paid) {
            if (!payers.get(source.key)) {
                continue;
            }
            const document = this.documents.get(id);
            left -= this.getSpent(source, document);
            if (this.isConverted(document, source)) {
                slack += 1 + this.convert(1, document, source);
            }
        }
        return Math.abs(left) <= slack ? 0 : left;
    }

    /** The remainders of both sides, computed once for a whole drawing of the tree. */
    getRests() {
        const { documents, sources } = this;
        return {
            unpaid: new Map([...documents].map(([id, document]) => [id, this.getUnpaid(document)])),
            left: new Map([...sources].map(([key, source]) => [key, this.getLeft(source)])),
        };
    }

    /** The sum of units by node, in the receipt's currency. */
    getTotal(nodes, unitsOf) {
        const receipt = { currency_id: this.currencyId };
        return [...nodes.values()].reduce(
            (total, node) => total + this.convert(unitsOf(node), node, receipt),
            0
        );
    }

    toRows() {
        const rows = [];
        for (const [id, payers] of this.paid) {
            for (const [key, units] of payers) {
                if (units) {
                    const { currency_id } = this.documents.get(id);
                    const amount = this.fromUnits(units, currency_id);
                    rows.push({ source: key, document: id, amount });
                }
            }
        }
        return rows;
    }

    // Changing ------------------------------------------------------------------------------------

    setPaid(key, id, units) {
        this.paid.get(id).set(key, units);
    }

    addPaid(key, id, units) {
        this.setPaid(key, id, this.getPaid(key, id) + units);
    }

    /** Forget the pairs that pay nothing. */
    prune() {
        for (const payers of this.paid.values()) {
            for (const [key, units] of payers) {
                if (!units) {
                    payers.delete(key);
                }
            }
        }
    }

    /** Let a source pay what it can of what is unpaid of a document. */
    pay(key, id) {
        const source = this.sources.get(key);
        const document = this.documents.get(id);
        const left = Math.max(this.getLeft(source), 0);
        const worth = this.convert(left, source, document);
        this.addPaid(key, id, Math.max(Math.min(this.getUnpaid(document), worth), 0));
    }

    /**
     * Let a source pay another document with what it paid of one. Those who paid that other
     * document change places with it, as far as they may, so that nothing gets out of balance.
     *
     * @returns {boolean} whether anything could be moved
     */
    moveToDocument(key, fromId, toId) {
        const from = this.documents.get(fromId);
        const to = this.documents.get(toId);
        const whole = this.getPaid(key, fromId);
        const worth = this.convert(whole, from, to);
        const others = [...this.paid.get(toId)]
            .filter(([other]) => other !== key && this.mayPay(this.sources.get(other), from))
            .reverse();
        const free = Math.max(this.getUnpaid(to), 0);
        const moved = Math.min(worth, others.reduce((sum, [, units]) => sum + units, free));
        if (moved <= 0) {
            return false;
        }
        const leaving =
            moved === worth ? whole : this.convert(moved, to, from);
        let displaced = moved - free;
        let toReturn = leaving;
        for (const [other, units] of others) {
            if (displaced <= 0) {
                break;
            }
            const taken = Math.min(units, displaced);
            displaced -= taken;
            const back = Math.min(this.convert(taken, to, from), toReturn);
            toReturn -= back;
            this.addPaid(other, toId, -taken);
            this.addPaid(other, fromId, back);
        }
        this.addPaid(key, fromId, -leaving);
        this.addPaid(key, toId, moved);
        this.prune();
        return true;
    }

    /**
     * Let another source pay what one paid of a document: with what it has left, then changing
     * places with it on the documents it pays.
     *
     * @returns {boolean} whether anything could be moved
     */
    moveToSource(fromKey, id, toKey) {
        const document = this.documents.get(id);
        const from = this.sources.get(fromKey);
        const to = this.sources.get(toKey);
        const before = this.getPaid(fromKey, id);
        let wanted = before;
        const take = (units) => {
            this.addPaid(fromKey, id, -units);
            this.addPaid(toKey, id, units);
            wanted -= units;
        };
        const left = Math.max(this.getLeft(to), 0);
        take(Math.min(wanted, this.convert(left, to, document)));
        for (const [otherId, payers] of [...this.paid].reverse()) {
            const other = this.documents.get(otherId);
            const units = otherId === id ? 0 : payers.get(toKey) || 0;
            if (!wanted || !units || !this.mayPay(from, other)) {
                continue;
            }
            const worth = this.convert(units, other, document);
            const taken = Math.min(worth, wanted);
            const swapped =
                taken === worth
                    ? units
                    : this.convert(taken, document, other);
            this.addPaid(toKey, otherId, -swapped);
            this.addPaid(fromKey, otherId, swapped);
            take(taken);
        }
        this.prune();
        return wanted < before;
    }
}
