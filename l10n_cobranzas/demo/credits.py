"""Applications: balances left on account and a credit note pay debts later (REC-10)."""

from odoo.fields import Command


def make(scene):
    """Apply one on-account balance wholly, another in part, and one credit note."""
    applied = scene.env["cobranzas.receipt"]
    for share, finder in ((1.0, _on_account), (0.4, _on_account), (1.0, _credit_notes)):
        pair = next(_pairs(scene, finder(scene), applied.line_ids.move_line_id), None)
        if pair:
            credit, debt = pair
            applied += _make_application(scene, credit, debt, share)
    applied.action_post()


def _open_items(scene, sign):
    return scene.env["account.move.line"].search(
        [
            *scene.env["account.move.line"]._cobranzas_open_items_domain(),
            ("company_id", "=", scene.company.id),
            ("currency_id", "=", scene.company.currency_id.id),
            ("amount_residual", sign, 0),
        ],
        order="date, id",
    )


def _on_account(scene):
    return _open_items(scene, "<").filtered("payment_id.cobranzas_receipt_id")


def _credit_notes(scene):
    return _open_items(scene, "<").filtered(lambda item: item.move_id.move_type == "out_refund")


def _pairs(scene, credits, used):
    """Yield (credit, debt) that can be applied, none used yet nor listed in a draft."""
    drafts = scene.env["cobranzas.receipt"].search([("state", "=", "draft")])
    listed = drafts.line_ids.move_line_id | scene.kept_lines() | used
    debts = _open_items(scene, ">") - listed
    for credit in credits - listed:
        for debt in debts:
            if debt._cobranzas_pool() == credit._cobranzas_pool():
                yield credit, debt
                break


def _make_application(scene, credit, debt, share):
    most = min(-credit.amount_residual, debt.amount_residual)
    amount = scene.company.currency_id.round(most * share)
    return scene.env["cobranzas.receipt"].create(
        {
            "kind": "application",
            "partner_id": credit.partner_id.id,
            "company_id": scene.company.id,
            "currency_id": scene.company.currency_id.id,
            "date": scene.day(-3),
            "legend_ids": [],
            "line_ids": [
                Command.create({"move_line_id": debt.id, "amount": amount}),
                Command.create({"move_line_id": credit.id, "amount": -amount}),
            ],
        }
    )
