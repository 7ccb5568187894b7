"""What was undone since is kept: the past reads as it stood until the day of the void (REP-04)."""

from odoo.tests import tagged

from ..lib.truth import TruthCommon

OCTOBER, VOIDED = "2026-10-31", "2026-11-10"


@tagged("post_install", "-at_install")
class TestTruthAtTheTime(TruthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt = cls.invoice(1000, "2026-09-01")
        cls.rest = cls.invoice(500, "2026-09-05")

    def collected(self, *values, date="2026-10-05", **kw):
        """A receipt that pays the first invoice whole and 200 of the other, 50 on account."""
        lines = [self.debt, (self.rest, 200)]
        receipt = self.receipt(lines, values or [self.cash_value(1250)], date=date, **kw)
        receipt.action_post()
        return receipt

    def snapshot(self, day=OCTOBER):
        """Everything that tells what the customer owed at ``day``, item by item."""
        at_day = {"cobranzas_date": day}
        own = [("partner_id", "=", self.customer.id)]
        self.env.invalidate_all()
        lines = self.env["cobranzas.ledger.line"].with_context(**at_day).search(own, order="id")
        reports = {
            key: self.read_report(self.make_report(key, date_to=day, **vals))
            for key, vals in (
                ("balance", {}),
                ("aging", {"detail": True}),
                ("pending", {}),
                ("statement", {"date_from": "2026-09-01", "statement_state": "pending"}),
            )
        }
        states = [(line.name, line.state, line.residual_currency) for line in lines]
        return {"items": self.read_open(day), "lines": states, **reports}

    def assertSamePast(self, before, day=OCTOBER):
        after = self.snapshot(day)
        for name, found in before.items():
            self.assertEqual(after[name], found, name)

    def test_void_leaves_the_months_before_it(self):
        receipt = self.collected()
        before = self.snapshot()
        self.assertEqual(len(before["items"]), 2)  # 300 left, 50 on account
        receipt.action_void(VOIDED, "Bounced")
        self.assertSamePast(before)
        self.assertOpen(
            "invoice | 2026-09-05 | 300.00\nreceipt | 2026-10-05 | -50.00", "2026-11-09"
        )
        both = "invoice | 2026-09-01 | 1000.00\ninvoice | 2026-09-05 | 500.00"
        for day in (VOIDED, None):
            self.assertOpen(both, day)
        for day in (OCTOBER, "2026-11-09", VOIDED, None):
            self.assertOpenSumsToLedger(day)

    def test_totals_by_parts_agree(self):
        """Reports of sums read no item: they give back, and take again, the parts."""
        receipt = self.collected()
        before = self.read_total("balance", "balance", date_to=OCTOBER)
        debts = self.read_total("balance", "debts", date_to=OCTOBER)
        receipt.action_void(VOIDED, "Bounced")
        self.assertEqual(self.read_total("balance", "balance", date_to=OCTOBER), before)
        self.assertEqual(self.read_total("balance", "debts", date_to=OCTOBER), debts)

    def test_application_undone(self):
        self.collected()
        credit = self.env["cobranzas.open.item"].search(
            [("partner_id", "=", self.customer.id), ("residual", "<", 0)]
        )
        lines = [(self.rest, 50), credit.move_line_id]
        application = self.receipt(lines, kind="application", date="2026-10-20")
        application.action_post()
        before = self.snapshot()
        application.action_void(VOIDED, "Error")
        self.assertSamePast(before)
        row = "invoice | 2026-09-05 | 300.00\nreceipt | 2026-10-05 | -50.00"
        self.assertOpen(row, VOIDED)

    def test_foreign_receipt_voided(self):
        foreign = self.setup_other_currency("EUR", rates=[("2025-01-01", 0.01)])
        self.env["res.currency.rate"].create(
            {
                "name": "2026-10-01",
                "rate": 0.008,
                "currency_id": foreign.id,
                "company_id": self.company.id,
            }
        )
        debt = self.invoice(100, "2026-09-10", currency=foreign)
        receipt = self.receipt(
            [(debt, 60)],
            [self.cash_value(60, currency_id=foreign.id)],
            date="2026-10-05",
            currency_id=foreign.id,
        )
        receipt.action_post()
        before = self.snapshot()
        receipt.action_void(VOIDED, "Error")
        self.assertSamePast(before)
        for day in (OCTOBER, VOIDED, None):
            self.assertOpenSumsToLedger(day)

    def test_two_voids_of_one_debt(self):
        """Between the two the second receipt paid it."""
        first = self.collected()
        first.action_void("2026-10-20", "Error")
        second = self.collected(date="2026-10-25")
        table = {day: self.snapshot(day) for day in ("2026-10-24", "2026-10-26")}
        second.action_void(VOIDED, "Error")
        for day, before in table.items():
            self.assertSamePast(before, day)

    def test_void_on_the_day_of_the_receipt_never_was(self):
        """The past at that day's end has neither: as the ledger says, nothing was open of it."""
        receipt = self.collected()
        receipt.action_void("2026-10-05", "Typed wrong")
        both = "invoice | 2026-09-01 | 1000.00\ninvoice | 2026-09-05 | 500.00"
        self.assertOpen(both, "2026-10-05")
        self.assertOpen(both, OCTOBER)
        self.assertEqual(len(self.env["cobranzas.undone.partial"].search([])), 2)

    def test_what_was_undone_is_kept(self):
        receipt = self.collected()
        partial = self.debt.matched_credit_ids
        credit, number = partial.credit_move_id, len(receipt.partial_ids)
        receipt.action_void(VOIDED, "Bounced")
        undone = self.env["cobranzas.undone.partial"].search([])
        mine = undone.filtered(lambda row: row.debit_move_id == self.debt)
        self.assertEqual(len(undone), number)
        self.assertRecordValues(
            mine,
            [
                {
                    "credit_move_id": credit.id,
                    "amount": 1000,
                    "debit_amount_currency": 1000,
                    "credit_amount_currency": 1000,
                    "max_date": self.day("2026-10-05"),
                    "date_undone": self.day(VOIDED),
                    "undone_by": self.env.user.id,
                    "kind": "void",
                }
            ],
        )

    def test_applications_of_the_past(self):
        """At a date before the void, the list of applications has what was applied then."""
        receipt = self.collected()
        rows = self.env["cobranzas.application"].with_context(cobranzas_date=OCTOBER)
        domain = [("partner_id", "=", self.customer.id), ("is_void", "=", False)]
        before = sorted((row.name, row.amount, row.credit_name) for row in rows.search(domain))
        receipt.action_void(VOIDED, "Error")
        self.env.invalidate_all()
        after = sorted((row.name, row.amount, row.credit_name) for row in rows.search(domain))
        self.assertEqual(len(before), 2)
        self.assertEqual(after, before)

    def test_plain_correction_rewrites_the_past(self):
        """Unreconciled by hand, with no date of its own: it never was, unless asked for."""
        payment = self.core_payment(self.debt, 1000, "2026-10-05")
        self.debt.remove_move_reconcile()
        credit = self.item(payment.move_id)
        self.assertEqual(credit.amount_residual, -1000)
        self.assertOpen(
            "invoice | 2026-09-01 | 1000.00\ninvoice | 2026-09-05 | 500.00\n"
            "payment | 2026-10-05 | -1000.00",
            OCTOBER,
        )

    def test_a_correction_leaves_closed_months_as_they_were(self):
        """Core undoes it without a word: a closed month then had other balances."""
        payment = self.core_payment(self.debt, 1000, "2026-10-05")
        before = self.snapshot()
        self.company.fiscalyear_lock_date = OCTOBER
        self.debt.remove_move_reconcile()
        self.assertSamePast(before)
        undone = self.env["cobranzas.undone.partial"].search([])
        self.assertEqual(undone.kind, "correction")
        self.assertGreater(undone.date_undone, self.day(OCTOBER))
        self.assertOpen(
            "invoice | 2026-09-01 | 1000.00\ninvoice | 2026-09-05 | 500.00\n"
            "payment | 2026-10-05 | -1000.00"
        )
        self.assertEqual(self.item(payment.move_id).amount_residual, -1000)

    def test_a_correction_of_a_closed_month_in_another_currency(self):
        foreign = self.setup_other_currency(
            "EUR", rates=[("2025-01-01", 0.01), ("2026-10-01", 0.008)]
        )
        debt = self.invoice(100, "2026-09-10", currency=foreign)
        self.core_payment(debt, 60, "2026-10-05", currency_id=foreign.id)
        before = self.snapshot()
        self.company.fiscalyear_lock_date = OCTOBER
        debt.remove_move_reconcile()
        self.assertSamePast(before)
        [undone_on] = set(self.env["cobranzas.undone.partial"].search([]).mapped("date_undone"))
        for day in (OCTOBER, undone_on, None):
            self.assertOpenSumsToLedger(day)
        self.assertNotIn("exchange", " ".join(self.read_open()))

    def test_the_open_part_is_corrected_as_ever(self):
        self.core_payment(self.debt, 1000, "2026-11-05")
        self.company.fiscalyear_lock_date = OCTOBER
        self.debt.remove_move_reconcile()
        self.assertFalse(self.env["cobranzas.undone.partial"].search([]).date_undone)
