from odoo import fields, models
from odoo.exceptions import UserError

SALES = ("out_invoice", "out_receipt")


class AccountMove(models.Model):
    """Invoices, debit notes and charges under credit control, judged when they are posted."""

    _name = "account.move"
    _inherit = ["account.move", "cobranzas.credit.document"]

    _credit_decision_field = "move_id"

    cobranzas_credit_decision_ids = fields.One2many(
        "cobranzas.credit.decision", "move_id", string="Credit Decisions", readonly=True
    )

    # ------------------------------------------------------------------
    # What an invoice is to credit control
    # ------------------------------------------------------------------

    def _cobranzas_get_credit_kind(self):
        if self.move_type not in SALES or self.state != "draft":
            return None
        if self.cobranzas_operation_id:
            return "charge"
        return "debit_note" if self.debit_origin_id else "invoice"

    def _cobranzas_get_credit_amount(self):
        if self.company_id.cobranzas_credit_rate_day == "document":
            return self.amount_total_signed
        return self.currency_id._convert(
            self.amount_total,
            self.company_id.currency_id,
            self.company_id,
            fields.Date.context_today(self),
        )

    def _cobranzas_read_counted(self):
        """Return what counts of the orders that the invoices bill: never twice (CRE-03)."""
        saved = self.filtered(lambda move: isinstance(move.id, int))
        return self.env["cobranzas.credit.reader"]._read_replaced(saved)

    def _cobranzas_get_own_parts(self):
        return {"drafts": self._cobranzas_get_credit_amount()}

    def _cobranzas_get_credit_products(self):
        return self.invoice_line_ids.product_id

    # ------------------------------------------------------------------
    # The door
    # ------------------------------------------------------------------

    def _post(self, soft=True):
        """Post what credit control lets pass; refuse the whole call otherwise (CRE-01).

        Raises ``UserError`` with the reasons of the first document that can't pass.
        """
        judged = self._cobranzas_get_judged(soft)
        verdicts = judged._cobranzas_judge_in_turn()
        for move, verdict in verdicts.items():
            if verdict.is_refused:
                move._cobranzas_log_refusal(verdict)
                raise UserError(move._cobranzas_describe_refusal(verdict))
        judged.browse().union(*verdicts)._cobranzas_use_overrides()
        posted = super()._post(soft)
        told = {move: verdict for move, verdict in verdicts.items() if not verdict.is_overridden}
        posted._cobranzas_log(told)
        posted.line_ids._cobranzas_credit_grew()
        return posted

    def _cobranzas_get_judged(self, soft):
        """Return the documents of the call that are posted now: those of a later day wait."""
        today = fields.Date.context_today(self)
        return self.filtered(
            lambda move: (
                move._cobranzas_get_credit_mode() != "nothing"
                and not (soft and move.auto_post != "no" and move.date > today)
            )
        )
