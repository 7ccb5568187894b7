"""What each role reads of the ledger that is none of its business: a table of counts (COL-10)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.foreign_records import ForeignRecordsCommon

#: of what the company pays, gets from elsewhere and has in the bank
PAID = 777333.21


@tagged("post_install", "-at_install")
class TestRolesRead(ForeignRecordsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Proveedor"})
        cls.mine = cls.receipt(
            [cls.invoice(500)], [cls.cash_value(400)], [cls.check(100, pay_date="2026-06-01")]
        )
        cls.mine.action_post()
        cls.own_check = cls._pay_with_own_check()
        cls._make_bill_paid(cls.own_check.payment_id)
        cls.env["account.bank.statement.line"].create(
            {
                "journal_id": cls.bank.id,
                "date": "2026-01-20",
                "amount": PAID,
                "payment_ref": "Sueldos",
            }
        )
        cls.env.flush_all()

    @classmethod
    def _pay_with_own_check(cls):
        """A cheque of the company's own, handed to a supplier."""
        method = cls.env["account.payment.method.line"].create(
            {
                "journal_id": cls.bank.id,
                "payment_method_id": cls.env.ref(
                    "l10n_latam_check.account_payment_method_own_checks"
                ).id,
                "payment_account_id": cls.outstanding.id,
            }
        )
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": cls.vendor.id,
                "journal_id": cls.bank.id,
                "payment_method_line_id": method.id,
                "date": "2026-01-20",
                "l10n_latam_new_check_ids": [
                    Command.create(
                        {"name": "00000001", "payment_date": "2026-06-01", "amount": PAID}
                    )
                ],
            }
        )
        payment.action_post()
        return payment.l10n_latam_new_check_ids

    @classmethod
    def _make_bill_paid(cls, payment):
        cls.invoice(PAID, partner=cls.vendor, move_type="in_invoice")
        items = cls.env["account.move.line"].search(
            [
                ("partner_id", "=", cls.vendor.id),
                ("account_id.account_type", "=", "liability_payable"),
            ]
        )
        items.reconcile()
        assert all(items.mapped("reconciled"))

    def _is_of_customers(self, record):
        """Tell whether a record is receivable, or of a receipt, or a customer's cheque."""
        receivable = "asset_receivable"
        if record._name == "account.move":
            types = record.line_ids.account_id.mapped("account_type")
            return bool(record.cobranzas_receipt_id) or receivable in types
        if record._name == "account.move.line":
            return self._is_of_customers(record.move_id)
        if record._name == "account.partial.reconcile":
            return record.debit_move_id.account_id.account_type == receivable
        if record._name == "account.payment":
            return record.partner_type == "customer"
        return self._is_of_customers(record.payment_id)

    def _is_own_debtor(self, record, user):
        """Tell whether a record is about a debtor of the collector."""
        if record._name == "account.partial.reconcile":
            record = record.debit_move_id
        partner = record.partner_id or record.commercial_partner_id
        collector = partner.commercial_partner_id.cobranzas_collector_id
        return collector.user_id == user

    def test_nothing_foreign_is_read(self):
        """{role: {model: (of customers, all others)}} as each role counts them."""
        models = ("account.move", "account.move.line", "account.partial.reconcile")
        models += ("account.payment", "l10n_latam.check")
        found = {}
        for role in ("collector", "cashier"):
            user = self.users[role]
            for name in models:
                records = self.env[name].with_user(user).search([]).sudo()
                wanted = records.filtered(self._is_of_customers)
                if role == "collector":
                    wanted = wanted.filtered(lambda one, u=user: self._is_own_debtor(one, u))
                found[role, name] = (bool(wanted), len(records - wanted))
        self.assertEqual(
            found, {(role, name): (True, 0) for role in ("collector", "cashier") for name in models}
        )

    def test_core_models_read_are_those_of_the_table(self):
        """A model that the add-on gives its roles to read is in the table, or has nothing."""
        groups = self.env["res.groups"].union(
            *(
                self.env.ref(f"l10n_cobranzas.group_cobranzas_{role}")
                for role in ("collector", "cashier")
            )
        )
        given = self.env["ir.model.access"].search([("group_id", "in", groups.ids)])
        names = {
            name for name in given.model_id.mapped("model") if not name.startswith("cobranzas.")
        }
        self.assertEqual(
            names,
            {"account.move", "account.move.line", "account.payment", "account.partial.reconcile"}
            | {"l10n_latam.check", "account.journal"},
        )

    def test_cheques_of_a_cashier(self):
        """Those in hand and those of receipts, wherever they went; none of the company's own."""
        checks = self.env["l10n_latam.check"].with_user(self.users["cashier"])
        received = self.mine.check_ids.check_id
        self.assertIn(received, checks.search([]))
        self.assertNotIn(self.own_check, checks.search([]))
        self.endorse_check(received)
        self.env.invalidate_all()
        self.assertFalse(received.current_journal_id)
        self.assertIn(received, checks.search([]))
        accountant = checks.with_user(self.users["accountant"])
        self.assertIn(self.own_check, accountant.search([]))

    def test_journals_tell_no_sums(self):
        """What a journal's card on the accounting dashboard shows is the accountants'."""
        for role in ("collector", "cashier"):
            journals = self.env["account.journal"].with_user(self.users[role]).search([])
            self.env.invalidate_all()
            for name, field in journals._fields.items():
                if journals._has_field_access(field, "read"):
                    with self.subTest(role=role, field=name):
                        answer = self._read(journals, name)
                        self.assertNotIn("777333", answer)
                        self.assertNotIn("777,333", answer)

    def _read(self, records, name):
        try:
            with self.env.cr.savepoint():
                return repr(records.read([name]))
        except AccessError as error:
            return str(error)
