from odoo import api, models
from odoo.exceptions import UserError


class CobranzasOperationKindCharge(models.AbstractModel):
    """What a note says is in the language of its customer (CHG)."""

    _inherit = "cobranzas.operation.kind.charge"

    @api.model
    def _prepare_charge_note(self, operation):
        lang = operation.partner_id.lang
        if not lang or lang == self.env.lang:
            return super()._prepare_charge_note(operation)
        kind = super(CobranzasOperationKindCharge, self.with_context(lang=lang))
        try:
            return kind._prepare_charge_note(operation.with_context(lang=lang))
        except UserError:
            # what is refused is told in the language of whoever makes the note
            return super()._prepare_charge_note(operation)
