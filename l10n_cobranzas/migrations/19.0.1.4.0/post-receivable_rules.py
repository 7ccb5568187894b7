"""The cashiers' rules on entries, their items and allocations ask for each record by index."""

from odoo import SUPERUSER_ID, api

RECEIVABLE = "('account_id.account_type', '=', 'asset_receivable')"
#: {rule: (its domain until now, its domain)}
DOMAINS = {
    "account_move_rule_cashier": (
        f"[('line_ids', 'any', [{RECEIVABLE}])]",
        "[('cobranzas_has_receivable', '=', True)]",
    ),
    "account_move_line_rule_cashier": (
        f"['|', {RECEIVABLE}, ('move_id.line_ids', 'any', [{RECEIVABLE}])]",
        f"['|', {RECEIVABLE}, ('move_id.cobranzas_has_receivable', '=', True)]",
    ),
    "account_partial_reconcile_rule_cashier": (
        "[('debit_move_id.account_id.account_type', '=', 'asset_receivable')]",
        "[('cobranzas_is_receivable', '=', True)]",
    ),
}


def migrate(cr, version):
    """Reword the rules that still are as they were installed; what somebody changed stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (before, after) in DOMAINS.items():
        rule = env.ref(f"l10n_cobranzas.{name}", raise_if_not_found=False)
        if rule and rule.domain_force == before:
            rule.domain_force = after
