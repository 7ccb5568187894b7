import { onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

/** Between two readings of a run, in milliseconds: a statement is sent many times a second. */
export const PAUSE = 1000;

/**
 * How far a run is: its form reads it again when the server tells that more is done. What is being
 * typed is left alone; without a connection the button Refresh does the same.
 */
export class RunProgressField extends ProgressBarField {
    setup() {
        super.setup();
        this.busService = useService("bus_service");
        const onProgress = ({ model, id }) => {
            const { resModel, resId } = this.props.record;
            if (model === resModel && id === resId) {
                this.readAgain();
            }
        };
        this.busService.subscribe("cobranzas_run_progress", onProgress);
        // what was told while there was no connection may be lost
        useBus(this.busService, "BUS:RECONNECT", () => this.readAgain());
        onWillUnmount(() => {
            this.busService.unsubscribe("cobranzas_run_progress", onProgress);
            browser.clearTimeout(this.pause);
        });
    }

    /** Read the run at once, then at most once a pause. */
    async readAgain() {
        if (this.pause) {
            this.isLate = true;
            return;
        }
        this.pause = browser.setTimeout(() => {
            this.pause = null;
            if (this.isLate) {
                this.isLate = false;
                this.readAgain();
            }
        }, PAUSE);
        const { record } = this.props;
        if (!record.isNew && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry
    .category("fields")
    .add("cobranzas_run_progress", { ...progressBarField, component: RunProgressField });
