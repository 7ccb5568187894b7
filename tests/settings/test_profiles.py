"""Collection profiles: what they take away, of whom, and where it is kept (REC-18)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestProfiles(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = cls.make_user("test_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        cls.colleague = cls.make_user("test_colleague", "l10n_cobranzas.group_cobranzas_cashier")
        cls.today = fields.Date.today()
        cls.main_book = cls.env["cobranzas.receipt.book"]._default_for(cls.company, "receipt")
        cls.own_book = cls.main_book.copy({"name": "Mostrador", "prefix": "M ", "sequence": 20})
        cls.cash_method = cls.cash.inbound_payment_method_line_ids[:1]
        cls.counter = cls._make_profile("Mostrador")

    @classmethod
    def _make_profile(cls, name, user=None, **kw):
        return cls.env["cobranzas.profile"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "user_ids": [Command.link((user or cls.cashier).id)],
                **kw,
            }
        )

    def _draft(self, values=(), user=None, **kw):
        vals = {
            "partner_id": self.customer.id,
            "value_ids": [Command.create(vals) for vals in values or [self.cash_value(10)]],
            **kw,
        }
        receipts = self.env(user=user or self.cashier)["cobranzas.receipt"]
        return receipts.with_company(self.company).create(vals)

    def test_the_first_profile_is_proposed_and_another_can_be_picked(self):
        street = self._make_profile("Calle", sequence=1)
        draft = self._draft()
        self.assertEqual(draft.profile_id, street)
        self.assertEqual(draft.available_profile_ids, street | self.counter)
        draft.profile_id = self.counter
        self.assertFalse(self._draft(user=self.colleague).profile_id)
        self.assertFalse(self.receipt().profile_id)
        street.active = False
        self.assertEqual(self._draft().profile_id, self.counter)

    def test_anothers_profile_is_refused(self):
        theirs = self._make_profile("Gerencia", user=self.colleague)
        with self.assertRaisesRegex(UserError, "Profile Gerencia is not yours"):
            self._draft(profile_id=theirs.id)

    def test_methods(self):
        self.counter.payment_method_line_ids = self.cash_method
        draft = self._draft()
        self.assertEqual(draft.available_method_ids, self.cash_method)
        sentence = r"Method .* of Bank is not in profile Mostrador: choose another"
        for change in (
            lambda: self._draft([self.transfer_value(10)]),
            lambda: draft.write({"value_ids": [Command.create(self.transfer_value(10))]}),
            lambda: draft.value_ids.write({"journal_id": self.bank.id}),
        ):
            with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
                change()
        with self.assertRaisesRegex(UserError, "of Cheques de terceros is not in profile"):
            self._draft(check_ids=[Command.create(self.check(10))])
        prepared = self.receipt([], [self.transfer_value(10)], date=self.today)
        with self.assertRaisesRegex(UserError, sentence):
            prepared.with_user(self.cashier).action_post()
        prepared.with_user(self.colleague).action_post()
        self.assertEqual(prepared.state, "posted")

    def test_cheques_go_to_the_portfolio_of_the_profile(self):
        other = self._make_portfolio("CH2")
        method = other.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "new_third_party_checks"
        )
        self.counter.payment_method_line_ids = method | self.cash_method
        draft = self._draft(check_ids=[Command.create(self.check(10))])
        self.assertEqual(draft.check_ids.payment_method_line_id, method)

    def test_books(self):
        self.counter.book_ids = self.own_book
        draft = self._draft()
        self.assertEqual(draft.book_id, self.own_book)
        self.assertEqual(draft.available_book_ids, self.own_book)
        with self.assertRaisesRegex(UserError, "Book Receipts is not in profile Mostrador"):
            self._draft(book_id=self.main_book.id)
        with self.assertRaisesRegex(UserError, "is not in profile"), self.env.cr.savepoint():
            draft.book_id = self.main_book
        prepared = self.receipt([], [self.cash_value(10)], date=self.today)
        with self.assertRaisesRegex(UserError, "is not in profile"):
            prepared.with_user(self.cashier).action_post()
        self.assertEqual(self._draft(user=self.colleague).book_id, self.main_book)

    def test_date(self):
        self.counter.edit_date = False
        draft = self._draft()
        self.assertTrue(draft.is_date_locked)
        for change in (
            lambda: self._draft(date="2026-02-01"),
            lambda: draft.write({"date": "2026-02-01"}),
        ):
            with self.assertRaisesRegex(UserError, "takes receipts of today only"):
                change()
        prepared = self.receipt([], [self.cash_value(10)]).with_user(self.cashier)
        self.assertFalse(prepared.is_date_locked)
        with self.assertRaisesRegex(UserError, "Profile Mostrador takes receipts of today only"):
            prepared.action_post()
        prepared.date = self.today
        prepared.action_post()
        self.assertEqual(prepared.state, "posted")

    def test_currency(self):
        foreign = self.setup_other_currency("EUR")
        self.counter.edit_currency = False
        with self.assertRaisesRegex(UserError, "takes the currency of the company or of the docum"):
            self._draft(currency_id=foreign.id)
        item = self.invoice(10, currency=foreign)
        lines = [Command.create({"move_line_id": item.id})]
        draft = self._draft(currency_id=foreign.id, line_ids=lines)
        draft.line_ids = [Command.clear()]
        with self.assertRaisesRegex(UserError, "takes the currency of the company"):
            draft.action_post()

    def test_people(self):
        self.counter.write({"edit_salesperson": False, "edit_collector": False})
        self.customer.user_id = self.colleague
        draft = self._draft(user_id=self.colleague.id)
        collector = self.env["cobranzas.collector"].create({"name": "Mariana"})
        draft.action_post()  # what may change after posting is kept as well
        for vals, sentence in (
            ({"user_id": self.cashier.id}, "does not change the salesperson"),
            ({"user_id": False}, "does not change the salesperson"),
            ({"collector_id": collector.id}, "does not change the collector"),
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, sentence):
                draft.write(vals)
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, sentence):
                self._draft(**vals)
        draft.sudo().collector_id = collector
        draft.write({"note": "x", "collector_id": collector.id})
        self.assertEqual(draft.note, "x")

    def test_on_account(self):
        self.counter.allow_on_account = False
        item = self.invoice(100)
        draft = self._draft(
            [self.cash_value(120)], line_ids=[Command.create({"move_line_id": item.id})]
        )
        with self.assertRaisesRegex(UserError, r"leaves nothing on account: .*20\.00 more must"):
            draft.action_post()
        draft.value_ids.amount = 100
        draft.action_post()
        self.assertEqual(item.amount_residual, 0)

    def test_allocation(self):
        self.counter.edit_allocation = False
        old, new = self.invoice(100, due="2026-01-10"), self.invoice(100, due="2026-01-20")
        draft = self._draft(
            [self.cash_value(150)], line_ids=[Command.create({"move_line_id": new.id})]
        )
        sentence = "Profile Mostrador pays documents in the usual order: press Allocate"
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            draft.action_post()
        draft.action_propose()
        draft.action_post()
        self.assertEqual((old.amount_residual, new.amount_residual), (0, 50))
        credit = self.invoice(30, move_type="out_refund")
        lines = [Command.create({"move_line_id": credit.id})]
        application = self._draft(kind="application", line_ids=lines, value_ids=[])
        application.action_propose()
        application.action_post()
        self.assertEqual(new.amount_residual, 20)

    def test_copy_leaves_out_what_the_profile_gives(self):
        original = self.receipt(
            [],
            [self.cash_value(10)],
            user_id=self.colleague.id,
            currency_id=self.setup_other_currency("EUR").id,
        )
        self.counter.write(
            {
                "edit_salesperson": False,
                "edit_currency": False,
                "book_ids": [Command.link(self.own_book.id)],
            }
        )
        copy = original.with_user(self.cashier).copy()
        self.assertRecordValues(
            copy,
            [
                {
                    "user_id": False,
                    "currency_id": self.company.currency_id.id,
                    "book_id": self.own_book.id,
                    "profile_id": self.counter.id,
                }
            ],
        )

    def test_managers_and_the_system_are_not_bound(self):
        manager = self.make_user("test_manager", "l10n_cobranzas.group_cobranzas_manager")
        self.counter.write(
            {
                "user_ids": [
                    Command.link(manager.id),
                    Command.link(self.env.ref("base.user_root").id),
                ],
                "payment_method_line_ids": [Command.set(self.cash_method.ids)],
                "edit_date": False,
                "allow_on_account": False,
            }
        )
        for user in (manager, self.env.ref("base.user_root")):
            with self.subTest(user=user.login):
                draft = self._draft([self.transfer_value(10)], user=user, date="2026-02-01")
                self.assertFalse(draft.profile_id)
                draft.action_post()
                self.assertEqual(draft.state, "posted")

    def test_profiles_of_another_company_do_not_bind(self):
        other = self.setup_other_company()["company"]
        self.counter.copy({"company_id": other.id, "user_ids": [Command.link(self.colleague.id)]})
        draft = self._draft(user=self.colleague)
        self.assertFalse(draft.profile_id | draft.available_profile_ids)

    def test_the_form(self):
        self.counter.write(
            {
                "book_ids": [Command.link(self.own_book.id)],
                "payment_method_line_ids": [Command.link(self.cash_method.id)],
                "edit_date": False,
                "edit_salesperson": False,
            }
        )
        with Form(self.env(user=self.cashier)["cobranzas.receipt"]) as form:
            form.partner_id = self.customer
            self.assertEqual((form.book_id, form.profile_id), (self.own_book, self.counter))
            with form.value_ids.new() as value:
                value.payment_method_line_id = self.cash_method
                value.amount = 10
            for name in ("date", "user_id"):
                with self.assertRaises(AssertionError):
                    setattr(form, name, False)
        form.record.action_post()
        self.assertEqual(form.record.name, "M 00000001")

    def test_profiles_are_the_managers(self):
        with self.assertRaises(AccessError):
            self.counter.with_user(self.cashier).edit_date = True

    def test_many_receipts_look_the_profile_up_once(self):
        self.counter.edit_date = False
        drafts = self._draft() | self._draft() | self._draft()
        self.env.flush_all()
        self.env.invalidate_all()
        drafts.sudo()._get_binding_profiles()  # reads user, profiles and receipts once
        with self.assertQueryCount(0):
            drafts.sudo()._get_binding_profiles()
