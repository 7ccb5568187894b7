from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang

#: how a transfer stands that a debtor says it made
STATES = [
    ("new", "To Check"),
    ("matched", "Seen in the Bank"),
    ("received", "Received"),
    ("rejected", "Rejected"),
]
#: states of those that nobody has dealt with yet
OPEN = ("new", "matched")
#: what people may change: which deposit it is
CHANGEABLE = {"deposit_id"}


class CobranzasPaymentAdvice(models.Model):
    """A transfer that a debtor says it made (*aviso de pago*, COL-09).

    It is no money: nothing is booked until a receipt is posted for it. How it stands follows from
    that receipt, and from the anticipated deposit that it is taken for.
    """

    _name = "cobranzas.payment.advice"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Transfer Advised"
    _order = "id desc"
    _rec_names_search = ["reference", "partner_id"]

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    contact_id = fields.Many2one(
        "res.partner", string="Sent by", readonly=True, ondelete="set null"
    )
    debtor_group_id = fields.Many2one(
        "cobranzas.debtor.group", readonly=True, ondelete="set null", index="btree_not_null"
    )
    collector_id = fields.Many2one(related="partner_id.cobranzas_collector_id")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date = fields.Date(string="Transferred on", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    journal_id = fields.Many2one(
        "account.journal",
        string="To Our Account",
        readonly=True,
        ondelete="set null",
        help="The bank that the debtor chose; empty when it did not say.",
    )
    reference = fields.Char(readonly=True, help="Number of the operation, as the debtor typed it.")
    note = fields.Text(string="Message", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", string="Slip", readonly=True, ondelete="set null"
    )
    item_ids = fields.Many2many(
        "account.move.line", string="Documents", readonly=True, help="What the debtor paid by it."
    )
    date_wait = fields.Date(
        string="Notices Wait until",
        readonly=True,
        help="Until this day notices do not ask for what the debtor says it transferred.",
    )
    deposit_id = fields.Many2one(
        "cobranzas.deposit",
        string="Anticipated Deposit",
        index="btree_not_null",
        ondelete="set null",
        domain="[('state', '=', 'pending'), ('company_id', '=', company_id),"
        " ('currency_id', '=', currency_id)]",
        help="Money seen in the bank that the transfer is taken for.",
    )
    receipt_ids = fields.One2many("cobranzas.receipt", "advice_id", string="Receipts")
    receipt_id = fields.Many2one(
        "cobranzas.receipt",
        compute="_compute_receipt_id",
        compute_sudo=False,
        help="The posted one, else the last that was begun.",
    )
    state = fields.Selection(
        STATES, compute="_compute_state", store=True, index=True, readonly=True, string="Status"
    )
    reject_reason = fields.Char(string="Rejected because", readonly=True)
    rejected_by = fields.Many2one("res.users", readonly=True)
    rejected_at = fields.Datetime(string="Rejected on", readonly=True)
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null")
    slip_image = fields.Binary(string="Photo", compute="_compute_slip")
    slip_pdf = fields.Binary(string="PDF", compute="_compute_slip")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A transfer is of more than nothing: type an amount."
    )
    _open_idx = models.Index("(company_id, partner_id) WHERE state IN ('new', 'matched')")

    @api.depends("receipt_ids.state")
    def _compute_receipt_id(self):
        for advice in self:
            receipts = advice.receipt_ids.sorted("id", reverse=True)
            advice.receipt_id = (
                receipts.filtered(lambda receipt: receipt.state == "posted")[:1]
                or receipts.filtered(lambda receipt: receipt.state == "draft")[:1]
                or receipts[:1]
            )

    @api.depends("receipt_ids.state", "deposit_id.state", "rejected_at")
    def _compute_state(self):
        for advice in self:
            if "posted" in advice.receipt_ids.mapped("state"):
                advice.state = "received"
            elif advice.rejected_at:
                advice.state = "rejected"
            elif advice.deposit_id.state == "pending":
                advice.state = "matched"
            else:
                advice.state = "new"

    @api.depends("attachment_id")
    @api.depends_context("bin_size")
    def _compute_slip(self):
        for advice in self:
            slip = advice.attachment_id
            advice.slip_pdf = slip.mimetype == "application/pdf" and slip.datas
            advice.slip_image = (slip.mimetype or "").startswith("image/") and slip.datas

    @api.depends("date", "amount", "currency_id", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for advice in self:
            amount = formatLang(self.env, advice.amount, currency_obj=advice.currency_id)
            parts = [advice.partner_id.name, amount, format_date(self.env, advice.date)]
            advice.display_name = " · ".join(filter(None, parts))

    @api.constrains("deposit_id")
    def _check_deposit(self):
        # sudo: only compared; that the user may read the deposit was checked
        for advice in self.sudo():
            deposit = advice.deposit_id
            if deposit and (deposit.company_id, deposit.currency_id) != (
                advice.company_id,
                advice.currency_id,
            ):
                raise ValidationError(
                    self.env._("Choose a deposit of the transfer's company and currency.")
                )

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    def write(self, vals):
        """Let people choose the deposit, while it is open: the rest is what the debtor said."""
        if not self.env.su:
            if set(vals) - CHANGEABLE:
                raise UserError(
                    self.env._("What a debtor said is not changed: receive it, or reject it.")
                )
            self._check_open()
        return super().write(vals)

    def _check_open(self):
        """Raise ``UserError`` for one that was received or rejected."""
        states = dict(self._fields["state"]._description_selection(self.env))
        for advice in self:
            if advice.state not in OPEN:
                raise UserError(
                    self.env._(
                        "The transfer of %(transfer)s is in state “%(state)s”: there is nothing to "
                        "do any more.",
                        transfer=advice.display_name,
                        state=states[advice.state],
                    )
                )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _describe(self):
        """Return the transfer in words: how much, when, to which account."""
        self.ensure_one()
        words = self.env._(
            "Says it transferred %(amount)s on %(date)s",
            amount=formatLang(self.env, self.amount, currency_obj=self.currency_id),
            date=format_date(self.env, self.date),
        )
        return " · ".join(filter(None, (words, self.journal_id.name, self.reference)))

    def _note(self, body):
        """Note it on the customer, for those who see its debts."""
        self.partner_id._cobranzas_note({self.partner_id.id: body})
