from odoo import models
from odoo.exceptions import UserError

from ..ledger.client_values import check_one


class CobranzasWorklist(models.Model):
    """What is done from a row: open the debtor, log a contact, put it off (COL-07)."""

    _inherit = "cobranzas.worklist"

    def _get_debtor(self):
        """Return the debtor of the row: a debtor group, or a customer."""
        self.ensure_one()
        return self.debtor_group_id or self.partner_id

    def action_open_debtor(self):
        """Open the debtor's page; return false when nothing of it is overdue any more."""
        if not self._find_row():
            return False
        return self._action_open_debtor()

    def _action_open_debtor(self):
        return self._get_debtor()._action_cobranzas_debtor_page()

    def _find_row(self):
        """Return whether the row is still there: a payment takes a debtor off at once."""
        check_one(self)
        self.browse().check_access("read")
        return self.search([("id", "=", self.id)])

    def _check_row(self):
        if not self._find_row():
            raise UserError(
                self.env._("Nothing of this debtor is overdue any more: refresh the list.")
            )

    def action_log_contact(self):
        """Open the dialog that logs a contact with the debtor."""
        self._check_row()
        return self._get_debtor().action_cobranzas_log_contact()

    def action_snooze(self):
        """Ask until when the debtor is put off, and why."""
        self._check_row()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put Off %(debtor)s", debtor=self.name),
            "res_model": "cobranzas.worklist.snooze.new",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_debtor_group_id": self.debtor_group_id.id,
                "default_collector_id": self.collector_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    def _snooze(self, until, reason):
        """Put the debtor off until a day; who calls has checked that the user may read the row."""
        # sudo: nobody adds rows by hand; debtor, collector and company are those of the row
        snoozes = self.env["cobranzas.worklist.snooze"].sudo()
        return snoozes.create({**self._prepare_snooze_vals(), "until": until, "reason": reason})

    def _prepare_snooze_vals(self):
        self.ensure_one()
        return {
            "partner_id": self.partner_id.id,
            "debtor_group_id": self.debtor_group_id.id,
            "collector_id": self.collector_id.id,
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
        }

    def action_wake(self):
        """Bring a debtor that was put off back into the list. The snooze is kept as ended."""
        self._check_row()
        wanted = self._prepare_snooze_vals()
        domain = [
            (name, "=", wanted[name])
            for name in ("partner_id", "debtor_group_id", "collector_id", "company_id")
        ]
        # sudo: as ``_snooze``, of the row alone
        self.env["cobranzas.worklist.snooze"].sudo().search(domain).active = False
        return {"type": "ir.actions.client", "tag": "soft_reload"}
