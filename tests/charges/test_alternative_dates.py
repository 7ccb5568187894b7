"""Invoices with alternative due dates: what is kept, what is due on a date, the notes (CHG-02)."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from ..lib.alternatives import AlternativesCommon
from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestAlternativeDates(AlternativesCommon, WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_adjustment_at_receipt = "never"  # notes have tests of their own
        cls.late = cls.term((10, 5), (15, 8))  # due 15-09
        cls.early = cls.term((-10, -5), (-5, -2))
        cls.goods = cls.env["product.product"].create({"name": "Bolsa", "type": "consu"})

    @classmethod
    def on(cls, term, amount=10000, date="2026-09-15", **kw):
        return cls.invoice_on(term, amount, date, **kw)

    def assertDues(self, item, table):
        """Compare what is due by day: lines of day | state | amount."""
        found = []
        wanted = [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]
        for day, _state, _amount in wanted:
            state, amount = item._cobranzas_get_due(self.day(f"2026-{day}"))
            found.append([day, state, f"{amount:.2f}"])
        self.assertEqual(found, wanted)

    def _note(self, item, amount, date):
        """What the note would be for when an amount is paid on a day; 0 for none."""
        return item._cobranzas_get_adjustments(self.day(date), {item: amount}).get(item, 0)

    def _kept(self, items):
        return [(str(row.date), row.amount) for row in items.cobranzas_alternative_ids]

    # ------------------------------------------------------------------
    # Kept with the invoice
    # ------------------------------------------------------------------

    def test_posting_keeps_dates_and_amounts(self):
        item = self.on(self.late)
        self.assertEqual(self._kept(item), [("2026-09-25", 10500.0), ("2026-09-30", 10800.0)])
        self.late.cobranzas_alternative_ids.unlink()
        self.assertDues(item, "09-20 | late | 10500.00")
        self.assertEqual(item.move_id.cobranzas_alternative_ids, item.cobranzas_alternative_ids)
        self.assertEqual(item.cobranzas_alternative_ids.mapped("difference"), [500, 800])

    def test_each_instalment(self):
        """A-05: 300,000 in three, half a per cent ten days before and after."""
        lines = [(33.333333, 15), (33.333333, 45), (33.333334, 75)]
        term = self.term((-10, -0.5), (10, 0.5), lines=lines)
        items = self.on(term, 300000, "2026-03-21")
        self.assertEqual(items.mapped("amount_currency"), [100000] * 3)
        self.assertEqual([str(day) for day in items.mapped("date_maturity")][0], "2026-04-05")
        self.assertEqual(
            self._kept(items),
            [
                ("2026-03-26", 99500.0), ("2026-04-15", 100500.0),
                ("2026-04-25", 99500.0), ("2026-05-15", 100500.0),
                ("2026-05-25", 99500.0), ("2026-06-14", 100500.0),
            ],
        )  # fmt: skip
        for day, note in (("2026-04-05", 0), ("2026-03-26", -500), ("2026-04-10", 500)):
            paid = items[0]._cobranzas_get_due(self.day(day))[1]
            self.assertEqual(self._note(items[0], paid, day), note)

    def test_only_invoices_to_customers(self):
        for move_type in ("out_refund", "in_invoice", "out_receipt"):
            move = self.draft_on(self.late, 1000, "2026-09-15", move_type=move_type)
            move.action_post()
            self.assertFalse(move.cobranzas_alternative_ids, move_type)

    def test_a_draft_has_none(self):
        item = self.on(self.late)
        move = item.move_id
        move.button_draft()
        self.assertFalse(self.env["cobranzas.alternative.date"].search([("move_id", "=", move.id)]))
        move.invoice_line_ids.price_unit = 20000
        move.action_post()
        self.assertEqual(
            self._kept(self.item(move)), [("2026-09-25", 21000.0), ("2026-09-30", 21600.0)]
        )
        move.button_draft()
        move.unlink()

    def test_many_at_once(self):
        """Set in one batch: as many queries for eight invoices as for two, but for their rows."""

        def post(count):
            moves = self.env["account.move"].browse()
            for _each in range(count):
                moves |= self.draft_on(self.late, 1000, "2026-09-15")
            moves.action_post()
            moves.cobranzas_alternative_ids.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            moves._cobranzas_set_alternatives()
            self.env.flush_all()
            self.assertEqual(len(moves.cobranzas_alternative_ids), 2 * count)
            return self.env.cr.sql_log_count - before

        post(2)  # what is read once
        self.assertEqual(post(2), post(8))

    def test_in_a_foreign_currency(self):
        euro = self.make_rates({"2026-01-01": 0.001})
        item = self.on(self.late, 1210, currency_id=euro.id)
        self.assertEqual(self._kept(item), [("2026-09-25", 1270.5), ("2026-09-30", 1306.8)])
        self.assertDues(item, "09-26 | late | 1306.80")
        self.assertEqual(self._note(item, 1210, "2026-09-26"), 96.8)

    def test_not_for_exports(self):
        draft = self.draft_on(self.late, 1000, "2026-09-15")
        is_export = patch.object(type(draft), "_cobranzas_is_export", lambda _move: True)
        with is_export, self.assertRaisesRegex(UserError, "is an export document"):
            draft.action_post()
        self.assertFalse(draft._cobranzas_is_export())

    # ------------------------------------------------------------------
    # What is due
    # ------------------------------------------------------------------

    def test_surcharges(self):
        """A-01."""
        self.assertDues(
            self.on(self.late),
            """
            09-01 | on_time | 10000.00
            09-15 | on_time | 10000.00
            09-16 | late | 10500.00
            09-25 | late | 10500.00
            09-26 | late | 10800.00
            09-30 | late | 10800.00
            10-01 | late | 10800.00
            """,
        )

    def test_discounts(self):
        """A-02."""
        self.assertDues(
            self.on(self.early),
            """
            09-05 | early | 9500.00
            09-06 | early | 9800.00
            09-10 | early | 9800.00
            09-11 | on_time | 10000.00
            09-15 | on_time | 10000.00
            09-16 | late | 10000.00
            """,
        )

    def test_without_alternatives(self):
        item = self.invoice(1000, date="2026-09-01", due="2026-09-15")
        self.pay(item, 400, "2026-09-10")
        self.assertDues(
            item,
            """
            09-09 | on_time | 1000.00
            09-10 | on_time | 600.00
            09-16 | late | 600.00
            """,
        )
        credit = self.invoice(300, date="2026-09-01", move_type="out_refund")
        self.assertDues(credit, "09-01 | on_time | -300.00")
        self.assertEqual(self._note(item, 600, "2026-09-20"), 0)

    def test_a_partial_payment(self):
        """A-07."""
        item = self.on(self.late)
        self.pay(item, 4000, "2026-09-12")
        self.assertDues(
            item,
            """
            09-11 | on_time | 10000.00
            09-12 | on_time | 6000.00
            09-20 | late | 6500.00
            09-26 | late | 6800.00
            """,
        )

    def test_many_items_in_as_many_queries(self):
        def count(items):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            items._cobranzas_get_dues(self.day("2026-09-20"))
            items._cobranzas_get_adjustments(self.day("2026-09-20"), dict.fromkeys(items, 100))
            return self.env.cr.sql_log_count - before

        items = self.env["account.move.line"].browse()
        for _each in range(6):
            item = self.on(self.late)
            self.pay(item, 4000, "2026-09-12")
            items |= item
        count(items[:1])
        self.assertEqual(count(items[:1]), count(items))
        self.assertLessEqual(count(items), 12)

    # ------------------------------------------------------------------
    # Payments, by their date
    # ------------------------------------------------------------------

    def test_the_note(self):
        """A-01 to A-04, A-07, A-08: paid before, (amount, day) paid now, the note."""
        both = self.term((14, 10 / 3), (29, 20 / 3))
        discounts = self.term((-30, -20 / 3), (-16, -10 / 3))
        for term, amount, due, before, now, note in (
            (self.late, 10000, "2026-09-15", (), (10000, "2026-09-15"), 0),
            (self.late, 10000, "2026-09-15", (), (10500, "2026-09-20"), 500),
            (self.late, 10000, "2026-09-15", (), (10000, "2026-09-20"), 500),
            (self.late, 10000, "2026-09-15", (), (10800, "2026-10-01"), 800),
            (self.late, 10000, "2026-09-15", (), (9999.99, "2026-09-20"), 0),
            (self.early, 10000, "2026-09-15", (), (9500, "2026-09-05"), -500),
            (self.early, 10000, "2026-09-15", (), (9800, "2026-09-06"), -200),
            (self.early, 10000, "2026-09-15", (), (9500, "2026-09-06"), 0),
            (self.early, 10000, "2026-09-15", (), (10000, "2026-09-11"), 0),
            (both, 15000, "2026-10-01", (), (15500, "2026-10-10"), 500),
            (both, 15000, "2026-10-01", (), (15000, "2026-10-10"), 500),
            (discounts, 15000, "2026-10-01", (), (14000, "2026-09-01"), -1000),
            (discounts, 15000, "2026-10-01", (), (13000, "2026-09-01"), 0),
            (discounts, 15000, "2026-10-01", (), (15000, "2026-09-01"), 0),
            (self.late, 10000, "2026-09-15", (4000, "2026-09-12"), (6500, "2026-09-20"), 500),
            (self.late, 10000, "2026-09-15", (4000, "2026-09-12"), (6000, "2026-09-20"), 500),
            (self.early, 10000, "2026-09-15", (4000, "2026-09-03"), (6000, "2026-09-12"), 0),
            (self.early, 10000, "2026-09-15", (4000, "2026-09-03"), (5800, "2026-09-10"), -200),
        ):
            with self.subTest(before=before, now=now, note=note):
                item = self.on(term, amount, due)
                if before:
                    self.pay(item, *before)
                self.assertEqual(self._note(item, *now), note)

    def test_paid_without_its_note(self):
        """A-03, A-04: the note that was not made with the receipt is found later."""
        item = self.on(self.late)
        self.pay(item, 10000, "2026-09-20")
        self.assertTrue(item.reconciled)
        self.assertEqual(self._note(item, 0, "2026-10-30"), 500)
        self.assertDues(item, "10-30 | late | 500.00")
        item = self.on(self.early)
        self.pay(item, 9500, "2026-09-05")
        self.assertEqual(item.amount_residual, 500)
        self.assertEqual(self._note(item, 0, "2026-10-30"), -500)
        self.assertDues(item, "10-30 | late | 0.00")
        self.assertEqual(self._note(item, 500, "2026-10-30"), 0)

    def test_a_balance_on_account_counts_on_its_receipt_s_date(self):
        item = self.on(self.late)
        earlier = self.receipt([], [self.cash_value(10000)], date="2026-09-12")
        earlier.action_post()
        credit = self.item(earlier.move_ids)
        self.env["account.move.line"]._cobranzas_allocate([(item, credit, 10000)])
        self.assertEqual(self._note(item, 0, "2026-10-30"), 0)
        self.assertDues(item, "10-30 | late | 0.00")

    def test_a_withholding_counts_on_its_receipt_s_date(self):
        """Its certificate is dated later: the customer paid on time."""
        item = self.on(self.late)
        receipt = self.withheld(
            [item],
            [self.cash_value(9000)],
            [self.certificate(1000, date="2026-09-20")],
            date="2026-09-15",
        )
        receipt.action_post()
        self.assertTrue(item.reconciled)
        days = {str(entry.date) for entry in receipt.move_ids}
        self.assertEqual(days, {"2026-09-15", "2026-09-20"})
        self.assertEqual(self._note(item, 0, "2026-09-30"), 0)

    def test_a_void_gives_back(self):
        item = self.on(self.late)
        receipt = self.pay(item, 10000, "2026-09-20")
        receipt.action_void("2026-09-22", "Sin fondos")
        self.assertEqual(self._note(item, 0, "2026-09-30"), 0)
        self.assertDues(item, "09-26 | late | 10800.00")

    def test_what_a_draft_is_matched_with_is_not_paid(self):
        item = self.on(self.late)
        entry = self.env["account.move"].create(
            {
                "date": "2026-09-10",
                "journal_id": self.company_data["default_journal_misc"].id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "partner_id": self.customer.id,
                        }
                    )
                    for account, balance in (
                        (item.account_id, -10000),
                        (self.company_data["default_account_revenue"], 10000),
                    )
                ],
            }
        )
        (item | self.item(entry)).reconcile()
        self.assertTrue(item.matched_credit_ids)
        self.assertDues(item, "09-20 | late | 10500.00")

    def test_credit_notes(self):
        """Goods that came back change the amount owed, another note pays."""
        for product, due in ((self.goods, 8400), (self.env["product.product"], 8500)):
            with self.subTest(product.name):
                item = self.on(self.late)
                note = self.draft_on(
                    self.env["account.payment.term"], 2000, "2026-09-12", move_type="out_refund"
                )
                note.invoice_line_ids.product_id = product
                note.invoice_line_ids.tax_ids = False
                note.invoice_line_ids.price_unit = 2000
                note.action_post()
                self.env["account.move.line"]._cobranzas_allocate([(item, self.item(note), 2000)])
                self.assertEqual(
                    item._cobranzas_get_due(self.day("2026-09-20")), ("late", due)
                )
                self.assertEqual(self._note(item, 8000, "2026-09-20"), due - 8000)

    def test_notes_made_are_read_through_the_hooks(self):
        item = self.on(self.early)
        note = self.invoice(500, date="2026-09-05", move_type="out_refund")
        self.env["account.move.line"]._cobranzas_allocate([(item, note, 500)])
        self.assertDues(item, "09-05 | early | 9000.00")
        model = type(item)
        with (
            patch.object(model, "_cobranzas_get_adjusted", lambda items: {item: -500.0}),
            patch.object(model, "_cobranzas_get_adjusting_moves", lambda items: note.move_id),
        ):
            self.assertDues(item, "09-05 | early | 9500.00")
            self.assertEqual(self._note(item, 9500, "2026-09-05"), 0)
        self.assertEqual(self._note(item, 9000, "2026-09-05"), -500)

    # ------------------------------------------------------------------
    # Changed by hand
    # ------------------------------------------------------------------

    def test_a_manager_changes_them_on_the_invoice(self):
        item = self.on(self.late)
        manager = self.make_user("manager.alt", "l10n_cobranzas.group_cobranzas_manager")
        with Form(item.move_id.with_user(manager)) as form:
            with form.cobranzas_alternative_ids.edit(0) as row:
                row.amount = 10400
            with form.cobranzas_alternative_ids.new() as row:
                row.move_line_id = item
                row.date = "2026-10-15"
                row.amount = 11000
            form.cobranzas_alternative_ids.remove(1)
        self.assertEqual(self._kept(item), [("2026-09-25", 10400.0), ("2026-10-15", 11000.0)])
        self.assertDues(item, "10-01 | late | 11000.00")
        self.assertIn("10/15/2026: $&nbsp;11,000.00", item.move_id.message_ids[0].body)

    def test_nobody_else_changes_them(self):
        row = self.on(self.late).cobranzas_alternative_ids[0]
        for group in ("l10n_cobranzas.group_cobranzas_accountant", "account.group_account_manager"):
            user = self.make_user(f"{group}.alt", group)
            self.assertEqual(row.with_user(user).amount, 10500)
            for call in (
                lambda user=user: row.with_user(user).write({"amount": 1}),
                lambda user=user: row.with_user(user).unlink(),
                lambda user=user: row.with_user(user).copy({"date": "2026-12-01"}),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_a_collector_reads_those_of_own_debtors(self):
        user = self.make_user("collector.alt", "l10n_cobranzas.group_cobranzas_collector")
        row = self.on(self.late).cobranzas_alternative_ids[0]
        self.assertFalse(self.env["cobranzas.alternative.date"].with_user(user).search([]))
        collector = self.env["cobranzas.collector"].create({"name": "Mía", "user_id": user.id})
        self.customer.cobranzas_collector_id = collector
        self.assertIn(row, self.env["cobranzas.alternative.date"].with_user(user).search([]))

    def test_an_accountant_posts_and_resets(self):
        """Who has no right to change the dates sets them by posting all the same."""
        user = self.make_user("accountant.alt", "l10n_cobranzas.group_cobranzas_accountant")
        draft = self.draft_on(self.late, 1000, "2026-09-15").with_user(user)
        draft.action_post()
        self.assertEqual(len(draft.cobranzas_alternative_ids), 2)
        draft.button_draft()
        self.assertFalse(draft.cobranzas_alternative_ids)

    def test_changes_that_are_refused(self):
        item, other = self.on(self.late), self.on(self.early)
        manager = self.make_user("manager.alt", "l10n_cobranzas.group_cobranzas_manager")
        rows = item.cobranzas_alternative_ids.with_user(manager)
        for vals, sentence in (
            ({"date": "2026-09-30"}, "has two amounts until 09/30/2026"),
            ({"date": "2026-09-15"}, "has two amounts until 09/15/2026"),
            ({"amount": 10900}, "would cost less on 09/30/2026 than on 09/25/2026"),
            ({"amount": 9000}, "would cost less on 09/25/2026 than on 09/15/2026"),
            ({"move_line_id": other.id, "amount": 10200}, "A date stays with its instalment"),
        ):
            refused = self.assertRaisesRegex(UserError, sentence)
            with self.subTest(vals), refused, self.env.cr.savepoint():
                rows[0].write(vals)
        refund = self.invoice(100, move_type="out_refund")
        draft = self.item(self.draft_on(self.late, 1000, "2026-09-15"))
        for wrong in (refund, draft):
            with self.assertRaisesRegex(UserError, "is no instalment of a posted invoice"):
                rows.create({"move_line_id": wrong.id, "date": "2026-12-01", "amount": 2000})

    def test_what_follows_from_the_instalment_is_not_forged(self):
        item, other = self.on(self.late), self.on(self.early)
        manager = self.make_user("manager.alt", "l10n_cobranzas.group_cobranzas_manager")
        row = item.cobranzas_alternative_ids[0].with_user(manager)
        row.write({"move_id": other.move_id.id, "amount": 10400})
        self.assertEqual((row.move_id, row.amount), (item.move_id, 10400))

    # ------------------------------------------------------------------
    # Condoned
    # ------------------------------------------------------------------

    def test_condoning(self):
        item = self.on(self.late)
        user = self.make_user("accountant.alt", "l10n_cobranzas.group_cobranzas_accountant")
        with freeze_time("2026-09-20"):
            item.with_user(user).action_cobranzas_condone("El banco cerró")
        self.assertDues(item, "09-20 | late | 10000.00")
        self.assertEqual(self._note(item, 10000, "2026-09-20"), 0)
        message = item.move_id.message_ids[0]
        self.assertEqual(message.author_id, user.partner_id)
        self.assertIn("09/15/2026 generates no more adjustments: El banco cerró", message.body)
        item.with_user(user).action_cobranzas_generate_adjustments("Fue un error")
        self.assertDues(item, "09-20 | late | 10500.00")
        self.assertIn("generates adjustments again: Fue un error", item.move_id.message_ids[0].body)

    def test_condoning_that_is_refused(self):
        item, plain = self.on(self.late), self.invoice(100)
        with self.assertRaisesRegex(UserError, "Say why"):
            item.action_cobranzas_condone(" ")
        with self.assertRaisesRegex(UserError, "has no alternative due dates"):
            plain.action_cobranzas_condone("x")
        cashier = self.make_user("cashier.alt", "l10n_cobranzas.group_cobranzas_cashier")
        biller = self.make_user("biller.alt", "account.group_account_invoice")
        for user in (cashier, biller):
            with self.assertRaisesRegex(AccessError, "Only an accountant"):
                item.with_user(user).action_cobranzas_condone("x")
        with self.assertRaisesRegex(AccessError, "has its own button"):
            item.with_user(biller).write({"cobranzas_condoned": True})
        self.assertFalse(item.cobranzas_condoned)

    def test_the_dialog(self):
        term = self.term((10, 5), lines=[(50, 0), (50, 30)])
        items = self.on(term)
        move = items.move_id
        wizard = self.env["cobranzas.condone"]

        def open_dialog(action):
            return Form(wizard.with_context(**action["context"]))

        with open_dialog(move.action_open_cobranzas_condone()) as form:
            self.assertEqual(form.move_line_ids[:], items)
            form.move_line_ids.remove(items[1].id)
            form.reason = "Acordado"
        form.record.action_condone()
        self.assertEqual(items.mapped("cobranzas_condoned"), [True, False])
        with open_dialog(move.action_open_cobranzas_generate_adjustments()) as form:
            self.assertEqual(form.move_line_ids[:], items[0])
            form.reason = "Ya no"
        form.record.action_condone()
        self.assertFalse(any(items.mapped("cobranzas_condoned")))
        with self.assertRaisesRegex(UserError, "All of its instalments"):
            move.action_open_cobranzas_generate_adjustments()

    # ------------------------------------------------------------------
    # Shown
    # ------------------------------------------------------------------

    @freeze_time("2026-09-20")
    def test_what_holds_today(self):
        item = self.on(self.late)
        move = item.move_id
        self.assertEqual(item.cobranzas_alternative_ids.mapped("status"), ["today", "coming"])
        self.assertIn("Due on 09/15/2026: $&nbsp;10,500.00 today, late.", move.cobranzas_dues_today)
        with freeze_time("2026-10-20"):
            self.env.invalidate_all()
            self.assertEqual(item.cobranzas_alternative_ids.mapped("status"), ["past", "today"])
        item.action_cobranzas_condone("x")
        self.assertIn("10,000.00 today. It generates no adjust", move.cobranzas_dues_today)
        self.pay(item, 10000, "2026-09-20")
        self.assertIn("Due on 09/15/2026: paid.", move.cobranzas_dues_today)
        self.assertFalse(self.invoice(100).move_id.cobranzas_dues_today)

    def _printed(self, move):
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "account.report_invoice", move.ids
        )
        return " ".join(html.decode().replace("\xa0", " ").replace("&nbsp;", " ").split())

    def test_the_printed_invoice(self):
        item = self.on(self.late)
        text = self._printed(item.move_id)
        for day, amount in (("09/25/2026", "10,500.00"), ("09/30/2026", "10,800.00")):
            self.assertRegex(text, f"If paid until <span>{day}</span>: <span>\\$ {amount}</span>")
        term = self.term((10, 5), lines=[(50, 0), (50, 30)])
        self.assertRegex(
            self._printed(self.on(term).move_id),
            "<span>2</span> - If paid until <span>10/25/2026</span>: <span>\\$ 5,250.00</span>",
        )
        item.action_cobranzas_condone("x")
        self.assertNotIn("If paid until", self._printed(item.move_id))
        plain = self.invoice(1000).move_id
        self.assertNotIn("If paid until", self._printed(plain))
