from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..ledger.locking import lock_rows

#: how a payment that a debtor began stands
STATES = [
    ("draft", "Begun"),
    ("pending", "Pending"),
    ("paid", "Paid"),
    ("failed", "Failed"),
    ("expired", "Expired"),
    ("cancelled", "Cancelled"),
]
#: in these, a payment may still be tried
PAYABLE = ("draft", "pending", "failed")
#: in these, a transaction may bring money, or brought it
RUNNING = ("pending", "authorized", "done")


class CobranzasPaymentRequest(models.Model):
    """What a debtor chose to pay online: items and amounts, fixed on the server (COL-09).

    Its transaction makes the receipt. The ledger is the only balance: the amounts here are what
    was chosen, and are read against the open items again when the money comes in.
    """

    _name = "cobranzas.payment.request"
    _description = "Online Payment"
    _inherit = ["cobranzas.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "partner_id"]

    name = fields.Char(string="Number", required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Whose receipt the payment makes.",
    )
    collector_id = fields.Many2one(related="partner_id.cobranzas_collector_id")
    payer_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Who opened the page and gets the receipt.",
    )
    link_id = fields.Many2one(
        "cobranzas.portal.link",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="l10n_cobranzas.group_cobranzas_collector",
        help="By which the payer came; empty in My Account.",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        required=True, readonly=True, help="What is charged: documents, less credits used."
    )
    amount_on_account = fields.Monetary(
        string="On Account",
        compute="_compute_amount_on_account",
        help="What was meant for no document.",
    )
    line_ids = fields.One2many(
        "cobranzas.payment.request.line", "request_id", string="Documents", readonly=True
    )
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, default="draft", index=True
    )
    date_expiry = fields.Datetime(string="Valid until", required=True, readonly=True)
    transaction_ids = fields.One2many(
        "payment.transaction", "cobranzas_request_id", string="Transactions", readonly=True
    )
    receipt_id = fields.Many2one(
        "cobranzas.receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The receipt that settles what was chosen.",
    )
    receipt_ids = fields.Many2many(
        "cobranzas.receipt", string="Receipts", compute="_compute_receipt_ids"
    )
    is_refused = fields.Boolean(
        string="To Apply",
        readonly=True,
        index=True,
        help="The money is on account because the receipt was refused; it is tried again.",
    )
    is_to_mail = fields.Boolean(
        string="Mail Waits", readonly=True, help="The payer has not been told yet of the payment."
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("amount", "line_ids.amount")
    def _compute_amount_on_account(self):
        for request in self:
            request.amount_on_account = request.amount - sum(request.line_ids.mapped("amount"))

    @api.depends("transaction_ids.payment_id")
    def _compute_receipt_ids(self):
        for request in self:
            # sudo: who may read the request is told its receipts; their own rules go on from there
            payments = request.sudo().transaction_ids.payment_id
            request.receipt_ids = payments.cobranzas_receipt_id | request.receipt_id

    # ------------------------------------------------------------------
    # State
    # ------------------------------------------------------------------

    def _lock(self):
        """Lock the requests, and read them again: of two payments the second sees the first."""
        self.flush_recordset()
        lock_rows(self)
        self.invalidate_recordset()

    def _is_payable(self):
        """Tell whether a payment may be begun now."""
        self.ensure_one()
        return self.state in PAYABLE and self.date_expiry > fields.Datetime.now()

    def _follow_transactions(self):
        """Take the state that the transactions leave; what came in stays paid."""
        for request in self.filtered(lambda each: each.state in PAYABLE):
            states = set(request.transaction_ids.mapped("state"))
            state = "draft"
            if states.intersection(RUNNING):
                state = "pending"
            elif states & {"cancel", "error"}:
                state = "failed"
            if state != request.state:
                request.state = state

    def action_cancel(self):
        """Cancel payments that were begun, so that nobody pays by them any more (COL-09).

        A transfer that never came is cancelled too. Raises ``AccessError`` below cashier;
        ``UserError`` for one that is paid or under way.
        """
        self._check_cashier()
        self.check_access("read")
        # sudo: the right was checked above; nobody writes payments begun by debtors by hand
        requests = self.sudo()
        requests._lock()
        for request in requests:
            if not request._is_cancellable():
                raise UserError(
                    self.env._(
                        "%(request)s is paid, under way or closed: it can't be cancelled.",
                        request=request.name,
                    )
                )
        requests._cancel()
        return True

    def _is_cancellable(self):
        """Tell whether no money can come in by it. To extend."""
        self.ensure_one()
        return self.state in ("draft", "failed")

    def _cancel(self):
        """Close payments by which nobody pays any more. To extend."""
        self.state = "cancelled"

    def _check_cashier(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_cashier",
            self.env._("Only a cashier changes online payments."),
        )

    def _get_method_line(self, transaction):
        """Return how the money of a transaction came in, and where; empty without. To extend."""
        provider = transaction.provider_id
        return provider.journal_id.inbound_payment_method_line_ids.filtered(
            lambda line: line.payment_provider_id == provider
        )[:1]

    # ------------------------------------------------------------------
    # For screens
    # ------------------------------------------------------------------

    def action_open_receipts(self):
        """Open the receipts that the payment made."""
        self.ensure_one()
        self.check_access("read")
        return self.receipt_ids._get_records_action(name=self.env._("Receipts"))

    def _format(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)
