from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasOperation(models.Model):
    """Endorsement, endorsement in favour and reassignment (*endoso*, *factura seguro*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[
            ("endorsement", "Endorsement"),
            ("credit_endorsement", "Endorsement in Favour"),
            ("reassignment", "Reassignment"),
        ],
        ondelete={
            "endorsement": "cascade",
            "credit_endorsement": "cascade",
            "reassignment": "cascade",
        },
    )


class CobranzasOperationKindEndorsement(models.AbstractModel):
    """A debt moves to another customer, wholly or partly (OPS-08, seed 003 §4.12).

    Its due date, currency and rate stay; the tax document stays the old customer's.
    """

    _name = "cobranzas.operation.kind.endorsement"
    _inherit = "cobranzas.operation.kind"
    _description = "Endorsement"
    _parameters = ("new_partner_id",)
    _required = ("new_partner_id",)
    _prefix = "END"

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        new = operation.new_partner_id.commercial_partner_id
        if new in operation.line_ids.partner_id.commercial_partner_id:
            raise UserError(
                self.env._("This is %(customer)s's already: choose another.", customer=new.name)
            )
        return result

    @api.model
    def _prepare_plan(self, operation):
        if not operation.new_partner_id:
            raise UserError(self.env._("Choose the new customer."))
        partner = operation.new_partner_id.commercial_partner_id
        account = self._get_receivable(operation, partner)
        return self._move_items(operation, lambda origin: (partner, account))


class CobranzasOperationKindCreditEndorsement(models.AbstractModel):
    """A credit balance moves to another customer (OPS-08, seed 003 §4.13)."""

    _name = "cobranzas.operation.kind.credit_endorsement"
    _inherit = "cobranzas.operation.kind.endorsement"
    _description = "Endorsement in Favour"
    _takes = "credit"
    _prefix = "ENF"


class CobranzasOperationKindReassignment(models.AbstractModel):
    """A charge passes to a new debtor and leaves the old one (OPS-08, seed 003 §4.11)."""

    _name = "cobranzas.operation.kind.reassignment"
    _inherit = "cobranzas.operation.kind.endorsement"
    _description = "Reassignment"
    _prefix = "REA"
