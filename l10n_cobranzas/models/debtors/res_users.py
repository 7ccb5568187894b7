from odoo import fields, models

#: groups whose record rules show every debtor; a collector sees those assigned to them
SEE_ALL_DEBTORS = (
    "l10n_cobranzas.group_cobranzas_cashier,"
    "account.group_account_invoice,account.group_account_readonly"
)


class ResUsers(models.Model):
    """Which debtors a user sees (COL-10)."""

    _inherit = "res.users"

    # the record rules name these ids themselves: PostgreSQL then knows how many rows they have,
    # which it can't of a sub-select; archived ones keep their debtors
    cobranzas_acting_collector_ids = fields.Many2many(
        "cobranzas.collector",
        "cobranzas_collector_acting_user_rel",
        "user_id",
        "collector_id",
        string="Collects As",
        readonly=True,
        copy=False,
        context={"active_test": False},
        help="The collectors whose debtors the user sees today: their own, and those of absent "
        "collectors whose substitute they are.",
    )

    def _cobranzas_sees_all_debtors(self):
        """Tell whether the record rules show the user every debtor, not only their own."""
        self.ensure_one()
        return self._is_superuser() or self.has_groups(SEE_ALL_DEBTORS)

    def _cobranzas_acts_for(self, collectors):
        """Tell whether the user collects as one of them today, in person or as a substitute."""
        self.ensure_one()
        # sudo: compared, no more
        return bool(collectors & self.sudo().cobranzas_acting_collector_ids)
