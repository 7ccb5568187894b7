"""A cashier reads the cheques in hand and those of receipts, where it was all of them (COL-10)."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    """Narrow the rule if it still is as it was installed; what somebody changed stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref("l10n_cobranzas.l10n_latam_check_rule_cashier", raise_if_not_found=False)
    if rule and rule.domain_force == "[(1, '=', 1)]":
        cashier = env.ref("l10n_cobranzas.group_cobranzas_cashier")
        rule.write(
            {
                "name": "Cheques: in hand",
                "domain_force": "[('current_journal_id', '!=', False)]",
                "groups": [Command.set(cashier.ids)],
            }
        )
