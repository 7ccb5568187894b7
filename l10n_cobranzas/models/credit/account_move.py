from odoo import api, fields, models
from odoo.exceptions import UserError

from .cobranzas_credit_document import Judged

SALES = ("out_invoice", "out_receipt")
#: what follows from an invoice's lines, and is judged: no client has a say in it
TOTALS = {"amount_total", "amount_total_signed", "amount_total_in_currency_signed"}


class AccountMove(models.Model):
    """Invoices, debit notes and charges under credit control, judged when they are posted."""

    _name = "account.move"
    _inherit = ["account.move", "cobranzas.credit.document"]

    _cobranzas_decision_field = "move_id"
    _cobranzas_owing_field = "partner_id"

    cobranzas_credit_decision_ids = fields.One2many(
        "cobranzas.credit.decision",
        "move_id",
        string="Credit Decisions",
        readonly=True,
        groups="base.group_user",
    )

    # ------------------------------------------------------------------
    # What an invoice is to credit control
    # ------------------------------------------------------------------

    def _cobranzas_get_credit_kind(self):
        return self._cobranzas_get_sale_kind() if self.state == "draft" else None

    def _cobranzas_get_sale_kind(self):
        """Return the kind of decision of a document of sales, whatever its state."""
        if self.move_type not in SALES:
            return None
        if self.cobranzas_operation_id:
            return "charge"
        return "debit_note" if self.debit_origin_id else "invoice"

    def _cobranzas_get_credit_amount(self):
        paid = self._cobranzas_get_paid_before()
        return max(self._cobranzas_get_credit_total() - self._cobranzas_to_own(paid), 0.0)

    def _cobranzas_get_credit_total(self):
        """Return what the invoice is of, in company currency at the rate that counts."""
        if self.company_id.cobranzas_credit_rate_day == "document":
            return self.amount_total_signed
        return self._cobranzas_to_own(self.amount_total)

    def _cobranzas_to_own(self, amount):
        """Return an amount of the invoice's currency in that of its company, today."""
        own, today = self.company_id.currency_id, fields.Date.context_today(self)
        return self.currency_id._convert(amount, own, self.company_id, today)

    def _cobranzas_get_paid_before(self):
        """Return what was paid of the invoice before it is posted, in its currency.

        The point of sale posts the invoice of an order that was paid, and then books its payments.
        """
        if "pos_order_ids" not in self._fields:
            return 0.0
        # sudo: how much was paid, for whoever posts the invoice
        payments = self.sudo().pos_order_ids.payment_ids
        now = payments.filtered(lambda each: each.payment_method_id.type != "pay_later")
        return sum(now.mapped("amount"))

    def _cobranzas_read_counted(self):
        """Return what counts of the orders that the invoices bill: never twice (CRE-03)."""
        saved = self.filtered(lambda move: isinstance(move.id, int))
        return self.env["cobranzas.credit.reader"]._read_replaced(saved)

    def _cobranzas_get_own_parts(self):
        return {"drafts": self._cobranzas_get_credit_total()}

    def _cobranzas_get_credit_products(self):
        return self.invoice_line_ids.product_id

    def _cobranzas_get_credit_mode(self, kind=None):
        """Only warn of what was paid online: the payment is booked with its invoice, or lost."""
        mode = super()._cobranzas_get_credit_mode(kind)
        # sudo: transactions are read for their state alone
        if mode == "control" and "done" in self.sudo().transaction_ids.mapped("state"):
            return "warn"
        return mode

    @api.depends("partner_id", "company_id", "state", "amount_total")
    def _compute_cobranzas_credit(self):
        return super()._compute_cobranzas_credit()

    # ------------------------------------------------------------------
    # The door
    # ------------------------------------------------------------------

    def action_post(self):
        """Post with the turn of the customers taken before anything else is read, if it can be."""
        self._cobranzas_queue()
        return super().action_post()

    def _post(self, soft=True):
        """Post what credit control lets pass; refuse the whole call otherwise (CRE-01).

        Raises ``UserError`` with the reasons of the first document that can't pass.
        """
        judged = self._cobranzas_get_judged(soft)
        verdicts = judged._cobranzas_judge_posted()
        moves = self.with_context(cobranzas_judged=Judged(judged.ids)) if verdicts else self
        posted = self.browse(super(AccountMove, moves)._post(soft).ids)
        self._cobranzas_log_posted(verdicts)
        posted.line_ids.filtered(lambda line: line.balance < 0)._cobranzas_credit_grew()
        return posted

    def button_draft(self):
        """Look again at the held orders of those who no longer owe what goes back to draft."""
        posted = self.filtered(lambda move: move.state == "posted")
        result = super().button_draft()
        posted.line_ids._cobranzas_credit_grew()
        return result

    def write(self, vals):
        """Judge what is written as posted without being posted by ``_post``; take no totals.

        Raises ``UserError`` with the reasons of the first document that can't pass.
        """
        if TOTALS & set(vals) and not self.env.su and any(move.move_type in SALES for move in self):
            vals = {name: value for name, value in vals.items() if name not in TOTALS}
        if vals.get("state") != "posted":
            return super().write(vals)
        known = self.env.context.get("cobranzas_judged")
        ids = known if isinstance(known, Judged) else ()
        moves = self.filtered(lambda move: move.state != "posted" and move.id not in ids)
        verdicts = {}
        for kind, judged in moves.grouped(lambda move: move._cobranzas_get_sale_kind()).items():
            if kind:
                verdicts |= judged._cobranzas_judge_posted(kind)
        result = super().write(vals)
        self._cobranzas_log_posted(verdicts)
        return result

    def _cobranzas_judge_posted(self, kind=None):
        """Return {document: Verdict} of those under control that may be posted; use overrides.

        Raises ``UserError`` with the reasons of the first one that may not.
        """
        verdicts = self._cobranzas_judge_in_turn(kind)
        for move, verdict in verdicts.items():
            if verdict.is_refused:
                move._cobranzas_log_refusal(verdict)
                raise UserError(move._cobranzas_describe_refusal(verdict))
        self._cobranzas_use_overrides_of(verdicts)
        return verdicts

    def _cobranzas_log_posted(self, verdicts):
        """Keep what was warned of."""
        self._cobranzas_log(
            {move: verdict for move, verdict in verdicts.items() if not verdict.is_overridden}
        )

    def _cobranzas_get_judged(self, soft):
        """Return the documents of the call that are posted now: those of a later day wait."""
        today = fields.Date.context_today(self)
        return self.filtered(
            lambda move: (
                move._cobranzas_get_credit_mode() != "nothing"
                and not (soft and move.auto_post != "no" and move.date > today)
            )
        )
