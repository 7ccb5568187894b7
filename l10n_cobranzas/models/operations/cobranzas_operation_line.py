from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class CobranzasOperationLine(models.Model):
    """An open item that an operation takes, wholly or partly (OPS).

    ``amount`` and ``amount_residual`` are in the currency of the item and signed as it is: a debt
    is positive, a credit negative.
    """

    _name = "cobranzas.operation.line"
    _inherit = ["cobranzas.item.row.mixin", "cobranzas.guarded.mixin"]
    _parent_field = "operation_id"
    _description = "Item of an Operation"
    _order = "sequence, id"

    operation_id = fields.Many2one(
        "cobranzas.operation", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    state = fields.Selection(related="operation_id.state", string="Operation Status")
    company_id = fields.Many2one(related="operation_id.company_id", store=True, precompute=True)
    item_domain = fields.Binary(related="operation_id.item_domain")
    move_line_id = fields.Many2one(
        "account.move.line", string="Document", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(compute="_compute_document", store=True, precompute=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_document",
        store=True,
        precompute=True,
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_document", store=True, precompute=True
    )
    date = fields.Date(related="move_line_id.date", string="Issue Date")
    date_due = fields.Date(compute="_compute_date_due", string="Due")
    amount_residual = fields.Monetary(
        string="Balance",
        compute="_compute_amount_residual",
        help="What is left of the item now, in its own currency.",
    )
    amount = fields.Monetary(
        string="Taken",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="What the operation takes of the item, in its currency. A credit is negative.",
    )
    amount_left = fields.Monetary(string="Left", compute="_compute_amount_left")

    _move_line_uniq = models.Constraint(
        "UNIQUE (operation_id, move_line_id)", "A document can stand only once in an operation."
    )

    @api.depends("move_line_id")
    def _compute_document(self):
        for line in self:
            item = line.move_line_id
            line.name = item and item._cobranzas_document_name()
            line.partner_id = item.partner_id
            line.currency_id = item.currency_id

    @api.depends("move_line_id.date_maturity", "move_line_id.date")
    def _compute_date_due(self):
        for line in self:
            line.date_due = line.move_line_id.date_maturity or line.move_line_id.date

    @api.depends("amount", "amount_residual", "state")
    def _compute_amount_left(self):
        for line in self:
            taken = line.amount if line.state == "draft" else 0.0  # done, it is taken already
            line.amount_left = line.amount_residual - taken

    @api.onchange("amount")
    def _onchange_amount(self):
        """A credit is typed as people say it, without the minus."""
        self.amount = self._signed(self.amount)

    def _check_takeable(self, allowed, held=None):
        """Raise ``UserError`` with what keeps the operation from taking this of the item.

        :param allowed: whether the item is one that the kind of operation may take
        :param held: as ``_cobranzas_get_held`` gives it; read when None
        """
        self.ensure_one()
        item, currency = self.move_line_id, self.currency_id
        held = item._cobranzas_get_held() if held is None else held
        left = item._cobranzas_get_residual(held)
        if not allowed or currency.is_zero(left):
            raise UserError(
                self.env._(
                    "%(document)s can't be taken by %(kind)s: it is settled, or of another "
                    "customer, company or side.",
                    document=self.name,
                    kind=self.operation_id._get_kind()._get_label(),
                )
            )
        self._check_amount_taken()
        if currency.compare_amounts(abs(self.amount), abs(left)) > 0 or self.amount * left < 0:
            raise UserError(
                self.env._(
                    "%(document)s has %(left)s left, not %(amount)s: it changed while you were "
                    "working.",
                    document=self.name,
                    left=formatLang(self.env, abs(left), currency_obj=currency),
                    amount=formatLang(self.env, abs(self.amount), currency_obj=currency),
                )
            )

    def _check_amount_taken(self):
        """Raise ``UserError`` naming the first item of which nothing is taken."""
        for line in self:
            if line.currency_id.is_zero(line.amount):
                raise UserError(
                    self.env._("Say how much of %(document)s is taken.", document=line.name)
                )

    def _prepare_origin(self, held=None, named=True):
        """Return the line as a plan takes it: at the rate of what is left of the item."""
        self.ensure_one()
        return self.move_line_id._cobranzas_prepare_origin(self.amount, held, named)

    def action_open_document(self):
        """Open the document's entry."""
        self.ensure_one()
        self.check_access("read")
        return self.move_line_id.move_id._cobranzas_documents_action(self.name)
