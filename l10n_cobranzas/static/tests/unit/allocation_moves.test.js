import { beforeEach, describe, expect, test } from "@odoo/hoot";
import {
    credit,
    DOLLAR,
    invoice,
    makeTree,
    rowsOf,
    setCurrencies,
    value,
} from "./allocation_helpers";

describe.current.tags("headless");
beforeEach(setCurrencies);

describe("to another document", () => {
    test("those who paid it change places", () => {
        const tree = makeTree(
            [invoice(1, 600), invoice(2, 900)],
            [value("cash", 600), value("bank", 900)],
            [
                ["cash", 1, 600],
                ["bank", 2, 900],
            ]
        );
        expect(tree.moveToDocument("cash", 1, 2)).toBe(true);
        expect(rowsOf(tree)).toEqual([
            ["bank", 1, 600],
            ["bank", 2, 300],
            ["cash", 2, 600],
        ]);
    });

    test("what is unpaid is taken first", () => {
        const tree = makeTree(
            [invoice(1, 100), invoice(2, 100)],
            [value("a", 100), value("b", 60)],
            [
                ["a", 1, 100],
                ["b", 2, 60],
            ]
        );
        expect(tree.moveToDocument("a", 1, 2)).toBe(true);
        expect(rowsOf(tree)).toEqual([
            ["b", 1, 60],
            ["a", 2, 100],
        ]);
    });

    test("the last who paid give way first, and no more than needed", () => {
        const tree = makeTree(
            [invoice(1, 50), invoice(2, 200)],
            [value("a", 50), value("b", 120), value("c", 80)],
            [
                ["a", 1, 50],
                ["b", 2, 120],
                ["c", 2, 80],
            ]
        );
        expect(tree.moveToDocument("a", 1, 2)).toBe(true);
        expect(rowsOf(tree)).toEqual([
            ["c", 1, 50],
            ["b", 2, 120],
            ["c", 2, 30],
            ["a", 2, 50],
        ]);
    });

    test("a credit does not go to a document it may not pay", () => {
        const tree = makeTree(
            [invoice(1, 100, { pool: "partner,8" }), invoice(2, 100)],
            [value("a", 100), credit("c", 100)],
            [
                ["a", 1, 100],
                ["c", 2, 100],
            ]
        );
        expect(tree.moveToDocument("a", 1, 2)).toBe(false);
        expect(rowsOf(tree)).toEqual([
            ["a", 1, 100],
            ["c", 2, 100],
        ]);
        expect(tree.isDirty).toBe(false);
    });

    test("across currencies, what moves is what it is worth there", () => {
        const tree = makeTree(
            [invoice(1, 1200), invoice(2, 1, { currency_id: DOLLAR })],
            [value("a", 1200), value("b", 1200)],
            [
                ["a", 1, 1200],
                ["b", 2, 1],
            ]
        );
        expect(tree.moveToDocument("a", 1, 2)).toBe(true);
        expect(rowsOf(tree)).toEqual([
            ["b", 1, 1200],
            ["a", 2, 1],
        ]);
    });
});

describe("to another source", () => {
    test("with what it has left", () => {
        const tree = makeTree(
            [invoice(1, 100)],
            [value("a", 100), value("b", 70)],
            [["a", 1, 100]]
        );
        expect(tree.moveToSource("a", 1, "b")).toBe(true);
        expect(rowsOf(tree)).toEqual([
            ["a", 1, 30],
            ["b", 1, 70],
        ]);
    });

    test("then changing places on the documents it pays, the last first", () => {
        const tree = makeTree(
            [invoice(1, 100), invoice(2, 40), invoice(3, 40)],
            [value("a", 100), value("b", 90)],
            [
                ["a", 1, 100],
                ["b", 2, 40],
                ["b", 3, 40],
            ]
        );
        expect(tree.moveToSource("a", 1, "b")).toBe(true);
        expect(rowsOf(tree)).toEqual([
            ["a", 1, 10],
            ["b", 1, 90],
            ["a", 2, 40],
            ["a", 3, 40],
        ]);
    });

    test("a credit takes no document it may not pay", () => {
        const tree = makeTree(
            [invoice(1, 100), invoice(2, 100, { pool: "partner,8" })],
            [credit("c", 100), value("b", 100)],
            [
                ["c", 1, 100],
                ["b", 2, 100],
            ]
        );
        expect(tree.moveToSource("c", 1, "b")).toBe(false);
        expect(tree.isDirty).toBe(false);
    });
});

