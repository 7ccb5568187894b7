"""Credit invoices: issued, accepted, paid otherwise; and MiPyME acceptance (REC-22)."""

from unittest.mock import patch

from odoo.addons.l10n_cobranzas.models.documents.account_move_mipyme import WAITING
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.documents import DocumentsCommon
from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestCreditInvoices(DocumentsCommon, WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_credit_invoice_account_id = cls.portfolio_account
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "30/60 con facturas de crédito",
                "cobranzas_credit_invoices": True,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 60, "nb_days": 30}),
                    Command.create({"value": "percent", "value_amount": 40, "nb_days": 60}),
                ],
            }
        )

    def credit_invoices(self, amount=1000, **kw):
        """The two instalments of an invoice that issues credit invoices, 60 and 40 %."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "invoice_payment_term_id": self.term.id,
                "company_id": self.company.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Mercadería", "price_unit": amount, "tax_ids": [Command.clear()]}
                    )
                ],
                **kw,
            }
        )
        move.action_post()
        return self.item(move).sorted("date_maturity")

    def test_posting_the_invoice_issues_one_for_each_instalment(self):
        items = self.credit_invoices()
        documents = items.cobranzas_credit_invoice_ids
        self.assertEqual(
            [(d.state, d.amount, str(d.date_due), d.name) for d in documents],
            [
                ("issued", 600, "2026-02-09", f"{items.move_id.name}-1"),
                ("issued", 400, "2026-03-11", f"{items.move_id.name}-2"),
            ],
        )
        self.assertFalse(documents.move_line_id)
        items.move_id.button_draft()
        self.assertFalse(documents.exists())
        items.move_id.action_post()
        self.assertEqual(len(items.move_id.cobranzas_credit_invoice_ids), 2)

    def test_acceptance_moves_the_debt_to_them(self):
        items = self.credit_invoices()
        receipt = self.receipt(items)
        documents = items.cobranzas_credit_invoice_ids
        self.assertTrue(receipt.has_credit_invoices)
        self.assertEqual(receipt.credit_invoice_ids, documents)
        self.assertEqual((receipt.amount_values, receipt.amount_difference), (1000, 0))
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            f"""
            Documents to collect | {self.customer.name} | 600.00 | 0.00 | 600.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 600.00 | 0.00
            Documents to collect | {self.customer.name} | 400.00 | 0.00 | 400.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 400.00 | 0.00
            """,
        )
        self.assertEqual(documents.mapped("state"), ["portfolio", "portfolio"])
        self.assertEqual(documents.receipt_id, receipt)
        self.assertEqual(items.mapped("amount_residual"), [0, 0])
        collection = self.receipt([documents[0].move_line_id], [self.cash_value(600)])
        collection.action_post()
        self.assertEqual(documents.mapped("state"), ["collected", "portfolio"])
        with self.assertRaisesRegex(UserError, f"was collected by {collection.name}"):
            receipt.action_void("2026-02-02", "Error")

    def test_void_brings_them_back_to_issued(self):
        items = self.credit_invoices()
        ledger = self.ledger_snapshot()
        receipt = self.receipt(items)
        receipt.action_post()
        receipt.action_void("2026-02-02", "Error")
        documents = items.cobranzas_credit_invoice_ids
        self.assertEqual(documents.mapped("state"), ["issued", "issued"])
        self.assertFalse(documents.receipt_id)
        self.assertRestored(ledger)
        self.assertIn(receipt.name, documents[0].message_ids[0].body)
        again = self.receipt(items)
        again.action_post()
        self.assertEqual(documents.mapped("state"), ["portfolio", "portfolio"])

    def test_only_some_are_accepted(self):
        items = self.credit_invoices()
        receipt = self.receipt(items[0])
        self.assertEqual(len(receipt.credit_invoice_ids), 1)
        receipt.action_post()
        self.assertEqual(
            items.cobranzas_credit_invoice_ids.mapped("state"), ["portfolio", "issued"]
        )
        both = self.credit_invoices()
        rest = self.receipt(both)
        rest.credit_invoice_ids = both[0].cobranzas_credit_invoice_ids
        with self.assertRaisesRegex(UserError, "not accepted here"):
            rest.action_post()

    def test_those_of_documents_only_listed_are_no_value(self):
        items = self.credit_invoices()
        receipt = self.receipt([(items[0], 0), (items[1], 0)])
        self.assertFalse(receipt.credit_invoice_ids)
        self.assertEqual((receipt.amount_values, receipt.amount_total), (0, 0))
        first, second = receipt.line_ids
        first.amount = 600
        self.assertEqual(receipt.credit_invoice_ids, items[0].cobranzas_credit_invoice_ids)
        self.assertEqual((receipt.amount_total, receipt.amount_difference), (600, 0))
        second.amount = 400
        self.assertEqual(receipt.credit_invoice_ids, items.cobranzas_credit_invoice_ids)
        first.amount = 0
        self.assertEqual(receipt.credit_invoice_ids, items[1].cobranzas_credit_invoice_ids)
        self.assertEqual((receipt.amount_total, receipt.amount_difference), (400, 0))

    def test_one_taken_out_stays_out(self):
        items = self.credit_invoices()
        first, second = items.cobranzas_credit_invoice_ids
        receipt = self.receipt(items)
        receipt.credit_invoice_ids = first
        receipt.line_ids[1].amount = 300
        receipt.line_ids[0].amount = 500
        self.assertEqual(receipt.credit_invoice_ids, first)
        receipt.line_ids[1].amount = 0
        self.assertEqual(receipt.credit_invoice_ids, first)
        receipt.line_ids[1].amount = 400
        self.assertEqual(receipt.credit_invoice_ids, first | second, "settled anew")

    def test_one_taken_out_in_the_form_stays_out(self):
        items = self.credit_invoices()
        first, second = items.cobranzas_credit_invoice_ids
        form = Form(self.env["cobranzas.receipt"])
        form.partner_id = self.customer
        for place, amount in enumerate((600, 400)):
            with form.line_ids.edit(place) as line:
                line.amount = amount
        self.assertEqual(form.credit_invoice_ids.ids, [first.id, second.id])
        form.credit_invoice_ids.remove(second.id)
        with form.line_ids.edit(1) as line:
            line.amount = 300
        self.assertEqual(form.credit_invoice_ids.ids, [first.id])
        receipt = form.save()
        receipt.line_ids[1].amount = 200
        self.assertEqual(receipt.credit_invoice_ids, first)

    def test_one_taken_out_from_the_start_stays_out(self):
        items = self.credit_invoices()
        first = items.cobranzas_credit_invoice_ids[0]
        receipt = self.receipt(items, credit_invoice_ids=[Command.set(first.ids)])
        receipt.line_ids[1].amount = 300
        self.assertEqual(receipt.credit_invoice_ids, first)

    def test_withholdings_come_off_the_first_on(self):
        items = self.credit_invoices()
        receipt = self.withheld(items, [], [self.certificate(650)])
        self.assertEqual(
            (receipt.amount_values, receipt.amount_withholdings, receipt.amount_difference),
            (350, 650, 0),
        )
        receipt.action_post()
        documents = items.cobranzas_credit_invoice_ids
        self.assertEqual(documents.mapped("amount_withheld"), [600, 50])
        self.assertEqual(documents.mapped("state"), ["collected", "portfolio"])
        self.assertEqual(documents.mapped("amount_residual"), [0, 350])
        self.assertLedger(
            receipt.move_ids - receipt.withholding_ids.move_id,
            f"""
            Documents to collect | {self.customer.name} | 350.00 | 0.00 | 350.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 350.00 | 0.00
            """,
        )
        self.assertEqual(items.mapped("amount_residual"), [0, 0])
        receipt.action_void("2026-02-02", "Error")
        self.assertEqual(documents.mapped("state"), ["issued", "issued"])
        self.assertEqual(documents.mapped("amount_withheld"), [0, 0])
        too_much = self.withheld(items, [], [self.certificate(1001, number="2")])
        with self.assertRaisesRegex(UserError, "exceed the credit invoices"):
            too_much.action_post()

    def test_paid_otherwise_voids_all_of_the_invoice(self):
        items = self.credit_invoices()
        receipt = self.receipt(
            [(items[0], 500)], [self.cash_value(500)], accepts_credit_invoices=False
        )
        self.assertEqual((receipt.amount_values, receipt.amount_difference), (500, 0))
        receipt.action_post()
        documents = items.cobranzas_credit_invoice_ids
        self.assertEqual(documents.mapped("state"), ["voided", "voided"])
        self.assertEqual(documents.void_receipt_id, receipt)
        ordinary = self.receipt([items[1], self.invoice(5)], [self.cash_value(405)])
        ordinary.action_post()
        self.assertEqual(items.mapped("amount_residual"), [100, 0])
        receipt.action_void("2026-02-02", "Error")
        self.assertEqual(documents.mapped("state"), ["issued", "voided"])
        ordinary.action_void("2026-02-02", "Error")
        self.assertEqual(documents.mapped("state"), ["issued", "issued"])

    def test_refusals(self):
        items = self.credit_invoices()
        plain = self.invoice(50)
        mixed = self.receipt([*items, plain])
        with self.assertRaisesRegex(UserError, f"of their own: take {plain.move_name} out"):
            mixed.action_post()
        cash = self.receipt([*items, plain], [self.cash_value(1050)], accepts_credit_invoices=False)
        with self.assertRaisesRegex(UserError, f"of their own: take {plain.move_name} out"):
            cash.action_post()
        with self.assertRaisesRegex(UserError, "takes no other values"):
            self.receipt(items, [self.cash_value(1000)]).action_post()
        with self.assertRaisesRegex(UserError, "settle just that"):
            self.receipt([(items[0], 100), items[1]]).action_post()
        stray = self.receipt([plain], [self.cash_value(50)])
        stray.credit_invoice_ids = items.cobranzas_credit_invoice_ids
        with self.assertRaisesRegex(UserError, "not waiting to be accepted"):
            stray.action_post()
        self.assertEqual(items.cobranzas_credit_invoice_ids.mapped("state"), ["issued", "issued"])

    def test_automatic_allocation_leaves_them_out(self):
        self.credit_invoices()
        plain = self.invoice(50)
        receipt = self.receipt([], [self.cash_value(80)])
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.move_line_id, plain)

    def test_in_another_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.5)])
        items = self.credit_invoices(100, currency_id=euro.id)
        ledger = self.ledger_snapshot()
        receipt = self.withheld(items, [], [self.certificate(20)])
        with self.assertRaisesRegex(UserError, "in their own currency"):
            receipt.action_post()
        receipt.currency_id = euro
        self.assertEqual((receipt.amount_values, receipt.amount_difference), (90, 0))
        receipt.action_post()
        documents = items.cobranzas_credit_invoice_ids
        self.assertEqual(documents.mapped("amount_residual"), [50, 40])
        self.assertEqual(items.mapped("amount_residual_currency"), [0, 0])
        receipt.action_void("2026-02-02", "Error")
        self.assertRestored(ledger)

    def test_issued_ones_change_only_by_receipts(self):
        cashier = self.make_user("fc_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        document = self.credit_invoices().cobranzas_credit_invoice_ids[0].with_user(cashier)
        with self.assertRaisesRegex(UserError, "was issued with its invoice"):
            document.amount = 1
        with self.assertRaisesRegex(UserError, "was issued with its invoice"):
            document.unlink()

    def test_a_cashier_accepts(self):
        cashier = self.make_user("fc_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        items = self.credit_invoices()
        receipt = self.receipt(items).with_user(cashier)
        receipt.action_post()
        self.assertEqual(items.cobranzas_credit_invoice_ids.mapped("state"), ["portfolio"] * 2)


@tagged("post_install", "-at_install")
class TestMipyme(DocumentsCommon):
    def mipyme(self, **kw):
        item = self.invoice(100)
        item.move_id.write({"cobranzas_is_mipyme": True, **kw})
        return item

    accepted = {
        "cobranzas_mipyme_state": "accepted",
        "cobranzas_mipyme_date": "2026-01-20",
        "cobranzas_mipyme_kind": "tacit",
    }

    def test_is_not_collected_until_accepted(self):
        item = self.mipyme()
        self.assertEqual(item.move_id.cobranzas_mipyme_state, "pending")
        receipt = self.receipt([item], [self.cash_value(100)])
        with self.assertRaisesRegex(UserError, f"{item.move_name} is a MiPyME credit invoice not"):
            receipt.action_post()
        with self.assertRaisesRegex(UserError, "record its acceptance"):
            item.move_id.action_cobranzas_register_receipt()
        listing = self.receipt()
        listing.action_load_documents()
        self.assertFalse(listing.line_ids)
        item.move_id.write(self.accepted)
        receipt.action_post()
        self.assertEqual(item.amount_residual, 0)

    def test_acceptance_says_when_and_how(self):
        move = self.mipyme().move_id
        with self.assertRaisesRegex(ValidationError, "Enter the date"):
            move.cobranzas_mipyme_state = "rejected"
        with self.assertRaisesRegex(ValidationError, "expressly or tacitly"):
            move.write({**self.accepted, "cobranzas_mipyme_kind": False})

    def test_what_was_collected_before_the_add_on_counts_as_accepted(self):
        """A credit note, or nothing, leaves one pending; a payment in part does not."""
        collected, credited, untouched = (self.mipyme().move_id for _each in range(3))
        core = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=collected.ids
        )
        core.create(
            {"amount": 40, "payment_date": "2026-02-05", "payment_difference_handling": "open"}
        )._create_payments()
        note = self.invoice(30, move_type="out_refund")
        (note | self.item(credited)).reconcile()
        self.env.flush_all()
        self.env["account.move"]._cobranzas_accept_collected()
        self.env.invalidate_all()
        names = [f"cobranzas_{name}" for name in ("mipyme_state", "mipyme_kind", "mipyme_date")]
        self.assertEqual(
            [
                tuple(move[name] for name in names) + (move.cobranzas_awaits_acceptance,)
                for move in (collected, credited, untouched)
            ],
            [
                ("accepted", "tacit", self.day("2026-02-05"), False),
                ("pending", False, False, True),
                ("pending", False, False, True),
            ],
        )
        self.receipt([self.item(collected)], [self.cash_value(60)]).action_post()
        self.assertEqual(collected.amount_residual, 0)

    def test_rejected_is_not_collected(self):
        item = self.mipyme(cobranzas_mipyme_state="rejected", cobranzas_mipyme_date="2026-01-20")
        with self.assertRaisesRegex(UserError, "not accepted yet"):
            self.receipt([item], [self.cash_value(100)]).action_post()

    def test_an_accountant_records_it_and_the_chatter_says_so(self):
        move = self.mipyme().move_id.with_context(tracking_disable=False, mail_notrack=False)
        self.cr.precommit.run()  # what is made in this transaction is not tracked
        clerk = self.make_user("billing", "account.group_account_invoice")
        with self.assertRaisesRegex(AccessError, "Only an accountant"):
            move.with_user(clerk).write(self.accepted)
        accountant = self.make_user("fce_accountant", "l10n_cobranzas.group_cobranzas_accountant")
        move.with_user(accountant).write(self.accepted)
        self.env.flush_all()
        self.cr.precommit.run()
        tracked = self.env["mail.tracking.value"].search(
            [
                ("mail_message_id.model", "=", "account.move"),
                ("mail_message_id.res_id", "=", move.id),
            ]
        )
        values = tracked.mapped("new_value_char")
        self.assertIn("Accepted", values)
        self.assertIn("Tacit", values)

    def test_what_electronic_invoicing_keeps_tells_whether_it_waits(self):
        move = self.invoice(100).move_id
        move.ref = "to_send"
        with patch.dict(WAITING, {"ref": {"to_send"}}):
            self.assertTrue(move._cobranzas_awaits_approval())
            move.ref = "sent"
            self.assertFalse(move._cobranzas_awaits_approval())

    def test_waiting_for_the_tax_authority(self):
        item = self.invoice(100)
        receipt = self.receipt([item], [self.cash_value(100)])
        with patch.object(
            type(self.env["account.move"]), "_cobranzas_awaits_approval", lambda move: True
        ):
            with self.assertRaisesRegex(UserError, "approval of the tax authority"):
                receipt.action_post()
            listing = self.receipt()
            listing.action_load_documents()
            self.assertFalse(listing.line_ids)
        self.assertFalse(item.move_id._cobranzas_awaits_approval())
        receipt.action_post()
