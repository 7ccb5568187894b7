import { parseMonetary } from "@web/views/fields/parsers";

const AMOUNT = ".o_cobranzas_amount";

/**
 * Type the amounts of the allocation tree and go from one to the next with the keyboard.
 *
 * The handlers stand on the element that holds the rows, once for all of them.
 *
 * @param {{ el: HTMLElement }} ref the element that holds the rows
 * @param {Object} params
 * @param {Object} params.state ``typing`` is the amount being typed: its row, its text as it is,
 *  whether it is wrong, and the units that were there before
 * @param {() => AllocationTree} params.getTree
 * @param {() => void} params.onChange
 * @param {(rowId: string) => void} params.focusRow called before the rows are drawn again
 */
export function useAllocationKeyboard(ref, { state, getTree, onChange, focusRow }) {
    function stop() {
        if (state.typing) {
            state.typing = null;
            getTree().prune();
            onChange();
        }
    }

    function cancel({ row, source, document }) {
        getTree().setPaid(source, Number(document), state.typing.before);
        focusRow(row);
        stop();
    }

    /** The units of the text; not a number when it is wrong, which the field's colour shows. */
    function parse(text, currencyId) {
        try {
            return text.trim() ? getTree().toUnits(parseMonetary(text), currencyId) : 0;
        } catch {
            return NaN;
        }
    }

    function type({ row, source, document }, text) {
        const tree = getTree();
        const id = Number(document);
        const isGoingOn = state.typing?.id === row;
        const before = isGoingOn ? state.typing.before : tree.getPaid(source, id);
        const units = parse(text, tree.documents.get(id).currency_id);
        const isWrong = !(units >= 0 && Number.isSafeInteger(units));
        if (!isWrong) {
            tree.setPaid(source, id, units);
        }
        state.typing = { id: row, text, isWrong, before };
        onChange();
    }

    /** Go to the next of the same kind: from an amount to the next amount. */
    function focusNext(target, step) {
        const wanted = target.matches("input") ? AMOUNT : "button, input";
        const stops = [...ref.el.querySelectorAll(`.o_cobranzas_row :is(${wanted})`)];
        stops[stops.indexOf(target) + step]?.focus();
    }

    return {
        stop,
        onInput({ target }) {
            if (target.matches(AMOUNT)) {
                type(target.closest("[data-row]").dataset, target.value);
            }
        },
        onFocusin({ target }) {
            if (target.matches(AMOUNT)) {
                target.select();
            }
        },
        onFocusout({ target }) {
            if (state.typing?.id === target.closest("[data-row]")?.dataset.row) {
                stop();
            }
        },
        onKeydown(ev) {
            const row = ev.target.closest("[data-row]");
            if (!row || ev.altKey || ev.ctrlKey || ev.metaKey) {
                return;
            }
            const isEnterOnAmount = ev.key === "Enter" && ev.target.matches(AMOUNT);
            if (ev.key === "Escape" && state.typing) {
                cancel(row.dataset);
                ev.stopPropagation();
            } else if (["ArrowDown", "ArrowUp"].includes(ev.key) || isEnterOnAmount) {
                ev.preventDefault();
                focusNext(ev.target, ev.key === "ArrowUp" ? -1 : 1);
            }
        },
    };
}
