"""Automatic allocation by amount received, each criterion, and the selector (REC-02, REC-03)."""

from lxml import etree
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptPropose(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # issue, due, amount: every criterion puts them in an order of its own
        cls.a = cls.invoice(300, date="2025-12-05", due="2026-03-01")
        cls.b = cls.invoice(100, date="2025-12-10", due="2026-01-05")
        cls.c = cls.invoice(200, date="2025-12-01", due="2026-01-20")

    def _proposed(self, criterion, amount, **kw):
        self.company.cobranzas_criterion = criterion
        receipt = self.receipt([], [self.cash_value(amount)], **kw)
        receipt.action_propose()
        names = {self.a: "a", self.b: "b", self.c: "c"}
        return " ".join(f"{names[line.move_line_id]}{line.amount:g}" for line in receipt.line_ids)

    def test_criteria(self):
        for criterion, wanted in (
            ("due_oldest", "b100 c50"),
            ("due_newest", "a150"),
            ("due_newest_overdue", "c150"),
            ("issue_oldest", "c150"),
            ("issue_newest", "b100 a50"),
            ("due_nearest_values", "c150"),
            ("number", "a150"),
            ("largest", "a150"),
            ("smallest", "b100 c50"),
        ):
            with self.subTest(criterion=criterion):
                self.assertEqual(self._proposed(criterion, 150), wanted)

    def test_more_than_everything(self):
        self.assertEqual(self._proposed("due_oldest", 1000), "b100 c200 a300")

    def test_no_values_proposes_all(self):
        receipt = self.receipt()
        receipt.action_propose()
        self.assertEqual(receipt.amount_documents, 600)

    def test_credits_ticked_add_to_the_funds(self):
        credit = self.invoice(80, move_type="out_refund", date="2026-01-10")
        receipt = self.receipt([credit], [self.cash_value(50)])
        receipt.action_propose()
        self.assertEqual(
            receipt.line_ids.filtered(lambda line: line.amount > 0).mapped("amount"), [100, 30]
        )
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        self.assertEqual((self.b | self.c | credit).mapped("amount_residual"), [0, 170, 0])

    def test_proposal_is_recalculated(self):
        receipt = self.receipt([(self.a, 10)], [self.cash_value(150)])
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.move_line_id, self.b | self.c)
        receipt.line_ids[0].amount = 60
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.mapped("amount"), [100, 50])

    def test_what_was_listed_is_put_in_order(self):
        receipt = self.receipt([(self.a, 10), (self.b, 10), (self.c, 10)], [self.cash_value(310)])
        self.company.cobranzas_criterion = "due_oldest"
        receipt.action_propose()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(
            receipt.line_ids,
            [
                {"move_line_id": self.b.id, "amount": 100, "sequence": 1, "is_listed": False},
                {"move_line_id": self.c.id, "amount": 200, "sequence": 2, "is_listed": False},
                {"move_line_id": self.a.id, "amount": 10, "sequence": 3, "is_listed": False},
            ],
        )
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (310, 0))

    def test_a_posted_receipt_is_left_alone(self):
        receipt = self.receipt([self.b], [self.cash_value(100)])
        receipt.action_post()
        lines = receipt.line_ids
        with self.assertRaises(UserError):
            lines._write_proposed({lines: (50, 1)})
        self.assertEqual(lines.amount, 100)

    def test_as_many_queries_for_40_documents_as_for_3(self):
        counts = []
        for more in (0, 37):
            for _number in range(more):
                self.invoice(10)
            receipt = self.receipt()
            receipt.action_load_documents()
            for _turn in range(2):  # the first reads what is read once
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                receipt.action_propose()
                self.env.flush_all()
                found = self.env.cr.sql_log_count - before
            counts.append(found)
            self.assertEqual(receipt.amount_documents, 600 + 10 * more)
        self.assertEqual(*counts)

    def test_debit_notes_left_out(self):
        wizard = self.env["account.debit.note"].create(
            {"move_ids": self.b.move_id.ids, "copy_lines": True, "date": "2025-12-11"}
        )
        note = self.env["account.move"].browse(wizard.create_debit()["res_id"])
        note.invoice_date_due = "2025-12-12"
        note.action_post()
        receipt = self.receipt([], [self.cash_value(10)])
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.move_line_id.move_id, note)
        self.company.cobranzas_skip_debit_notes = True
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.move_line_id, self.b)

    def test_allocated_in_another_currency(self):
        """Dollars received, pesos owed: what is paid of each is exact in its own currency."""
        usd = self.env.ref("base.EUR")
        usd.active = True
        self.env["res.currency.rate"].create(
            {
                "name": "2025-01-01",
                "rate": 0.03,
                "currency_id": usd.id,
                "company_id": self.company.id,
            }
        )
        receipt = self.receipt([], [self.cash_value(4.53, currency_id=usd.id)], currency_id=usd.id)
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.mapped("amount"), [100, 51])
        self.assertEqual(receipt.amount_difference, 0)

    def test_listing_always(self):
        self.company.cobranzas_show_documents = "always"
        form = Form(self.env["cobranzas.receipt"])
        form.partner_id = self.customer
        self.assertEqual(len(form.line_ids), 3)
        form.partner_id = self.other_customer
        self.assertEqual(len(form.line_ids), 0)
        form.partner_id = self.customer
        with form.line_ids.edit(0) as line:
            line.is_selected = True
        with form.value_ids.new() as value:
            value.payment_method_line_id = self.cash.inbound_payment_method_line_ids[:1]
            value.amount = form.amount_documents
        receipt = form.save()
        receipt.action_post()  # what was listed and not ticked is left out
        self.assertEqual(len(receipt.line_ids), 1)

    def test_listing_on_request_keeps_what_is_typed(self):
        receipt = self.receipt([(self.c, 20)])
        receipt.action_load_documents()
        self.assertEqual(
            {line.move_line_id: line.amount for line in receipt.line_ids},
            {self.a: 0, self.b: 0, self.c: 20},
        )
        receipt.action_clear()
        self.assertFalse(receipt.line_ids)

    def test_form_running_totals(self):
        """The form as a person types it: totals and the default of the next value follow."""
        self.company.cobranzas_show_documents = "request"
        form = Form(self.env["cobranzas.receipt"])
        form.partner_id = self.customer
        with form.line_ids.new() as line:
            line.move_line_id = self.a
            line.amount = 250
        self.assertEqual((form.amount_documents, form.amount_difference), (250, -250))
        with form.value_ids.new() as value:
            value.payment_method_line_id = self.cash.inbound_payment_method_line_ids[:1]
            value.amount = 100
        self.assertEqual((form.amount_values, form.amount_difference), (100, -150))
        with form.check_ids.new() as check:
            check.name = "77"
            check.bank_id = self.bank_nacion
            check.amount = 200
        self.assertEqual(
            (form.amount_values, form.amount_on_account, form.amount_difference), (300, 50, 0)
        )
        receipt = form.save()
        self.assertEqual(receipt.check_ids.name, "00000077")
        self.assertEqual(receipt.value_ids.mapped("amount"), [100, 200])
        self.assertEqual(receipt.amount_values, 300)
        receipt.action_post()
        self.assertEqual(self.a.amount_residual, 50)

    def test_no_customer(self):
        receipt = self.env["cobranzas.receipt"].new({})
        with self.assertRaisesRegex(UserError, "Choose the customer"):
            receipt.action_propose()

    def test_application_asks_for_its_credits(self):
        with self.assertRaisesRegex(UserError, "Tick the credits"):
            self.receipt([self.a], kind="application").action_propose()

    def test_values_or_documents_first(self):
        """REC-06: the tab that comes first follows the company's setting."""
        for first in ("documents", "values"):
            self.company.cobranzas_first = first
            arch = self.env["cobranzas.receipt"].get_view(view_type="form")["arch"]
            pages = etree.fromstring(arch).xpath("//notebook/page/@name")
            self.assertEqual(pages[0], first)

    def test_selector(self):
        """REC-02: found among the customer's open items, ticked, added."""
        self.invoice(5, partner=self.other_customer)
        receipt = self.receipt([(self.a, 10)])
        action = receipt.action_find_documents()
        found = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(found, self.a | self.b | self.c)
        back = (self.a | self.b).with_context(**action["context"]).action_cobranzas_add_to_receipt()
        self.assertEqual(back["res_id"], receipt.id)
        self.assertEqual(
            {line.move_line_id: line.amount for line in receipt.line_ids},
            {self.a: 300, self.b: 100},
        )

    def test_open_items_list(self):
        """The filters of the selector name fields that exist and find what they say."""
        credit = self.invoice(80, move_type="out_refund", date="2026-01-10")
        arch = self.env.ref("l10n_cobranzas.account_move_line_view_search_open").arch
        domains = {
            node.get("name"): safe_eval(node.get("domain"))
            for node in etree.fromstring(arch.encode()).iter("filter")
            if node.get("domain")
        }
        items = self.a | self.b | self.c | credit
        for name, wanted in (
            ("credits", credit),
            ("debts", self.a | self.b | self.c),
            ("credit_notes", credit),
            ("invoices", self.a | self.b | self.c),
            ("debit_notes", self.env["account.move.line"]),
        ):
            with self.subTest(name=name):
                domain = [*domains[name], ("id", "in", items.ids)]
                self.assertEqual(self.env["account.move.line"].search(domain), wanted)

    def test_credit_notes_take_part(self):
        """REC-03: open credit notes pay first when the company does not leave them out."""
        self.company.cobranzas_skip_credit_notes = False
        credit = self.invoice(80, move_type="out_refund", date="2026-01-10")
        receipt = self.receipt([], [self.cash_value(50)])
        receipt.action_propose()
        self.assertEqual(
            {line.move_line_id: line.amount for line in receipt.line_ids},
            {credit: -80, self.b: 100, self.c: 30},
        )
        receipt.action_post()
        self.assertEqual((self.b | self.c | credit).mapped("amount_residual"), [0, 170, 0])

    def test_credit_notes_beyond_the_debts(self):
        """What finds no debt of its customer, account and currency to pay is not used."""
        self.company.cobranzas_skip_credit_notes = False
        eur = self.env.ref("base.EUR")
        eur.active = True
        big = self.invoice(1000, move_type="out_refund", date="2026-01-10")
        foreign = self.invoice(7, move_type="out_refund", date="2026-01-11", currency=eur)
        receipt = self.receipt(kind="application")
        receipt.action_propose()
        amounts = {line.move_line_id: line.amount for line in receipt.line_ids}
        self.assertEqual(amounts, {big: -600, self.a: 300, self.b: 100, self.c: 200})
        receipt.action_post()
        self.assertEqual(big.amount_residual, -400)
        self.assertEqual(foreign.amount_residual_currency, -7)
