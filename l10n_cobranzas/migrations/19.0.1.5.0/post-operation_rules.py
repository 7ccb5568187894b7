"""A collector sees the operations that bring a debt to one of their debtors, too (OPS)."""

from odoo import SUPERUSER_ID, api

NAME = "l10n_cobranzas.cobranzas_operation_rule_collector"
OWN = "('commercial_partner_id.cobranzas_collector_id.user_id', '=', user.id)"
NEW = "('new_partner_id.commercial_partner_id.cobranzas_collector_id.user_id', '=', user.id)"
BEFORE, AFTER = f"[{OWN}]", f"['|', {OWN}, {NEW}]"


def migrate(cr, version):
    """Widen the rule if it still is as it was installed; what somebody changed stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref(NAME, raise_if_not_found=False)
    if rule and rule.domain_force == BEFORE:
        rule.domain_force = AFTER
