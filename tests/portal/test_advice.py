"""Transfers that debtors tell of: received by a receipt, and new again when that is voided."""

import io

from odoo.addons.l10n_cobranzas.models.portal.portal_slip import MOST_BYTES, read_slip
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.deposits import DepositsCommon
from ..lib.portal_ask import PortalAskCommon


@tagged("post_install", "-at_install")
class TestAdvice(PortalAskCommon, DepositsCommon):
    def receipt_of(self, advice, user=None, **vals):
        """The receipt that the cashier's button opens, saved."""
        action = advice.with_user(user or self.cashier).action_receive()
        receipts = self.env["cobranzas.receipt"].with_user(user or self.cashier)
        return receipts.with_context(**action["context"]).create(vals)

    def refused(self, words, call, *args, **kwargs):
        """Nothing is left of what is refused, in one sentence."""
        count = self.Advice.search_count([])
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            call(*args, **kwargs)
        self.assertEqual(self.Advice.search_count([]), count)

    # ------------------------------------------------------------------
    # Told
    # ------------------------------------------------------------------

    def test_told(self):
        advice = self.advise(1000, [self.old], reference="TR <b>9</b>", note="Hola")
        self.assertEqual(
            (advice.state, advice.partner_id, advice.contact_id, advice.item_ids),
            ("new", self.customer, self.contact, self.old),
        )
        self.assertEqual(advice.activity_id.user_id, self.marta)
        self.assertNotIn("<b>", advice.activity_id.note)
        self.assertNotIn("<b>", self.customer.message_ids[0].body)
        row = self.log()[0]
        self.assertEqual(
            (row.channel, row.direction, row.contact_id), ("portal", "in", self.contact)
        )
        self.assertRegex(row.note, "transferred.*1,000.00.*TR")
        # nothing is booked
        self.assertEqual(self.old.amount_residual, 1000)

    def test_refused(self):
        for words, amount, values in (
            ("above zero", 0, {}),
            ("can't be right", 10, {"date": self.at(1)}),
            ("can't be right", 10, {"date": self.at(-400)}),
            ("Choose the day", 10, {"date": None}),
            ("not owed any more", 10, {"items": [self.foreign]}),
            ("from the list", 10, {"journal": self.cash}),
            ("shorten", 10, {"note": "x" * 3000}),
        ):
            with self.subTest(words):
                self.refused(words, self.advise, amount, **values)
        self.company.cobranzas_portal_advice = False
        self.refused("does not offer", self.advise, 10)

    def test_told_once(self):
        self.advise(1000, reference="TR 9")
        self.refused("already", self.advise, 1000, reference="tr 9")
        self.assertTrue(self.advise(1000, reference="TR 10"))
        self.assertTrue(self.advise(1000, reference="TR 9", date=self.at(-1)))

    # ------------------------------------------------------------------
    # Received
    # ------------------------------------------------------------------

    def test_received_and_voided(self):
        advice = self.advise(1200, [self.old, self.next], reference="TR 9")
        receipt = self.receipt_of(advice)
        self.assertEqual(
            [(line.move_line_id, line.amount) for line in receipt.line_ids],
            [(self.old, 1000), (self.next, 200)],
        )
        value = receipt.value_ids
        self.assertEqual(
            (value.journal_id, value.amount, value.operation_number), (self.bank, 1200, "TR 9")
        )
        self.assertEqual((advice.state, advice.receipt_id), ("new", receipt))
        # the same draft is opened again
        again = advice.with_user(self.cashier).action_receive()
        self.assertEqual(again["res_id"], receipt.id)
        receipt.action_post()
        self.assertEqual(advice.state, "received")
        self.assertFalse(advice.activity_id.active)
        self.assertLedger(
            receipt.sudo().move_ids,
            """Outstanding Receipts | Almacén El Ceibo | 1200.00 | 0.00 | 1200.00
            Account Receivable | Almacén El Ceibo | 0.00 | 1200.00 | 0.00""",
        )
        self.assertEqual((self.old.amount_residual, self.next.amount_residual), (0, 400))
        self.refused("nothing to do", advice.with_user(self.cashier).action_receive)
        receipt.sudo().with_user(self.env.user).action_void(reason="Not in the bank")
        self.assertEqual(advice.state, "new")
        self.assertTrue(advice.activity_id.active)
        self.assertEqual((self.old.amount_residual, self.next.amount_residual), (1000, 600))
        self.assertTrue(self.receipt_of(advice))

    def test_one_receipt_alone(self):
        advice = self.advise(1000, [self.old], reference="TR 9")
        first, second = self.receipt_of(advice), self.receipt(
            [self.next], [self.cash_value(600)], advice_id=advice.id
        )
        first.action_post()
        with self.assertRaisesRegex(UserError, "received or rejected meanwhile"):
            second.action_post()
        self.assertEqual(second.state, "draft")

    def test_of_its_customer(self):
        advice = self.advise(700)
        with self.assertRaisesRegex(UserError, "told by"):
            self.receipt(
                [self.foreign],
                [self.cash_value(700)],
                partner_id=self.other_customer.id,
                advice_id=advice.id,
            )

    # ------------------------------------------------------------------
    # Deposits
    # ------------------------------------------------------------------

    def test_matched_with_a_deposit(self):
        deposit = self.deposit(1000, "abc", date=self.at(-2))
        advice = self.advise(1000, [self.old])
        self.assertEqual((advice.state, advice.deposit_id), ("matched", deposit))
        receipt = self.receipt_of(advice)
        self.assertEqual(receipt.value_ids.deposit_id, deposit)
        receipt.action_post()
        self.assertEqual((advice.state, deposit.state), ("received", "used"))
        self.assertLedger(
            receipt.sudo().move_ids,
            """Unidentified Deposits | Almacén El Ceibo | 1000.00 | 0.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 1000.00 | 0.00""",
        )
        receipt.with_user(self.env.user).action_void(reason="Another's")
        self.assertEqual((advice.state, deposit.state), ("matched", "pending"))
        self.assertEqual(self.old.amount_residual, 1000)

    def test_deposit_seen_later(self):
        advice = self.advise(1000)
        self.deposit(999, date=self.today)
        self.assertFalse(advice.deposit_id)
        deposit = self.deposit(1000, date=self.today)
        self.assertEqual((advice.state, advice.deposit_id), ("matched", deposit))

    def test_which_deposit(self):
        """Several that it can be: the one of its reference, else none; not one taken already."""
        self.company.cobranzas_advice_match_days = 2
        self.deposit(1000, "far", date=self.at(-3))
        one, two = (self.deposit(1000, text, date=self.today) for text in ("one", "two"))
        self.assertFalse(self.advise(1000).deposit_id)
        first = self.advise(1000, reference="TWO ")
        self.assertEqual(first.deposit_id, two)
        self.assertEqual(self.advise(1000, reference="other").deposit_id, one)

    def test_deposit_chosen_by_the_cashier(self):
        """What came in may be less than what was said; never another currency's."""
        deposit = self.deposit(980, "less", date=self.today)
        advice = self.advise(1000, [self.old])
        self.assertEqual(advice.state, "new")
        advice.with_user(self.cashier).deposit_id = deposit
        self.assertEqual(advice.state, "matched")
        receipt = self.receipt_of(advice)
        self.assertEqual((receipt.value_ids.amount, receipt.line_ids.amount), (980, 980))
        receipt.action_post()
        self.assertEqual((self.old.amount_residual, advice.state), (20, "received"))
        euro = self.make_rates({"2026-01-01": 2.0})
        account = self.bank.copy({"name": "Euros", "currency_id": euro.id, "code": "EUB"})
        foreign = self.deposit(5, date=self.today, journal_id=account.id, post=False)
        with self.assertRaisesRegex(UserError, "company and currency"):
            self.advise(5, reference="5").with_user(self.cashier).deposit_id = foreign

    # ------------------------------------------------------------------
    # Rejected
    # ------------------------------------------------------------------

    def test_rejected(self):
        advice = self.advise(1000)
        self.refused("Say why", advice.with_user(self.cashier).action_reject, " ")
        with self.assertRaises(AccessError):
            advice.with_user(self.marta).action_reject("No")
        advice.with_user(self.cashier).action_reject("It is <i>not</i> in the bank")
        mail = self.env["mail.mail"].search([("recipient_ids", "in", self.contact.ids)])
        self.assertRegex(mail.body_html, "It is &lt;i&gt;not")
        self.assertEqual((advice.state, advice.rejected_by), ("rejected", self.cashier))
        self.assertFalse(advice.activity_id.active)
        (message,) = self.access.debtor._cobranzas_get_portal_messages(self.access)
        self.assertRegex(message["body"], "could not find.*1,000.00.*It is &lt;i&gt;not")
        self.refused("nothing to do", advice.with_user(self.cashier).action_receive)
        # it may be told again
        self.assertEqual(self.advise(1000).state, "new")

    def test_only_the_deposit_is_changed(self):
        advice = self.advise(1000)
        mine = advice.with_user(self.cashier)
        with self.assertRaisesRegex(UserError, "not changed"):
            mine.write({"amount": 1})
        with self.assertRaises(AccessError):
            advice.with_user(self.marta).write({"deposit_id": False})
        with self.assertRaises(AccessError):
            advice.with_user(self.nora).read(["amount"])

    # ------------------------------------------------------------------
    # Worklist and notices
    # ------------------------------------------------------------------

    def test_in_the_worklist(self):
        before = self.row()
        self.assertEqual((before.advised, before.transit, before.to_collect), (0, 0, 1600))
        advice = self.advise(1000, [self.old])
        row = self.row()
        self.assertEqual((row.advised, row.transit, row.to_collect), (1000, 0, 1600))
        self.assertIn("Says it paid", row.reasons)
        self.company.cobranzas_advice_counts = "received"
        row = self.row()
        self.assertEqual((row.advised, row.transit, row.to_collect), (1000, 1000, 600))
        advice.with_user(self.cashier).action_reject("No")
        self.assertEqual((self.row().advised, self.row().to_collect), (0, 1600))

    # ------------------------------------------------------------------
    # Slips
    # ------------------------------------------------------------------

    def test_slip(self):
        for raw, kind in (
            (self.picture("PNG"), "image/png"),
            (self.picture("JPEG"), "image/jpeg"),
            (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF", "application/pdf"),
        ):
            with self.subTest(kind):
                slip = read_slip(self.env, io.BytesIO(raw))
                self.assertEqual(slip, (raw, kind))
        advice = self.advise(1000, slip=(self.picture(), "image/png"))
        kept = advice.attachment_id
        self.assertEqual(
            (kept.res_model, kept.res_id, kept.public, kept.mimetype),
            (advice._name, advice.id, False, "image/png"),
        )
        self.assertTrue(advice.with_user(self.marta).slip_image)
        self.assertFalse(advice.slip_pdf)
        with self.assertRaises(AccessError):
            kept.with_user(self.nora).read(["raw"])

    def test_slip_refused(self):
        png = self.picture()
        for raw in (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            b"<html><script>alert(1)</script></html>",
            b"PK\x03\x04zip",
            png[:20],
            png[:40] + b"\0" * 40,
            b"MZ\x90\x00",
            b"GIF89a\x01\x00\x01\x00",
        ):
            with self.subTest(raw[:12]), self.assertRaisesRegex(UserError, "PDF or a photo"):
                read_slip(self.env, io.BytesIO(raw))
        with self.assertRaisesRegex(UserError, "larger than 5 MB"):
            read_slip(self.env, io.BytesIO(b"%PDF-" + b"0" * MOST_BYTES))
        self.assertEqual(read_slip(self.env, None), (None, None))