describe("random trees", () => {
    const documents = [1, 2, 3, 4].map((id) =>
        invoice(id, 0, { pool: id < 3 ? "partner,7" : "partner,8" })
    );
    const sources = [value("a", 0), value("b", 0), credit("c", 0)];

    /** The same numbers at every run, in [0, 1). */
    function makeRandom(seed) {
        return () => {
            seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
            return seed / 2 ** 32;
        };
    }

    /** Rows drawn, then amounts of documents and sources that hold them. */
    function drawTree(random) {
        const draw = (most) => Math.floor(random() * most) / 100;
        const rows = [];
        for (const document of documents) {
            for (const source of sources) {
                if (random() < 0.5 && (!source.pool || source.pool === document.pool)) {
                    rows.push([source.key, document.id, draw(10_000) + 0.01]);
                }
            }
        }
        const sum = (matches) =>
            rows.reduce((total, row) => total + (matches(row) ? Math.round(row[2] * 100) : 0), 0);
        const hold = (node, matches) => ({
            ...node,
            amount: (sum(matches) + Math.floor(random() * 3) * 1000) / 100,
        });
        return makeTree(
            documents.map((row) => hold(row, ([, id]) => id === row.id)),
            sources.map((row) => hold(row, ([key]) => key === row.key)),
            rows
        );
    }

    const paidOf = (tree, id) =>
        [...tree.paid.get(id).values()].reduce((sum, units) => sum + units, 0);
    const spentOf = (tree, key) =>
        [...tree.paid.values()].reduce((sum, payers) => sum + (payers.get(key) || 0), 0);

    const MAY_MOVE = {
        moveToDocument: (tree, key, id, to) =>
            to !== id && tree.mayPay(tree.sources.get(key), tree.documents.get(to)),
        moveToSource: (tree, key, id, to) =>
            to !== key && tree.mayPay(tree.sources.get(to), tree.documents.get(id)),
    };

    /** Try every move of every pair; the trees before and after. */
    function* everyMove(name, targets) {
        for (let seed = 1; seed <= 60; seed++) {
            for (const [key, id] of rowsOf(drawTree(makeRandom(seed)))) {
                for (const to of targets) {
                    const before = drawTree(makeRandom(seed));
                    const tree = drawTree(makeRandom(seed));
                    if (MAY_MOVE[name](tree, key, id, to)) {
                        const moved = tree[name](key, id, to);
                        yield { before, tree, moved };
                    }
                }
            }
        }
    }

    /** What no move may break. */
    function isBalanced(tree) {
        return (
            [...tree.documents.values()].every((document) => tree.getUnpaid(document) >= 0) &&
            [...tree.sources.values()].every((source) => tree.getLeft(source) >= 0) &&
            tree
                .toRows()
                .every(
                    ({ source, document, amount }) =>
                        amount > 0 &&
                        tree.mayPay(tree.sources.get(source), tree.documents.get(document))
                )
        );
    }

    test("moved to a document, every source spends what it did", () => {
        let count = 0;
        const wrong = [];
        for (const { before, tree, moved } of everyMove("moveToDocument", [1, 2, 3, 4])) {
            count++;
            const same = sources.every(({ key }) => spentOf(before, key) === spentOf(tree, key));
            if (!isBalanced(tree) || !same || moved !== tree.isDirty) {
                wrong.push([rowsOf(before), rowsOf(tree)]);
            }
        }
        expect(count).toBeGreaterThan(500);
        expect(wrong).toEqual([]);
    });

    test("moved to a source, every document is paid what it was", () => {
        let count = 0;
        const wrong = [];
        for (const { before, tree, moved } of everyMove("moveToSource", ["a", "b", "c"])) {
            count++;
            const same = documents.every(({ id }) => paidOf(before, id) === paidOf(tree, id));
            if (!isBalanced(tree) || !same || moved !== tree.isDirty) {
                wrong.push([rowsOf(before), rowsOf(tree)]);
            }
        }
        expect(count).toBeGreaterThan(300);
        expect(wrong).toEqual([]);
    });
});
