"""Applications: balances left on account and a credit note pay debts later (REC-10)."""

from odoo.fields import Command


def make(demo):
    """Apply one on-account balance wholly, another in part, and one credit note."""
    applied = demo.env["cobranzas.receipt"]
    for share, finder in ((1.0, _on_account), (0.4, _on_account), (1.0, _credit_notes)):
        pair = next(_pairs(demo, finder(demo), applied.line_ids.move_line_id), None)
        if pair:
            credit, debt = pair
            applied += _make_application(demo, credit, debt, share)
    applied.action_post()


def _open_items(demo, sign):
    return demo.env["account.move.line"].search(
        [
            *demo.env["account.move.line"]._cobranzas_open_items_domain(),
            ("company_id", "=", demo.company.id),
            ("currency_id", "=", demo.company.currency_id.id),
            ("amount_residual", sign, 0),
        ],
        order="date, id",
    )


def _on_account(demo):
    return _open_items(demo, "<").filtered("payment_id.cobranzas_receipt_id")


def _credit_notes(demo):
    return _open_items(demo, "<").filtered(lambda item: item.move_id.move_type == "out_refund")


def _pairs(demo, credits, used):
    """Yield (credit, debt) that can be applied, none used yet nor listed in a draft."""
    drafts = demo.env["cobranzas.receipt"].search([("state", "=", "draft")])
    listed = drafts.line_ids.move_line_id | demo.kept_lines() | used
    debts = _open_items(demo, ">") - listed
    for credit in credits - listed:
        for debt in debts:
            if debt._cobranzas_get_reconcile_key() == credit._cobranzas_get_reconcile_key():
                yield credit, debt
                break


def _make_application(demo, credit, debt, share):
    most = min(-credit.amount_residual, debt.amount_residual)
    amount = demo.company.currency_id.round(most * share)
    return demo.env["cobranzas.receipt"].create(
        {
            "kind": "application",
            "partner_id": credit.partner_id.id,
            "company_id": demo.company.id,
            "currency_id": demo.company.currency_id.id,
            "date": demo.day(-3),
            "legend_ids": [],
            "line_ids": [
                Command.create({"move_line_id": debt.id, "amount": amount}),
                Command.create({"move_line_id": credit.id, "amount": -amount}),
            ],
        }
    )
