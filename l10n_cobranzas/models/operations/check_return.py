from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class L10nLatamCheck(models.Model):
    """The return of third-party cheques (OPS-07)."""

    _inherit = "l10n_latam.check"

    def action_cobranzas_return(self):
        """Open the return of these cheques, filled in, to look at and confirm (OPS-07).

        Raises ``UserError`` when none of them can be returned.
        """
        self.check_access("read")
        returnable = self.filtered(
            lambda check: (
                check._cobranzas_get_place()[0] in ("portfolio", "deposited", "endorsed")
                and check.payment_method_code == "new_third_party_checks"
            )
        )
        if not returnable:
            for check in self:
                self.env["cobranzas.operation.kind.returned_check"]._check_check(check)
            raise UserError(self.env._("There is no cheque here to return."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "cobranzas.operation",
            "views": [(False, "form")],
            "name": self.env._("Returned Cheque"),
            "context": {
                "default_kind": "returned_check",
                "default_company_id": returnable[0].company_id.id,
                "default_check_ids": [Command.set(returnable.ids)],
            },
        }
