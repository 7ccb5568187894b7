"""A cashier reads receivables and receipts of the ledger, where it was everything (COL-10)."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

RECEIVABLE = "('account_id.account_type', '=', 'asset_receivable')"
#: {rule: its domain since 19.0.1.3.0}
DOMAINS = {
    "account_move_rule_cashier": f"[('line_ids', 'any', [{RECEIVABLE}])]",
    "account_move_line_rule_cashier": (
        f"['|', {RECEIVABLE}, ('move_id.line_ids', 'any', [{RECEIVABLE}])]"
    ),
    "account_partial_reconcile_rule_cashier": (
        "[('debit_move_id.account_id.account_type', '=', 'asset_receivable')]"
    ),
    "account_payment_rule_cashier": (
        "['|', ('partner_type', '=', 'customer'), ('l10n_latam_move_check_ids', '!=', False)]"
    ),
}
NAMES = {
    "account_move_rule_cashier": "Entries: of receivables",
    "account_move_line_rule_cashier": "Journal items: of receivables",
    "account_partial_reconcile_rule_cashier": "Allocations: of receivables",
    "account_payment_rule_cashier": "Payments: of customers, and with their cheques",
}


def migrate(cr, version):
    """Narrow the rules that still are as they were installed; what somebody changed stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, domain in DOMAINS.items():
        rule = env.ref(f"l10n_cobranzas.{name}", raise_if_not_found=False)
        if rule and rule.domain_force == "[(1, '=', 1)]":
            cashier = env.ref("l10n_cobranzas.group_cobranzas_cashier")
            rule.write(
                {
                    "name": NAMES[name],
                    "domain_force": domain,
                    "groups": [Command.set(cashier.ids)],
                }
            )
