"""The page of a debtor: its figures are the ledger's, whoever else owes something (COL-09)."""

from dataclasses import replace
from datetime import timedelta

from odoo.addons.l10n_cobranzas.models.portal.portal_page_rows import PageChoice
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.portal_page import make_access
from ..lib.promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPortalPage(PromisesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.access = make_access(cls.customer, cls.company)
        cls.reader = cls.access.env["cobranzas.portal.page"]
        cls.others = cls.debt(7777, -5, partner=cls.other_customer)

    def read(self, access=None, **choice):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.reader._read_page(access or self.access, PageChoice(**choice))

    def table(self, page):
        """The rows shown: (currency, number, days overdue, left), credits with a minus."""
        return [
            (account.currency.name, row.name, row.days_overdue, sign * row.residual)
            for account in page["accounts"]
            for sign, rows in ((1, account.items), (-1, account.credits))
            for row in rows
        ]

    def own(self):
        return self.company.currency_id.name

    def make_group(self):
        members = [Command.create({"partner_id": self.customer.id})]
        members.append(Command.create({"partner_id": self.other_customer.id}))
        return self.env["cobranzas.debtor.group"].create({"name": "G", "member_ids": members})

    def test_what_is_owed(self):
        credit = self.debt(150, -3, move_type="out_refund")
        page = self.read()
        [account] = page["accounts"]
        self.assertEqual(
            self.table(page),
            [
                (self.own(), self.old.move_name, 30, 1000),
                (self.own(), self.next.move_name, 10, 600),
                (self.own(), self.later.move_name, 0, 400),
                (self.own(), credit.move_name, 0, -150),
            ],
        )
        self.assertEqual(
            (account.balance, account.debt, account.overdue, account.credit),
            (1850, 2000, 1600, 150),
        )
        self.assertEqual((account.debt_count, account.overdue_count), (3, 2))

    def test_currencies_apart(self):
        euro = self.make_rates({"2026-01-01": 0.001}, "EUR")
        item = self.debt(50, -5, currency=euro)
        page = self.read()
        self.assertEqual([each.currency for each in page["accounts"]], [self.old.currency_id, euro])
        self.assertEqual(self.table(page)[-1], ("EUR", item.move_name, 5, 50))
        self.assertEqual(page["accounts"][1].balance, 50)

    def test_instalments_stand_under_their_document(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Three",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": share, "nb_days": days})
                    for share, days in ((30, 0), (30, 70), (40, 100))
                ],
            }
        )
        move = self.debt(100, -90).move_id
        move.button_draft()
        move.invoice_payment_term_id = term
        move.action_post()
        rows = [row for row in self.read()["accounts"][0].items if row.move_id == move.id]
        self.assertEqual(
            [(row.part, row.residual, row.is_first) for row in rows],
            [
                ("Instalment 1 of 3", 30, True),
                ("Instalment 2 of 3", 30, False),
                ("Instalment 3 of 3", 40, False),
            ],
        )
        shown = [row.move_id for row in self.read()["accounts"][0].items]
        self.assertEqual(shown[:3], move.ids * 3, "the oldest due first, its instalments with it")
        first = self.item(move).sorted("date_maturity")[0]
        self.receipt([first], [self.cash_value(30)], date=self.today).action_post()
        rows = [row for row in self.read()["accounts"][0].items if row.move_id == move.id]
        self.assertEqual([row.instalment for row in rows], [2, 3], "one that is paid still counts")

    def test_promised_and_disputed(self):
        reason = self.dispute(self.old, 100).reason_id
        self.promise({5: 250}, documents={self.next: 250})
        page = self.read()
        old, following, later = page["accounts"][0].items
        self.assertEqual((old.disputed, old.payable, old.promised), (100, 900, 0))
        self.assertEqual(page["accounts"][0].payable, 1500, "of 1600 overdue")
        self.assertEqual((following.disputed, following.promised), (0, 250))
        self.assertEqual((later.disputed, later.promised), (0, 0))
        [promise] = page["promises"]
        self.assertEqual((promise.date, promise.amount), (self.at(5), 250))
        [dispute] = page["disputes"]
        self.assertEqual(
            (dispute.document, dispute.amount, dispute.reason),
            (self.old.move_name, 100, reason.name),
        )

    def test_a_group_names_its_members(self):
        group = self.make_group()
        page = self.read(make_access(group, self.company))
        names = {row.customer for row in page["accounts"][0].items}
        self.assertTrue(page["is_group"])
        self.assertEqual(names, {self.customer.name, self.other_customer.name})
        self.assertEqual(page["accounts"][0].balance, 2000 + 7777)

    def test_search_and_filters_leave_the_totals(self):
        for choice, wanted in (
            ({"search": self.next.move_name}, [self.next]),
            ({"is_overdue": True}, [self.old, self.next]),
            ({"search": self.others.move_name}, []),
            ({"search": "%' OR 1=1 --"}, []),
            ({"after": 2}, [self.later]),
            ({"shown": 1}, [self.old]),
            ({"currency_id": 10**8}, []),
        ):
            with self.subTest(choice=choice):
                page = self.read(**choice)
                rows = page["accounts"][0].items
                self.assertEqual([row.id for row in rows], [item.id for item in wanted])
                self.assertEqual(page["accounts"][0].balance, 2000)

    def test_what_makes_no_sense_in_an_address(self):
        for values in (
            {"shown": "-1", "after": "x", "currency": "1e9", "search": None, "overdue": "yes"},
            {"shown": "9" * 400, "after": "²", "currency": "9" * 400},
            {"shown": ["1"], "search": "\x00"},
        ):
            with self.subTest(values=values):
                choice = PageChoice.from_query(values)
                self.assertEqual((choice.shown, choice.after, choice.currency_id), (50, 0, 0))
                self.assertEqual((choice.search, choice.is_overdue), ("", False))
        self.assertEqual(PageChoice.from_query({"shown": "99999"}).shown, 5000)
        self.assertEqual(len(PageChoice.from_query({"search": "a" * 999}).search), 100)

    def test_everything_overdue_without_loading_it(self):
        self.dispute(self.old, 100)
        currency = self.company.currency_id
        self.assertEqual(
            self.reader._get_choices(self.access, currency), {self.old.id: 900, self.next.id: 600}
        )
        self.assertEqual(
            self.reader._get_choices(self.access, currency, only_overdue=False),
            {self.old.id: 900, self.next.id: 600, self.later.id: 400},
        )

    def test_other_companies(self):
        other = self.setup_other_company(name="Otra")["company"]
        page = self.read(make_access(self.customer, other))
        self.assertEqual(page["accounts"], [])
        self.assertEqual(self.reader._read_documents(make_access(self.customer, other)).count, 0)

    def test_late_interest_of_what_is_shown(self):
        self.assertEqual([row.interest for row in self.read()["accounts"][0].items], [0, 0, 0])
        self.company.cobranzas_interest_policy_id = self.env["cobranzas.interest.policy"].create(
            {"name": "2 %", "rate": 2, "company_id": self.company.id}
        )
        self.customer.cobranzas_bears_interest = True
        late, coming = self.debt(1000, -30), self.debt(500, 30)
        rows = {row.id: row.interest for row in self.read()["accounts"][0].items}
        self.assertEqual(
            [rows[item.id] for item in (late, coming, self.old)],
            [20, 0, 0],
            "two per cent of 1000 a month; nothing of what is not due, or bears none",
        )

    # ------------------------------------------------------------------
    # Queries
    # ------------------------------------------------------------------

    def test_as_many_queries_for_500_items_as_for_10(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            # what a request has read before, whichever page it is for
            self.access.company.mapped("resource_calendar_id.tz")
            self.access.company.currency_id.mapped("name")
            before = self.env.cr.sql_log_count
            self.reader._read_page(self.access)
            return self.env.cr.sql_log_count - before

        self.promise({5: 250}, documents={self.next: 250})
        count()
        few = count()
        move = self.env["account.move"].create(
            {
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": self.at(-50),
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.receivable.id,
                            "partner_id": self.customer.id,
                            "debit": 10,
                            "name": f"{number}",
                            "date_maturity": self.at(-number % 40),
                        }
                    )
                    for number in range(500)
                ]
                + [
                    Command.create(
                        {
                            "account_id": self.company_data["default_account_revenue"].id,
                            "credit": 5000,
                        }
                    )
                ],
            }
        )
        move.action_post()
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 10)
        [account] = self.read()["accounts"]
        self.assertEqual((account.debt_count, account.found, len(account.items)), (503, 503, 50))

    # ------------------------------------------------------------------
    # History and files
    # ------------------------------------------------------------------

    def test_documents_and_receipts_of_the_past(self):
        receipt = self.receipt([self.old], [self.cash_value(1000)], date=self.today)
        receipt.action_post()
        draft = self.receipt([self.next], [self.cash_value(600)], date=self.today)
        documents = self.reader._read_documents(self.access)
        self.assertEqual(
            sorted((row.name, row.amount) for row in documents.rows),
            sorted((item.move_name, item.move_id.amount_total)
                   for item in (self.old, self.next, self.later)),
        )
        by_name = {row.name: row for row in documents.rows}
        self.assertEqual(by_name[self.old.move_name].file_id, self.old.id)
        self.assertNotEqual(
            by_name[self.old.move_name].state, by_name[self.next.move_name].state
        )
        receipts = self.reader._read_receipts(self.access)
        self.assertEqual([(row.file_id, row.amount) for row in receipts.rows], [(receipt.id, 1000)])
        self.assertFalse(self.reader._find_receipt(self.access, draft.id), "a draft is not shown")

    def test_files_of_others_are_not_found(self):
        receipt = self.receipt(
            [self.others], [self.cash_value(7777)], partner_id=self.other_customer.id
        )
        receipt.action_post()
        entry = self.old.move_id.line_ids - self.old
        find = self.reader._find_document
        self.assertEqual(find(self.access, self.old.id), self.old.move_id)
        for item_id in (self.others.id, entry[0].id, 0, -1, 10**12, 10**25):
            with self.subTest(item_id=item_id):
                self.assertFalse(find(self.access, item_id))
                self.assertFalse(self.reader._find_receipt(self.access, item_id))
        self.assertFalse(self.reader._find_receipt(self.access, receipt.id))
        self.later.move_id.button_draft()
        self.assertFalse(find(self.access, self.later.id), "a draft is not shown")

    def test_the_dates_of_a_statement(self):
        first, last = self.reader._get_statement_dates(self.access)
        self.assertEqual(last, self.today)
        self.assertEqual(first.day, 1)
        self.assertTrue(58 <= (last - first).days <= 93)
        for dates in (
            (self.today, self.today - timedelta(1)),
            (self.day("0001-01-01"), self.today),
        ):
            with self.assertRaises(UserError):
                self.reader._get_statement_dates(self.access, *dates)

    def test_the_statement_as_pdf_leaves_nothing_behind(self):
        run = self.env["cobranzas.statement.run"]
        before = run.search_count([])
        env = self.access.env(context={**self.access.env.context, "force_report_rendering": True})
        access = replace(self.access, env=env)
        with self.allow_pdf_render():
            name, content = self.reader._render_statement(access, (self.at(-90), self.today))
        self.assertTrue(content.startswith(b"%PDF"))
        self.assertTrue(name.endswith(f"{self.today}.pdf"))
        self.assertEqual(run.search_count([]), before)

    def test_a_group_has_one_statement(self):
        access = make_access(self.make_group(), self.company)
        run = self.env["cobranzas.statement.run"].create(
            self.reader._prepare_statement_vals(access, (self.at(-90), self.today))
        )
        lines = self.reader._make_statement_lines(access, run)
        self.assertEqual(len(lines), 1)
        self.assertEqual(lines.group_id, access.debtor)
        part = replace(access, customers=access.customers[:1])
        lines = self.reader._make_statement_lines(part, run)
        self.assertEqual((lines.group_id.id, lines.partner_id), (False, access.customers[:1]))
