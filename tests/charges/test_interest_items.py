"""Late interest of items in the ledger: the field's table (I-01 … I-19), as receipts make it."""

from unittest.mock import patch

from odoo.addons.l10n_cobranzas.engine import interest
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.interest import InterestCommon
from ..lib.withholdings import WithholdingsCommon

MODEL = "odoo.addons.l10n_cobranzas.models.charges.account_move_line.AccountMoveLine"


@tagged("post_install", "-at_install")
class TestInterestItems(InterestCommon, WithholdingsCommon):
    def in_three(self):
        """500 due on 1 July, paid 100 on 31 July, 200 on 15 August and 200 on 4 September."""
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        for amount, date in ((100, "2026-07-31"), (200, "2026-08-15"), (200, "2026-09-04")):
            self.collect(item, amount, date)
        return item

    # ------------------------------------------------------------------
    # The table of the field
    # ------------------------------------------------------------------

    def test_i01_i02_one_note_of_three_and_its_minimum(self):
        items = self.env["account.move.line"]
        for amount, due in ((500, "2026-08-31"), (600, "2026-08-16"), (1000, "2026-08-01")):
            items |= self.invoice(amount, "2026-07-01", due)
        for minimum, on, amounts in (
            (0, "interest", [10, 18, 40]),
            (500, "overdue", [10, 18, 40]),
            (500, "interest", [0, 0, 0]),
            (68, "interest", [10, 18, 40]),
        ):
            with self.subTest(minimum=minimum, on=on):
                policy = self.policy(minimum=minimum, minimum_on=on)
                found = items._cobranzas_get_interests("2026-09-30", policy)
                self.assertEqual([found[item].amount for item in items], amounts)

    def test_the_minimum_of_each_instalment(self):
        items = self.invoice(500, due="2026-08-31") | self.invoice(1000, due="2026-08-01")
        policy = self.policy(minimum=15, grouping="instalment")
        found = items._cobranzas_get_interests("2026-09-30", policy)
        self.assertEqual([found[item].amount for item in items], [0, 40])

    def test_i03_i04_i05_by_balance_and_by_what_was_collected(self):
        item = self.in_three()
        by_balance = [(30, 500, 10.00), (15, 400, 4.00), (20, 200, 2.67)]
        self.assertInterest(item, "2026-09-04", self.policy(), by_balance)
        collected = [(30, 100, 2.00), (45, 200, 6.00), (65, 200, 8.67)]
        self.assertInterest(item, "2026-09-04", self.policy(base="collected"), collected)
        for rows in (by_balance, collected):
            self.assertAlmostEqual(sum(amount for _days, _base, amount in rows), 16.67)

    def test_later_payments_are_not_known_yet(self):
        rows = [(30, 500, 10.00), (5, 400, 1.33)]
        self.assertInterest(self.in_three(), "2026-08-05", self.policy(), rows)

    def test_collected_charges_nothing_of_what_is_owed(self):
        item = self.invoice(500, due="2026-07-01")
        self.assertInterest(item, "2026-09-04", self.policy(base="collected"), [])

    def test_i06_i07_deferred_cheques(self):
        for checks, date, by_receipt, by_values in (
            (
                [(10000, "2026-11-15")],
                "2026-10-01",
                [(30, 10000, 300)],
                [(30, 10000, 300), (45, 10000, 450)],
            ),
            (
                [(6000, "2026-10-01"), (4000, "2026-10-31")],
                "2026-09-01",
                [],
                [(30, 10000, 300), (30, 4000, 120)],
            ),
        ):
            with self.subTest(checks=checks):
                item = self.invoice(10000, due="2026-09-01")
                self.collect(item, 10000, date, checks)
                self.assertInterest(item, date, self.policy(3), by_receipt)
                self.assertInterest(item, date, self.policy(3, days_by="values"), by_values)

    def test_cheques_that_pay_several_documents_pay_each_in_proportion(self):
        items = self.invoice(6000, due="2026-09-01") | self.invoice(4000, due="2026-09-01")
        checks = [self.check(5000, "1", "2026-10-01"), self.check(5000, "2", "2026-10-31")]
        self.receipt(items, checks=checks, date="2026-09-01").action_post()
        found = items._cobranzas_get_interests("2026-09-01", self.policy(3, days_by="values"))
        self.assertEqual(sum(each.amount for each in found.values()), 150 + 300)

    def test_i08_early_instalments_of_the_same_receipt(self):
        late = self.invoice(5000, due="2026-09-01")
        early = self.invoice(3000, due="2026-10-21")
        self.receipt(late | early, [self.cash_value(8000)], date="2026-10-01").action_post()
        items = late | early
        for offset, amounts in ((True, [150, -60]), (False, [150, 0])):
            found = items._cobranzas_get_interests(
                "2026-10-01", self.policy(3, offset_early=offset, grouping="instalment")
            )
            self.assertEqual([found[item].amount for item in items], amounts)
        policy = self.policy(3, offset_early=True)
        self.assertEqual(early._cobranzas_get_interest("2026-10-01", policy), [])

    def test_i09_ways_of_counting(self):
        item = self.invoice(10000, due="2026-09-01")
        for rate, period, day_count, amount in (
            (36, "year", "365", 443.84),
            (36, "year", "360", 450.00),
            (36, "year", "act", 443.84),
            (3, "month", "act_30", 450.00),
            (0.1, "day", "act_30", 450.00),
        ):
            with self.subTest(rate=rate, period=period, day_count=day_count):
                policy = self.policy(rate, rate_period=period, day_count=day_count)
                self.assertInterest(item, "2026-10-16", policy, [(45, 10000, amount)])
        leap = self.invoice(10000, due="2028-09-01")
        policy = self.policy(36, rate_period="year", day_count="act")
        self.assertInterest(leap, "2028-10-16", policy, [(45, 10000, 442.62)])

    def test_i10_months_of_30_days(self):
        policy = self.policy(3, day_count="30_360")
        for due, until, days, amount in (
            ("2026-01-31", "2026-02-28", 28, 280),
            ("2026-07-01", "2026-07-31", 30, 300),
            ("2026-07-01", "2026-09-04", 63, 630),
        ):
            item = self.invoice(10000, due=due)
            self.assertInterest(item, until, policy, [(days, 10000, amount)])

    def test_i11_grace(self):
        for counts, within, after in ((True, [], [(6, 10000, 60)]), (False, [], [(1, 10000, 10)])):
            policy = self.policy(3, grace_days=5, grace_counts=counts)
            item = self.invoice(10000, due="2026-09-01")
            self.assertInterest(item, "2026-09-06", policy, within)
            self.assertInterest(item, "2026-09-07", policy, after)
            self.collect(item, 10000, "2026-09-06")
            self.assertInterest(item, "2026-12-31", policy, within)

    def test_i12_rates_of_a_table(self):
        rates = self.env["cobranzas.rate"]
        for rate, day in ((3, "2026-01-01"), (4, "2026-10-01")):
            rates.create({"rate": rate, "date_from": day, "company_id": self.company.id})
        item = self.invoice(10000, due="2026-09-15")
        policy = self.policy(0, rate_source="table")
        self.assertInterest(item, "2026-10-31", policy, [(15, 10000, 150), (31, 10000, 413.33)])
        segments = item._cobranzas_get_interest("2026-10-31", policy)
        self.assertEqual([each.rate for each in segments], [3, 4])

    def test_i13_i19_what_was_charged_is_not_charged_again(self):
        item = self.in_three()
        charged = {item: [(self.day("2026-07-01"), self.day("2026-07-31"), None)]}
        with patch(f"{MODEL}._cobranzas_get_charges_made", lambda _items: charged):
            rows = [(15, 400, 4.00), (20, 200, 2.67)]
            self.assertInterest(item, "2026-09-30", self.policy(), rows)
            collected = [(15, 200, 2.00), (35, 200, 4.67)]
            self.assertInterest(item, "2026-09-30", self.policy(base="collected"), collected)
            charged[item].append((self.day("2026-07-31"), self.day("2026-09-30"), None))
            self.assertInterest(item, "2026-09-30", self.policy(), [])

    def test_a_payment_is_charged_once(self):
        item = self.in_three()
        first = item._cobranzas_get_interest("2026-09-04", self.policy(base="collected"))
        self.assertEqual([each.partial for each in first], list(item.matched_credit_ids))
        made = {item: [(each.date_from, each.date_to, each.partial.id) for each in first[:2]]}
        with patch(f"{MODEL}._cobranzas_get_charges_made", lambda _items: made):
            self.assertInterest(
                item, "2026-09-04", self.policy(base="collected"), [(65, 200, 8.67)]
            )

    def test_i14_i15_taxes(self):
        tax = self.company_data["default_tax_sale"].copy({"name": "IVA 21", "amount": 21})
        move = self.invoice(1).move_id.copy({"invoice_date": "2026-08-01"})
        move.invoice_line_ids.write({"price_unit": 8264.46, "tax_ids": [Command.set(tax.ids)]})
        move.invoice_date_due = "2026-09-01"
        move.action_post()
        item = self.item(move)
        self.assertEqual(item.amount_currency, 10000.00)
        net = self.policy(3, base_net=True, tax_id=tax.id)
        self.assertInterest(item, "2026-10-16", net, [(45, 8264.46, 371.90)])
        self.assertInterest(item, "2026-10-16", self.policy(3), [(45, 10000, 450)])
        for charged_net, vat, total in (
            (68, 14.28, 82.28),
            (450, 94.50, 544.50),
            (16.67, 3.5, 20.17),
        ):
            charged = net.tax_id.compute_all(charged_net, self.company.currency_id)
            self.assertAlmostEqual(charged["total_included"], total)
            self.assertAlmostEqual(charged["taxes"][0]["amount"], vat)

    def test_i16_rounded_once_an_item(self):
        policy = self.policy(3)
        items = self.env["account.move.line"]
        for _number in range(3):
            items |= self.invoice(3333.33, due="2026-09-01")
        found = items._cobranzas_get_interests("2026-09-08", policy)
        self.assertAlmostEqual(sum(each.amount for each in found.values()), 69.99)
        self.assertInterest(
            self.invoice(9999.99, due="2026-09-01"), "2026-09-08", policy, [(7, 9999.99, 70)]
        )

    def test_i17_from_the_last_alternative_date(self):
        item = self.invoice(10000, due="2026-09-15")
        last = {item: (self.day("2026-09-30"), 10800.00)}
        with patch(f"{MODEL}._cobranzas_get_last_alternatives", lambda _items: last):
            self.assertInterest(item, "2026-10-30", self.policy(), [(30, 10800, 216)])

    def test_i18_early_payment_is_suggested(self):
        self.env["cobranzas.rate"].create(
            {
                "kind": "early_payment",
                "rate": 1,
                "rate_period": "day",
                "date_from": "2026-01-01",
                "company_id": self.company.id,
            }
        )
        item = self.invoice(1000, "2026-09-01", "2026-09-06")
        self.assertEqual(item._cobranzas_get_early_discounts("2026-09-01"), {})
        self.customer.cobranzas_uses_rates = True
        for date, amount in (("2026-09-01", 50), ("2026-09-03", 30), ("2026-09-06", None)):
            self.assertEqual(item._cobranzas_get_early_discounts(date).get(item), amount)
        self.collect(item, 400, "2026-09-01")
        self.assertEqual(item._cobranzas_get_early_discounts("2026-09-01")[item], 30)

    # ------------------------------------------------------------------
    # What pays, and when
    # ------------------------------------------------------------------

    def test_a_balance_on_account_pays_when_it_was_received(self):
        on_account = self.receipt((), [self.cash_value(500)], date="2026-07-31")
        on_account.action_post()
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        credit = self.item(on_account.payment_ids.move_id)
        self.operation("application", [item, credit], date="2026-08-30", confirm=True)
        self.assertTrue(item.reconciled)
        self.assertInterest(item, "2026-09-30", self.policy(), [(30, 500, 10)])
        self.company.cobranzas_interest_on_account = "application"
        self.assertInterest(item, "2026-09-30", self.policy(), [(60, 500, 20)])

    def test_a_certificate_pays_on_the_date_of_its_receipt(self):
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        certificate = self.certificate(50, date="2026-07-11")
        receipt = self.withheld(
            [(item, 500)], [self.cash_value(450)], [certificate], date="2026-07-31"
        )
        receipt.action_post()
        self.assertEqual(receipt.withholding_ids.move_id.date, self.day("2026-07-11"))
        self.assertInterest(item, "2026-09-30", self.policy(), [(30, 500, 10)])

    def test_a_credit_note_pays_on_its_own_date(self):
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        note = self.invoice(200, "2026-07-16", move_type="out_refund")
        self.operation("application", [item, note], date="2026-08-30", confirm=True)
        for setting in ("receipt", "application"):
            self.company.cobranzas_interest_on_account = setting
            rows = [(15, 500, 5.00), (15, 300, 3.00)]
            self.assertInterest(item, "2026-07-31", self.policy(), rows)

    def test_a_void_receipt_paid_nothing(self):
        item = self.invoice(500, "2026-06-01", "2026-07-01")
        receipt = self.collect(item, 500, "2026-07-16")
        self.assertInterest(item, "2026-07-31", self.policy(), [(15, 500, 5)])
        receipt.action_void("2026-07-20", "test")
        self.assertInterest(item, "2026-07-31", self.policy(), [(30, 500, 10)])

    def test_a_debt_in_another_currency_bears_interest_in_it(self):
        euro = self.make_rates({"2026-01-01": 0.001, "2026-08-01": 0.0005})
        item = self.invoice(1000, "2026-06-01", "2026-07-01", currency=euro)
        values = [self.cash_value(400, currency_id=euro.id)]
        receipt = self.receipt([(item, 400)], values, date="2026-07-31", currency_id=euro.id)
        receipt.action_post()
        self.assertInterest(item, "2026-08-30", self.policy(3), [(30, 1000, 30), (30, 600, 18)])
        for minimum, rows in ((1000, [(1, 1000, 1)]), (1010, [])):  # a euro, or a cent more
            policy = self.policy(3, minimum=minimum, minimum_on="interest")
            self.assertInterest(item, "2026-07-02", policy, rows)

    def test_payments_that_a_draft_receipt_will_make(self):
        item = self.invoice(1000, "2026-06-01", "2026-07-01")
        until = self.day("2026-07-31")
        planned = {item: [interest.Payment("draft", until, 40000)]}
        found = item._cobranzas_get_interests(until, self.policy(3, base="collected"), planned)
        self.assertEqual(self.rows(found[item].segments), [(30, 400, 12)])
        self.assertFalse(found[item].segments[0].partial)

    def test_compound(self):
        item = self.invoice(10000, due="2026-09-01")
        note = self.invoice(300, "2026-10-01")
        self.collect(note, 300, "2026-10-16")
        made = {item: [(self.day("2026-09-01"), self.day("2026-10-01"), None)]}
        with (
            patch(f"{MODEL}._cobranzas_get_charges_made", lambda _items: made),
            patch(f"{MODEL}._cobranzas_get_interest_notes", lambda _items: {item: note}),
        ):
            self.assertInterest(item, "2026-10-31", self.policy(3), [(30, 10000, 300)])
            self.assertInterest(
                item,
                "2026-10-31",
                self.policy(3, compound=True),
                [(15, 10300, 154.50), (15, 10000, 150)],
            )

    # ------------------------------------------------------------------
    # What bears none
    # ------------------------------------------------------------------

    def test_what_bears_no_interest(self):
        policy = self.policy()
        credit = self.invoice(500, due="2026-07-01", move_type="out_refund")
        draft = self.item(self.invoice(500, due="2026-07-01").move_id.copy())
        income = self.invoice(500, due="2026-07-01").move_id.invoice_line_ids
        none = self.invoice(500, due="2026-07-01")
        for item, chosen in ((credit, policy), (draft, policy), (income, policy), (none, None)):
            self.assertEqual(item._cobranzas_get_interest("2026-09-30", chosen), [])
        self.assertEqual(none.browse()._cobranzas_get_interests("2026-09-30", policy), {})

    def test_a_policy_of_another_company_charges_nothing(self):
        other = self.setup_other_company()["company"]
        policy = self.policy(company_id=other.id)
        item = self.invoice(500, due="2026-07-01")
        self.assertEqual(item._cobranzas_get_interest("2026-09-30", policy), [])

    # ------------------------------------------------------------------
    # Many at once
    # ------------------------------------------------------------------

    def test_many_items_in_as_many_queries_as_one(self):
        policy = self.policy(days_by="values")
        items = self.env["account.move.line"]
        for amount in range(1, 31):
            item = self.invoice(100 * amount, "2026-06-01", "2026-07-01")
            self.collect(item, 50, "2026-07-31", [(20, "2026-08-15"), (30, "2026-09-15")])
            items |= item
        counts = []
        for some in (items[:2], items[:2], items):  # the first one fills the caches
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = some._cobranzas_get_interests("2026-09-30", policy)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(found[item].segments for item in some))
        self.assertEqual(counts[1], counts[2])
