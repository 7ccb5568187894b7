import datetime

from odoo import models


class ResCompany(models.Model):
    """Companies keep the settings of collections, one set each (COL-01)."""

    _name = "res.company"
    _inherit = ["res.company", "cobranzas.settings.mixin"]

    def _cobranzas_get_locks(self):
        """Return {id: last closed day for this user}, of the companies that have one."""
        journal = self.env["account.journal"]
        locks = {company.id: company._get_user_fiscal_lock_date(journal) for company in self}
        return {id_: lock for id_, lock in locks.items() if lock > datetime.date.min}

    def init(self):
        result = super().init()
        self._cobranzas_init_defaults()
        return result
