import { _t } from "@web/core/l10n/translation";

/**
 * What a payment of the allocation tree may be moved to, and what may pay or be paid: the choices
 * of a dialog, and what choosing one does.
 */
export class AllocationChoices {
    /**
     * @param {AllocationTree} tree
     * @param {AllocationRows} rows formats amounts and details
     * @param {"document" | "source"} side the side that the tree is seen from
     */
    constructor(tree, rows, side) {
        this.tree = tree;
        this.rows = rows;
        this.side = side;
    }

    /** What the source may pay. */
    getDocuments(source) {
        const { tree } = this;
        return [...tree.documents.values()].filter((document) => tree.mayPay(source, document));
    }

    /** What may pay the document. */
    getSources(document) {
        const { tree } = this;
        return [...tree.sources.values()].filter((source) => tree.mayPay(source, document));
    }

    /** The documents, or the sources, that the payment of a document by a source may move to. */
    forMove(key, id) {
        const { tree } = this;
        if (this.side === "document") {
            const source = tree.sources.get(key);
            const others = this.getDocuments(source).filter((document) => document.id !== id);
            return {
                title: _t("Move %s to…", source.name),
                choices: this.describeDocuments(others),
                getMove: (toId) => () => tree.moveToDocument(key, id, toId),
                getRowId: (toId) => `${key}-${toId}`,
            };
        }
        const document = tree.documents.get(id);
        const others = this.getSources(document).filter((source) => source.key !== key);
        return {
            title: _t("Pay %s with…", document.name),
            choices: this.describeSources(others),
            getMove: (toKey) => () => tree.moveToSource(key, id, toKey),
            getRowId: (toKey) => `${toKey}-${id}`,
        };
    }

    /** What may pay the document, or what the source may pay. */
    forAdd(key, id) {
        if (this.side === "document") {
            const document = this.tree.documents.get(id);
            return {
                title: _t("Pay %s with…", document.name),
                choices: this.describeSources(this.getSources(document)),
                getPair: (key) => [key, id],
            };
        }
        const source = this.tree.sources.get(key);
        return {
            title: _t("Pay with %s…", source.name),
            choices: this.describeDocuments(this.getDocuments(source)),
            getPair: (id) => [key, id],
        };
    }

    /** What dropping a payment on a row does, by the data of both; false when it may not. */
    forDrop({ source: key, document }, over) {
        const { tree } = this;
        const id = Number(document);
        if (this.side === "document") {
            const to = tree.documents.get(Number(over.document));
            const may = over.document !== document && tree.mayPay(tree.sources.get(key), to);
            return may && (() => tree.moveToDocument(key, id, to.id));
        }
        const to = tree.sources.get(over.source);
        const may = over.source !== key && tree.mayPay(to, tree.documents.get(id));
        return may && (() => tree.moveToSource(key, id, to.key));
    }

    /** Those with something unpaid first. */
    describeDocuments(documents) {
        return documents
            .map((document) => {
                const unpaid = this.tree.getUnpaid(document);
                const label = unpaid ? _t("Unpaid") : _t("Settled");
                const amount = this.rows.format(unpaid || document.units, document.currency_id);
                return {
                    id: document.id,
                    name: document.name,
                    detail: this.rows.getDetail(document, true),
                    amount: `${label} ${amount}`,
                    isOpen: unpaid > 0,
                };
            })
            .sort((one, other) => other.isOpen - one.isOpen);
    }

    /** Those with something left first. */
    describeSources(sources) {
        return sources
            .map((source) => {
                const left = this.tree.getLeft(source);
                const amount = this.rows.format(left || source.units, source.currency_id);
                return {
                    id: source.key,
                    name: source.name,
                    detail: this.rows.getDetail(source, false),
                    amount: left ? _t("%s left", amount) : amount,
                    isOpen: left > 0,
                };
            })
            .sort((one, other) => other.isOpen - one.isOpen);
    }
}
