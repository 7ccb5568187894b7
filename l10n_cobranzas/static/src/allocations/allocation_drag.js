import { useDraggable } from "@web/core/utils/draggable";

/**
 * Let a payment be dragged onto another document, or onto another source, of the allocation tree.
 *
 * @param {{ el: HTMLElement }} ref the element that holds the rows
 * @param {Object} params
 * @param {() => boolean} params.enable
 * @param {(dragged: Object, over: Object) => Function | false} params.getMove what dropping a row
 *  on another does, by the data of both elements; false when it may not be dropped there
 * @param {(move: Function) => void} params.onDrop
 */
export function useAllocationDrag(ref, { enable, getMove, onDrop }) {
    let dragged = null;

    const getRowAt = (y) =>
        [...ref.el.querySelectorAll(".o_cobranzas_rows [data-row]")].find((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return top <= y && y < bottom;
        });

    const clearTarget = () => {
        for (const row of ref.el.querySelectorAll(".o_cobranzas_drop")) {
            row.classList.remove("o_cobranzas_drop");
        }
    };

    useDraggable({
        ref,
        enable,
        elements: ".o_cobranzas_pair .o_cobranzas_name",
        cursor: "grabbing",
        onDragStart: ({ element }) => {
            dragged = { ...element.closest("[data-row]").dataset };
        },
        // the class is set by hand: drawing all rows at every step of the pointer would be slow
        onDrag: ({ y }) => {
            clearTarget();
            const row = getRowAt(y);
            if (row && getMove(dragged, row.dataset)) {
                row.classList.add("o_cobranzas_drop");
            }
        },
        onDrop: ({ y }) => {
            const row = getRowAt(y);
            const move = row && getMove(dragged, row.dataset);
            if (move) {
                onDrop(move);
            }
        },
        onDragEnd: () => {
            clearTarget();
            dragged = null;
        },
    });
}
