"""The kinds of items: one table, to which each theme adds its own (DESIGN 7)."""

from unittest.mock import patch

from odoo.addons.l10n_cobranzas.models.ledger.read_scope import ItemKind
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..lib.common import CollectionsCommon

SHARED = (
    "invoice",
    "debit_note",
    "credit_note",
    "document",
    "receipt",
    "application",
    "payment",
    "exchange",
    "void",
    "entry",
)
KINDS = {
    "cobranzas.open.item": (*SHARED, "postdated_check"),
    "cobranzas.ledger.line": (*SHARED[:8], "conversion", *SHARED[8:]),
    "cobranzas.application": SHARED,
    "cobranzas.movement": SHARED,
}


@tagged("post_install", "-at_install")
class TestItemKinds(CollectionsCommon):
    def _make_entry(self):
        """A debt by a journal entry; returns its receivable item."""
        move = self.env["account.move"].create(
            {
                "date": "2026-01-10",
                "ref": "Loan",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.receivable.id,
                            "partner_id": self.customer.id,
                            "debit": 70,
                        }
                    ),
                    Command.create({"account_id": self.outstanding.id, "credit": 70}),
                ],
            }
        )
        move.action_post()
        return move.line_ids.filtered("debit")

    def _kinds(self, item):
        """Return the kind of an item by model."""
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            model: self.env[model].search([("move_id", "=", item.move_id.id)]).mapped("kind")
            for model in ("cobranzas.open.item", "cobranzas.ledger.line", "cobranzas.movement")
        }

    def _get_operation_kinds(self):
        """Return the kinds of item that operations make, which stand after the others."""
        kinds = self.env["cobranzas.operation"]._get_kinds().items()
        made = [kind._item_kind or key for key, kind in kinds if kind._makes_items]
        return ["miscellaneous_credit", "operation", *made]

    def test_choices(self):
        for model, kinds in KINDS.items():
            with self.subTest(model=model):
                choices = self.env[model].fields_get(["kind"])["kind"]["selection"]
                wanted = [*kinds, *self._get_operation_kinds()]
                self.assertEqual([key for key, _label in choices], wanted)
                self.assertEqual(len(dict(choices)), len(wanted))

    def test_an_entry_is_the_last_kind(self):
        self.assertEqual(set(map(tuple, self._kinds(self._make_entry()).values())), {("entry",)})

    def test_a_theme_adds_a_kind(self):
        """Added to the table, a kind is in every read model and in the filter of reports."""
        item = self._make_entry()
        model = type(self.env["cobranzas.item"])
        before = model._get_kinds

        def _get_kinds(records):
            loan = ItemKind("barter", "Barter", 65, SQL("move.ref = 'Loan'"))
            return [loan, *before(records)]

        with patch.object(model, "_get_kinds", _get_kinds):
            self.assertEqual(set(map(tuple, self._kinds(item).values())), {("barter",)})
            filters = self.env["cobranzas.report"].fields_get(["movement_kind"])
            choices = filters["movement_kind"]["selection"]
            wanted = [*SHARED[:6], "barter", *SHARED[6:], *self._get_operation_kinds()]
            self.assertEqual([key for key, _label in choices], wanted)
