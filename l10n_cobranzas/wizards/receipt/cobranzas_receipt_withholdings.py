from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.receipt.receipt_correct_withholdings import TYPED


class CobranzasReceiptWithholdings(models.TransientModel):
    """Corrects the withholdings of a posted receipt (REC-16)."""

    _name = "cobranzas.receipt.withholdings"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Correct Withholdings"
    _check_company_auto = True

    receipt_id = fields.Many2one("cobranzas.receipt", required=True)
    company_id = fields.Many2one(related="receipt_id.company_id")
    partner_id = fields.Many2one(related="receipt_id.commercial_partner_id")
    reason = fields.Char(required=True)
    snapshot = fields.Char(
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        help="The certificates as they were when the dialog was opened.",
    )
    line_ids = fields.One2many(
        "cobranzas.receipt.withholdings.line",
        "wizard_id",
        string="Withholdings",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("receipt_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.snapshot = wizard._take_snapshot()
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "origin_id": row.id,
                        **row._convert_to_write({name: row[name] for name in TYPED}),
                    }
                )
                for row in wizard.receipt_id.withholding_ids
            ]

    def _take_snapshot(self):
        rows = self.receipt_id._origin.withholding_ids
        return ", ".join(f"{row.id} {row.write_date}" for row in rows)

    def action_confirm(self):
        """Make the receipt's withholdings what the dialog says.

        Raises ``UserError`` when somebody changed them since it was opened.
        """
        self.ensure_one()
        if self.snapshot != self._take_snapshot():
            raise UserError(
                self.env._(
                    "The withholdings of %(receipt)s changed meanwhile: open the dialog again.",
                    receipt=self.receipt_id.display_name,
                )
            )
        rows = self.receipt_id.withholding_ids
        kept = self.line_ids.origin_id & rows
        change = {
            line.origin_id.id: line._get_changes() for line in self.line_ids if line.origin_id
        }
        self.receipt_id.action_change_withholdings(
            add=[line._get_typed() for line in self.line_ids if not line.origin_id],
            change={key: vals for key, vals in change.items() if vals},
            remove=(rows - kept).ids,
            reason=self.reason,
        )
        return {"type": "ir.actions.act_window_close"}


class CobranzasReceiptWithholdingsLine(models.TransientModel):
    """One certificate as it is to be, and the one it corrects if it was there before."""

    _name = "cobranzas.receipt.withholdings.line"
    _description = "Withholding to Correct"
    _inherit = ["cobranzas.guarded.mixin", "cobranzas.withheld.mixin"]
    _check_company_auto = True

    wizard_id = fields.Many2one("cobranzas.receipt.withholdings", required=True, ondelete="cascade")
    origin_id = fields.Many2one("cobranzas.receipt.withholding")
    company_id = fields.Many2one(related="wizard_id.company_id")
    company_country_id = fields.Many2one(related="company_id.account_fiscal_country_id")
    partner_id = fields.Many2one(related="wizard_id.partner_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    tax_id = fields.Many2one(
        "account.tax",
        string="Withholding Tax",
        required=True,
        domain="[('cobranzas_is_withholding', '=', True), ('company_id', 'parent_of', company_id)]",
    )
    name = fields.Char(string="Certificate Number")
    kind = fields.Selection(
        selection=[("ret", "Final (RET)"), ("cpr", "Provisional (CPR)")],
        required=True,
        default="ret",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    base_amount = fields.Monetary(string="Base")
    amount = fields.Monetary()
    state_id = fields.Many2one(
        "res.country.state",
        string="Jurisdiction",
        domain="[('country_id', '=', company_country_id)]",
    )
    provisional_id = fields.Many2one(
        "cobranzas.receipt.withholding",
        string="Replaces",
        domain="[('kind', '=', 'cpr'), ('partner_id', '=', partner_id), ('state', '=', 'posted'),"
        " '!', ('final_ids.state', '=', 'posted')]",
    )

    def _get_typed(self):
        """Return the typed values, to be written on a certificate."""
        self.ensure_one()
        return self._convert_to_write({name: self[name] for name in TYPED})

    def _get_changes(self):
        """Return the typed values that differ from the certificate's."""
        self.ensure_one()
        return {
            name: value
            for name, value in self._get_typed().items()
            if self[name] != self.origin_id[name] and (self[name] or self.origin_id[name])
        }


class CobranzasReceipt(models.Model):
    _inherit = "cobranzas.receipt"

    def action_open_withholdings(self):
        """Open the dialog that corrects the withholdings of the posted receipt."""
        self.ensure_one()
        self._check_change_right()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withholdings of %(receipt)s", receipt=self.display_name),
            "res_model": "cobranzas.receipt.withholdings",
            "view_mode": "form",
            "target": "new",
            "context": {"default_receipt_id": self.id, "dialog_size": "extra-large"},
        }
