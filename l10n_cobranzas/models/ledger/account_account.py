from odoo import api, models
from odoo.tools import SQL, ormcache


class AccountAccount(models.Model):
    _inherit = "account.account"

    @api.model
    @ormcache()
    def _cobranzas_get_receivable_ids(self):
        """Return the ids of all receivable accounts: every report starts from them."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM account_account WHERE account_type = 'asset_receivable'",
                to_flush=self._fields["account_type"],
            )
        )
        return tuple(account for (account,) in rows)

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        if any(account.account_type == "asset_receivable" for account in accounts):
            self.env.registry.clear_cache()
        return accounts

    def write(self, vals):
        result = super().write(vals)
        if "account_type" in vals:
            self.env.registry.clear_cache()
        return result
