from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: stored: what was done with the document. What the ledger says of it is the ``state``
STATUSES = [
    ("listed", "To hand over"),
    ("left_out", "Left out"),
    ("in_force", "With the agency"),
    ("recalled", "Recalled"),
    ("returned", "Returned"),
]
#: those that were handed over, at some time
HANDED = ("in_force", "recalled", "returned")


class CobranzasAgencyHandoverLine(models.Model):
    """A document of a batch: an item is with one agency at a time (COL-09)."""

    _name = "cobranzas.agency.handover.line"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Document of a Hand-over"
    _order = "handover_id desc, partner_id, date_due, id"
    _rec_name = "document"

    handover_id = fields.Many2one(
        "cobranzas.agency.handover", required=True, readonly=True, ondelete="cascade", index=True
    )
    agency_id = fields.Many2one(
        "cobranzas.agency", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    collector_id = fields.Many2one(related="partner_id.cobranzas_collector_id")
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(related="move_line_id.move_id", string="Entry")
    document = fields.Char(required=True, readonly=True)
    date_due = fields.Date(string="Due", readonly=True)
    days_overdue = fields.Integer(
        readonly=True, aggregator="max", help="At the hand-over: the commission goes by it."
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(string="Handed Over", readonly=True, help="Owed at the hand-over.")
    amount_company = fields.Monetary(
        string="Handed Over in Company Currency",
        currency_field="company_currency_id",
        readonly=True,
    )
    residual = fields.Monetary(related="move_line_id.amount_residual_currency", string="Left")
    percent = fields.Float(
        string="Commission %", digits=(5, 2), readonly=True, aggregator=None
    )
    date = fields.Date(string="Handed Over on", readonly=True)
    status = fields.Selection(STATUSES, required=True, readonly=True, default="listed", index=True)
    date_end = fields.Date(string="Back on", readonly=True)
    reason = fields.Char(readonly=True, help="Why it is left out, was recalled or returned.")
    state = fields.Selection(
        selection=[
            ("listed", "To hand over"),
            ("left_out", "Left out"),
            ("with_agency", "With the agency"),
            ("paid", "Paid"),
            ("recalled", "Recalled"),
            ("returned", "Returned"),
        ],
        compute="_compute_state",
        search="_search_state",
        help="Paid: nothing is left of it in the ledger. When a payment is voided it is with the "
        "agency again.",
    )

    _in_force_uniq = models.UniqueIndex(
        "(move_line_id) WHERE status = 'in_force'",
        "A document is with an agency already: list the batch again.",
    )

    @api.depends("status", "move_line_id.reconciled")
    def _compute_state(self):
        for line in self:
            state = "paid" if line.move_line_id.reconciled else "with_agency"
            line.state = state if line.status == "in_force" else line.status

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        in_force = Domain("status", "=", "in_force")
        found = Domain("status", "in", [each for each in value if each != "in_force"])
        if "with_agency" in value:
            found |= in_force & Domain("move_line_id.reconciled", "=", False)
        if "paid" in value:
            found |= in_force & Domain("move_line_id.reconciled", "=", True)
        return found

    @api.model
    def _get_domain_in_force(self, day=None):
        """Return the domain of the lines that an agency has, or had at the end of a day."""
        if not day:
            return Domain("status", "=", "in_force")
        return (
            Domain("status", "in", HANDED)
            & Domain("date", "<=", day)
            & (Domain("date_end", "=", False) | Domain("date_end", ">", day))
        )

    def action_leave_out(self):
        """Leave documents out of a batch that is not handed over yet.

        Raises ``UserError`` for what is handed over: that is recalled.
        """
        self.handover_id._check_state(
            ("listed",), self.env._("What was handed over is recalled, not left out.")
        )
        if any(line.status != "listed" for line in self):
            raise UserError(self.env._("The document is left out already."))
        # sudo: lines are written by their batch alone; who may change it was checked
        self.sudo().write({"status": "left_out", "reason": self.env._("Left out by hand.")})

    def action_open_document(self):
        """Open the document of the line."""
        self.ensure_one()
        self.check_access("read")
        return self.move_id._cobranzas_documents_action(self.document)
