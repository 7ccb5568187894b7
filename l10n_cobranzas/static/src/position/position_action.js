import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** A record of the tree with what came before or after it, which are read when it is unfolded. */
export class PositionNode extends Component {
    static template = "l10n_cobranzas.PositionNode";
    static props = { node: Object, side: String, onOpen: Function, onUnfold: Function };

    get isOpen() {
        return Boolean(this.props.node.next);
    }

    get unfoldLabel() {
        return this.isOpen ? _t("Fold") : _t("Unfold");
    }

    onKeydown(ev) {
        const unfolds = ev.key === "ArrowRight" && !this.isOpen;
        const folds = ev.key === "ArrowLeft" && this.isOpen;
        if (unfolds || folds) {
            ev.preventDefault();
            this.props.onUnfold(this.props.node, this.props.side);
        }
    }
}
PositionNode.components = { PositionNode };

/** The position of a movement: a tree to walk, with amounts (seed 003 §4.1.4). */
export class PositionAction extends Component {
    static template = "l10n_cobranzas.Position";
    static components = { Layout, PositionNode };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ root: null });
        onWillStart(async () => {
            const { position_model, position_id } = this.props.action.context;
            this.state.root = await this.load(position_model, position_id);
        });
    }

    get sides() {
        return [
            { key: "before", title: _t("Before"), nodes: this.state.root.before },
            { key: "after", title: _t("After"), nodes: this.state.root.after },
        ];
    }

    load(model, id) {
        return this.orm.call("cobranzas.position", "get_position", [model, id]);
    }

    /** Read what comes next on the side of the tree where the node stands, or fold it. */
    async unfold(node, side) {
        if (node.next) {
            node.next = null;
            return;
        }
        const position = await this.load(node.model, node.id);
        node.next = position[side];
        node.hidden = position.hidden;
    }

    open(node) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: node.model,
            res_id: node.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("cobranzas_position", PositionAction);
