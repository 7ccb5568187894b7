from odoo import api, models
from odoo.exceptions import UserError

from ..ledger.client_values import check_one

#: the action of each kind of debtor: its address names the debtor
ACTIONS = {
    "res.partner": "l10n_cobranzas.cobranzas_debtor_page_action",
    "cobranzas.debtor.group": "l10n_cobranzas.cobranzas_debtor_page_action_group",
}


class CobranzasDebtorFigures(models.AbstractModel):
    """The page of a customer or debtor group, for a phone call (COL-07)."""

    _inherit = "cobranzas.debtor.figures"

    @api.readonly
    def get_cobranzas_debtor_page(self):
        """Return what the debtor page shows of a customer or debtor group (COL-07).

        :return: see ``cobranzas.debtor.page``; of a contact, the page of its company
        :raises AccessError: for who may not read the ledger of customers, or for a debtor that is
            none of a collector's own
        :raises UserError: unless it is for one debtor that exists
        """
        debtor = self._get_cobranzas_page_debtor()
        return self.env["cobranzas.debtor.page"]._read_page(debtor)

    def action_cobranzas_debtor_page(self):
        """Open the debtor page; of several debtors, the first, to go on to the next (COL-07)."""
        debtors = self.browse() if self._abstract else self.exists()
        debtors.check_access("read")
        if self._name == "res.partner":
            debtors = debtors.commercial_partner_id
        if not debtors:
            raise UserError(self.env._("Choose a debtor."))
        return debtors[0]._action_cobranzas_debtor_page([(each._name, each.id) for each in debtors])

    def _action_cobranzas_debtor_page(self, debtors=()):
        """Return the action that opens the page of the debtor.

        :param debtors: (model, id) of the debtors to go through with next and previous
        """
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(ACTIONS[self._name])
        return {
            **action,
            "name": self.display_name,
            "params": {"model": self._name, "id": self.id, "debtors": [*debtors]},
        }

    def _get_cobranzas_page_debtor(self):
        """Return whose page it is: of a contact its company, of a customer itself."""
        check_one(self)
        # one read for all that the page asks of the record; record rules apply
        found = self.with_context(active_test=False).search_fetch(
            [("id", "=", self.id)], self._get_cobranzas_page_fields()
        )
        if not found:
            if not self.exists():
                raise UserError(self.env._("This debtor was deleted meanwhile."))
            self.check_access("read")
        if self._name == "res.partner":
            return found.commercial_partner_id.with_env(self.env)
        return self

    def _get_cobranzas_page_fields(self):
        """Return the names of the fields of a debtor that its page reads."""
        return ["name"]
