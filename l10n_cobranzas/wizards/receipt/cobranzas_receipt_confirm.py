from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CobranzasReceiptConfirm(models.TransientModel):
    """Asks what posting needs to know first: the rates of the day (REC-12), and whether
    withholdings above the receipt's total are meant (REC-07), or cheques that came before."""

    _name = "cobranzas.receipt.confirm"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Confirm Receipts"

    receipt_ids = fields.Many2many("cobranzas.receipt", string="Receipts", required=True)
    rate_ids = fields.One2many("cobranzas.receipt.confirm.rate", "wizard_id", string="Rates")
    exceeding = fields.Text(readonly=True)
    then_new = fields.Boolean()

    @api.model
    def _open_for(self, receipts, then_new):
        """Return the dialog for what ``receipts`` leave open, or None when nothing does."""
        rates, questions = receipts._get_missing_rates(), receipts._get_questions()
        if not rates and not questions:
            return None
        wizard = self.create(
            {
                "receipt_ids": [Command.set(receipts.ids)],
                "rate_ids": [Command.create(vals) for vals in rates],
                "exceeding": "\n".join(questions),
                "then_new": then_new,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Before Posting"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        """Record the rates given and post the receipts."""
        self.ensure_one()
        receipts = self.receipt_ids
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_cashier",
            self.env._("You may prepare receipts; posting them takes a cashier."),
        )
        self.rate_ids._record()
        receipts = receipts.with_context(cobranzas_ask=False, cobranzas_confirmed=True)
        return receipts.action_post_and_new() if self.then_new else receipts.action_post()


class CobranzasReceiptConfirmRate(models.TransientModel):
    """The rate of a currency for a day that has none recorded."""

    _name = "cobranzas.receipt.confirm.rate"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Rate of the Day"

    wizard_id = fields.Many2one("cobranzas.receipt.confirm", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    date = fields.Date(required=True)
    rate = fields.Float(digits=0, help="Company currency for one unit of this currency.")
    recorded_rate = fields.Float(string="Last Rate", digits=0)
    recorded_date = fields.Date(string="Recorded On")

    def _record(self):
        """Record the rates as those of their day. Raises ``UserError`` when one is not given.

        Only those the receipts of the dialog need: its rows may come from anywhere.
        """
        needed = {
            (vals["company_id"], vals["currency_id"], vals["date"])
            for vals in self.wizard_id.receipt_ids._get_missing_rates()
        }
        for row in self:
            if (row.company_id.id, row.currency_id.id, row.date) not in needed:
                continue
            if row.rate <= 0:
                raise UserError(
                    self.env._(
                        "Enter the rate of %(currency)s: it must be above zero.",
                        currency=row.currency_id.name,
                    )
                )
            row.currency_id._cobranzas_record_rate(row.company_id, row.date, row.rate)


class CobranzasReceipt(models.Model):
    _inherit = "cobranzas.receipt"

    def _ask_before_posting(self, then_new):
        """Ask for the rates of the day, and whether withholdings above the total are meant."""
        dialog = self.env["cobranzas.receipt.confirm"]._open_for(self, then_new)
        return dialog or super()._ask_before_posting(then_new)
