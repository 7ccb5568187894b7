"""What the later version is asked to do with what the former one left.

``run(env, notes)`` voids every receipt, the last one first, posts a draft, cancels a deposit, and
returns what came of it.
"""

DAY = "2026-04-30"


def run(env, notes):
    """Return {what: what came of it}; ``notes`` are those of ``receipts.py``."""
    return {
        "draft": _post_draft(env, *notes["draft"]),
        "deposit": _cancel_deposit(env, notes["pending"]),
        "voided": [_void(env, *each) for each in reversed(notes["owed"])],
        "unbalanced": _find_unbalanced(env),
        "rules": _read_cashier_rules(env),
    }


def _read_cashier_rules(env):
    """Return the domains by which a cashier reads the ledger."""
    models = ("account_move", "account_move_line", "account_partial_reconcile", "account_payment")
    rules = [env.ref(f"l10n_cobranzas.{model}_rule_cashier") for model in models]
    return [[rule.domain_force, rule.groups.mapped("name")] for rule in rules]


def _post_draft(env, receipt_id, item_id):
    receipt = env["cobranzas.receipt"].browse(receipt_id)
    receipt.action_post()
    left = env["account.move.line"].browse(item_id).amount_residual
    receipt.action_void(DAY, "Otra vez")
    return [left, receipt.state, env["account.move.line"].browse(item_id).amount_residual]


def _cancel_deposit(env, deposit_id):
    deposit = env["cobranzas.deposit"].browse(deposit_id)
    deposit.action_cancel(DAY)
    return [deposit.state, deposit.item_id.amount_residual]


def _void(env, receipt_id, owed):
    """Void a receipt; return its name, its state, and what its documents owed and owe."""
    receipt = env["cobranzas.receipt"].browse(receipt_id)
    receipt.action_void(DAY, "Actualización")
    env.flush_all()
    items = env["account.move.line"].browse(int(item) for item in owed)
    owe = {str(item.id): [item.amount_residual, item.amount_residual_currency] for item in items}
    return [receipt.name, receipt.state, owed, owe]


def _find_unbalanced(env):
    """Return the voided receipts whose entries don't come to nothing, account by account."""
    found = []
    for receipt in env["cobranzas.receipt"].search([("state", "=", "voided")]):
        for account, items in receipt.move_ids.line_ids.grouped("account_id").items():
            left = items.company_currency_id.round(sum(items.mapped("balance")))
            if left:
                found.append([receipt.name, account.name, left])
    return found
