from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.ledger.client_values import check_one


class CobranzasCreditOverride(models.TransientModel):
    """Lets one document pass beyond credit, once, with a reason (CRE-06)."""

    _name = "cobranzas.credit.override"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Override of Credit Control"

    order_id = fields.Many2one("sale.order", readonly=True)
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_reasons")
    sentence = fields.Text(string="Reasons", compute="_compute_reasons")
    amount = fields.Monetary(
        string="Up To", required=True, help="The document passes up to this amount, once."
    )
    reason = fields.Char(required=True)

    @api.model
    def _check_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_credit_override",
            self.env._("Ask somebody who may override credit control."),
        )

    def _get_document(self):
        return self.order_id or self.move_id

    @api.depends("order_id", "move_id")
    def _compute_reasons(self):
        words = self.env["cobranzas.credit.sentence"]
        for wizard in self:
            document = wizard._get_document()
            wizard.currency_id = document.company_id.currency_id
            wizard.sentence = False
            if document and document._cobranzas_get_credit_mode() != "nothing":
                decision = document._cobranzas_judge_typed().decision
                wizard.sentence = "\n".join(words._describe(decision, document.company_id))

    def action_override(self):
        """Keep the override on the document; a held order is released by it.

        Raises ``AccessError`` without the right, ``UserError`` for a document beyond the amount.
        """
        self.ensure_one()
        self._check_right()
        document = self._get_document()
        document.check_access("write")
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why the document may pass."))
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            raise UserError(self.env._("Give the amount up to which the document may pass."))
        document._cobranzas_override(self.amount, self.reason.strip())
        return {"type": "ir.actions.act_window_close"}


class CobranzasCreditDocument(models.AbstractModel):
    _inherit = "cobranzas.credit.document"

    def action_cobranzas_override(self):
        """Ask why the document may pass (CRE-06). Raises ``AccessError`` without the right."""
        check_one(self)
        self.env["cobranzas.credit.override"]._check_right()
        self.check_access("write")
        self._cobranzas_check_overridable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Override Credit Control"),
            "res_model": "cobranzas.credit.override",
            "view_mode": "form",
            "target": "new",
            "context": {
                f"default_{self._cobranzas_decision_field}": self.id,
                # sudo: the currency rates of the company
                "default_amount": self.sudo()._cobranzas_get_credit_amount(),
            },
        }
