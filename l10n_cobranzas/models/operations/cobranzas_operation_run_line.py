from odoo import api, fields, models


class CobranzasOperationRunLine(models.Model):
    """What a run does, or did, with one open item, or why nothing (OPS-11 to OPS-14)."""

    _name = "cobranzas.operation.run.line"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Line of a Month-end Run"
    _order = "run_id desc, id"
    _rec_name = "document"

    run_id = fields.Many2one(
        "cobranzas.operation.run", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    run_state = fields.Selection(related="run_id.state", string="Status of the Run")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index=True, ondelete="cascade"
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    document = fields.Char(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    residual = fields.Monetary(string="Balance", readonly=True, help="When the list was made.")
    amount = fields.Monetary(
        string="Taken", readonly=True, help="What the operation takes of it. A credit is negative."
    )
    state = fields.Selection(
        selection=[
            ("pending", "To Do"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("skipped", "Left Out"),
        ],
        string="Status",
        required=True,
        default="pending",
        readonly=True,
        index=True,
    )
    reason = fields.Char(readonly=True)
    operation_id = fields.Many2one(
        "cobranzas.operation", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    _item_uniq = models.Constraint(
        "UNIQUE (run_id, move_line_id)", "A document stands only once in a run."
    )
    _pending_idx = models.Index("(run_id, partner_id, currency_id) WHERE state = 'pending'")

    def action_leave_out(self):
        """Leave these out of a run that has not started."""
        self.check_access("read")
        self.run_id._check_state(
            ("prepared", "cancelled"), self.env._("Stop the run first: then it can be left out.")
        )
        # sudo: lines are written by their run alone; the user may run it
        self.sudo().filtered(lambda line: line.state == "pending").write(
            {
                "state": "skipped",
                "reason": self.env._("Left out by %(user)s", user=self.env.user.name),
            }
        )

    def action_open_document(self):
        """Open the document's entry."""
        self.ensure_one()
        self.check_access("read")
        return self.move_line_id.move_id._cobranzas_documents_action(self.document)


class CobranzasOperationRunCurrency(models.Model):
    """A currency of which a run takes balances, and within what range (OPS-12)."""

    _name = "cobranzas.operation.run.currency"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Currency of a Month-end Run"
    _order = "id"

    run_id = fields.Many2one(
        "cobranzas.operation.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    currency_id = fields.Many2one("res.currency", required=True)
    amount_from = fields.Monetary(string="Balances from", help="Without sign, in the currency.")
    amount_to = fields.Monetary(
        string="Balances to", help="Without sign, in the currency; 0 for no limit."
    )
    rate = fields.Float(
        digits=(16, 6),
        help="Of a revaluation, in the company's currency for one unit; the last recorded when 0.",
    )

    _currency_uniq = models.Constraint(
        "UNIQUE (run_id, currency_id)", "A currency stands only once in a run."
    )


class CobranzasOperationRunKind(models.Model):
    """A kind of open item that a run leaves out."""

    _name = "cobranzas.operation.run.kind"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Kind Left out of a Month-end Run"
    _order = "id"

    run_id = fields.Many2one(
        "cobranzas.operation.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    kind = fields.Selection(selection="_selection_kind", required=True)

    @api.model
    def _selection_kind(self):
        return self.env["cobranzas.open.item"]._selection_kind()
