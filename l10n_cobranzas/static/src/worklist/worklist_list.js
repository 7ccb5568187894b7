import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** What a row of a list is to the worklist. */
const toRow = (record) => ({ id: record.resId, name: record.data.name });

/** The debtors shown, in their order, those of open groups too. */
export function getRows(list) {
    return list.records.map(toRow);
}

/** Opening a row starts going through the list; coming back to it ends that. */
const worklistController = (Controller) =>
    class extends Controller {
        setup() {
            super.setup();
            this.worklist = useService("cobranzas_worklist");
            this.worklist.stop();
        }

        async openRecord(record) {
            await this.worklist.start(getRows(this.model.root), record.resId);
        }
    };

export class WorklistController extends worklistController(ListController) {}
export class WorklistKanbanController extends worklistController(KanbanController) {}

/** Keys of the row that has the focus: G logs a contact, Z puts the debtor off, N is the next row. */
export class WorklistRenderer extends ListRenderer {
    setup() {
        super.setup();
        this.action = useService("action");
        this.orm = useService("orm");
    }

    onCellKeydownReadOnlyMode(hotkey, cell, group, record) {
        const method = { g: "action_log_contact", z: "action_snooze" }[hotkey];
        if (record && method) {
            this.ask(record, method);
            return true;
        }
        const moved = hotkey === "n" ? "arrowdown" : hotkey;
        return super.onCellKeydownReadOnlyMode(moved, cell, group, record);
    }

    async ask(record, method) {
        const action = await this.orm.call(record.resModel, method, [[record.resId]]);
        await this.action.doAction(action, { onClose: () => this.props.list.model.load() });
    }
}

registry.category("views").add("cobranzas_worklist", {
    ...listView,
    Controller: WorklistController,
    Renderer: WorklistRenderer,
});
registry.category("views").add("cobranzas_worklist_kanban", {
    ...kanbanView,
    Controller: WorklistKanbanController,
});
