"""What the tests of operations share: short ways to make, confirm and undo one."""

from odoo.fields import Command

from .common import CollectionsCommon


class OperationsCommon(CollectionsCommon):
    @classmethod
    def operation(cls, kind, items=(), date="2026-02-01", confirm=False, **kw):
        """A draft operation. ``items``: items, or (item, amount) to take part of them."""
        operation = cls.env["cobranzas.operation"].create(
            {
                "kind": kind,
                "date": date,
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create(
                        {"move_line_id": row[0].id, "amount": row[1]}
                        if isinstance(row, tuple)
                        else {"move_line_id": row.id}
                    )
                    for row in items
                ],
                **kw,
            }
        )
        if confirm:
            operation.action_confirm()
        return operation

    @classmethod
    def set_adjustment_accounts(cls):
        """Accounts of the company for adjustments up and down."""
        accounts = cls.env["account.account"].create(
            [
                {"name": "Adjustments Up", "code": "ADJ0", "account_type": "income_other"},
                {"name": "Adjustments Down", "code": "ADJ1", "account_type": "expense"},
            ]
        )
        cls.company.cobranzas_adjustment_gain_account_id = accounts[0]
        cls.company.cobranzas_adjustment_loss_account_id = accounts[1]

    def assertUndoes(self, operation, before, date="2026-02-10"):
        """Undo the operation: the ledger is as in the snapshot ``before``, the state says so."""
        operation.action_undo(date, "test")
        self.assertEqual(operation.state, "undone")
        self.assertRestored(before)
