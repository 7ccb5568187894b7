import { Component, useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** In the top bar, while the worklist is worked through: where one is, and how to go on. */
export class WorklistBar extends Component {
    static template = "l10n_cobranzas.WorklistBar";
    static props = {};

    setup() {
        this.worklist = useState(useService("cobranzas_worklist"));
        // the menus give way: the top bar looks at its width again
        useEffect(
            () => {
                this.env.bus.trigger("MENUS:APP-CHANGED");
            },
            () => [this.worklist.isActive]
        );
    }
}

registry
    .category("systray")
    .add("cobranzas_worklist", { Component: WorklistBar }, { sequence: 60 });
