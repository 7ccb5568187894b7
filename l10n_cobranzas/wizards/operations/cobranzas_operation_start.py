from odoo import api, fields, models

from ...models.ledger.client_values import read_ids


class CobranzasOperationStart(models.TransientModel):
    """Asks which operation to make of what was selected (OPS): "Operate on…"."""

    _name = "cobranzas.operation.start"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Operate On"

    kind = fields.Selection(selection="_selection_kind", required=True)
    partner_id = fields.Many2one("res.partner", string="Customer")
    item_ids = fields.Many2many("account.move.line", string="Items")
    summary = fields.Char(compute="_compute_summary")

    @api.model
    def _selection_kind(self):
        """Return the kinds that can take what was selected; all of them when nothing was."""
        operations = self.env["cobranzas.operation"]
        labels = operations._fields["kind"]._description_selection(self.env)
        ids = read_ids(self.env, self.env.context.get("cobranzas_item_ids"))
        if not ids:
            return labels
        items = self.env["account.move.line"].browse(ids)
        items.check_access("read")
        kinds = operations._get_kinds()
        return [(key, label) for key, label in labels if kinds[key]._can_take(items)]

    @api.depends("item_ids")
    def _compute_summary(self):
        for start in self:
            names = [item._cobranzas_document_name() for item in start.item_ids[:5]]
            more = len(start.item_ids) - len(names)
            start.summary = ", ".join(names) + (f" (+{more})" if more else "")

    def action_start(self):
        """Open the operation filled in; of several customers, one draft each, listed."""
        self.ensure_one()
        return self.env["cobranzas.operation"]._action_start(
            self.kind, self.item_ids, self.partner_id
        )
