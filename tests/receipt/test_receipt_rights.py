"""What each role may do, and what it is told when it may not (COL-10)."""

from datetime import timedelta

from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptRights(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = ("collector", "cashier", "accountant", "manager")
        cls.users = {
            role: cls.make_user(f"test_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in roles
        }
        cls.stranger = cls.make_user("test_stranger", "base.group_user")
        collector = cls.env["cobranzas.collector"].create(
            {"name": "Mariana Ruiz", "user_id": cls.users["collector"].id}
        )
        cls.customer.cobranzas_collector_id = collector

    def _as(self, role, records):
        return records.with_user(self.users[role])

    def _draft(self, role, partner=None, **kw):
        item = self.invoice(100, partner=partner)
        env = self.env(user=self.users[role])
        return item, env["cobranzas.receipt"].create(
            {
                "partner_id": (partner or self.customer).id,
                "date": "2026-02-01",
                "line_ids": [(0, 0, {"move_line_id": item.id})],
                "value_ids": [(0, 0, self.cash_value(100))],
                **kw,
            }
        )

    def test_collector_prepares_for_own_debtors_only(self):
        _item, receipt = self._draft("collector")
        self.assertEqual(receipt.amount_values, 100)
        with self.assertRaisesRegex(AccessError, "takes a cashier"):
            receipt.action_post()
        with self.assertRaises(AccessError):
            self._draft("collector", partner=self.other_customer)
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.mapped("amount"), [100])

    def test_collector_sees_only_own_debtors(self):
        mine, theirs = (
            self.receipt([], [self.cash_value(1)]),
            self.receipt([], [self.cash_value(1)], partner_id=self.other_customer.id),
        )
        found = self._as("collector", self.env["cobranzas.receipt"]).search(
            [("id", "in", (mine | theirs).ids)]
        )
        self.assertEqual(found, mine)
        items = self.invoice(5) | self.invoice(6, partner=self.other_customer)
        seen = self._as("collector", self.env["account.move.line"]).search(
            [("id", "in", items.ids)]
        )
        self.assertEqual(seen.partner_id, self.customer)

    def test_cashier_posts_but_does_not_void(self):
        item, receipt = self._draft("cashier", partner=self.other_customer)
        receipt.action_post()
        self.assertEqual((receipt.state, item.amount_residual), ("posted", 0))
        with self.assertRaisesRegex(AccessError, "Only an accountant"):
            receipt.action_void("2026-02-02", "Error")
        with self.assertRaisesRegex(AccessError, "Only an accountant"):
            receipt.action_open_void()
        with self.assertRaises(AccessError):
            self._as("cashier", item.move_id).write({"ref": "x"})

    def test_cashier_registers_cheques(self):
        _item, receipt = self._draft("cashier", value_ids=[], check_ids=[(0, 0, self.check(100))])
        receipt.action_post()
        self.assertEqual(
            receipt.payment_ids.l10n_latam_new_check_ids.current_journal_id, self.portfolio
        )

    def test_accountant_voids(self):
        item, receipt = self._draft("accountant")
        receipt.action_post()
        receipt.action_void("2026-02-02", "Error")
        self.assertEqual((receipt.state, item.amount_residual), ("voided", 100))

    def test_settings_are_the_managers(self):
        book = self.env["cobranzas.receipt.book"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        with self.assertRaises(AccessError):
            self._as("accountant", book).write({"number_next": 50})
        self._as("manager", book).write({"number_next": 50})
        self.assertEqual(book.number_next, 50)

    def test_nobody_posts_by_writing(self):
        _item, receipt = self._draft("manager")
        for vals in ({"state": "posted"}, {"name": "RC 9"}, {"void_date": "2026-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError), self.env.cr.savepoint():
                receipt.write(vals)

    def test_stranger_sees_nothing(self):
        receipt = self.receipt([], [self.cash_value(1)])
        with self.assertRaises(AccessError):
            receipt.with_user(self.stranger).read(["name"])

    def test_other_companys_receipts_are_hidden(self):
        receipt = self.receipt([], [self.cash_value(1)])
        other = self.setup_other_company()["company"]
        user = self.make_user("test_elsewhere", "l10n_cobranzas.group_cobranzas_manager")
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for model in ("cobranzas.receipt", "cobranzas.receipt.value", "cobranzas.receipt.book"):
            with self.subTest(model=model):
                found = self.env[model].with_user(user).search([])
                self.assertFalse(found.filtered(lambda record: record.company_id == self.company))
        with self.assertRaises(AccessError):
            receipt.with_user(user).action_post()

    def test_reprint(self):
        _item, receipt = self._draft("cashier")
        receipt.action_post()
        report = self.env["ir.actions.report"].with_user(self.users["cashier"])
        render = lambda: report._render_qweb_html("l10n_cobranzas.report_receipt", receipt.ids)  # noqa: E731
        with self.assertRaisesRegex(UserError, "right to reprint"):
            render()  # the address of the PDF does not go round the button
        self.company.external_report_layout_id = False
        action = receipt.action_print()  # no layout chosen yet: a cashier prints all the same
        self.assertEqual(action["type"], "ir.actions.report")
        render()
        with self.assertRaisesRegex(UserError, "right to reprint"):
            receipt.action_print()
        receipt.sudo().printed_at -= timedelta(hours=1)
        with self.assertRaisesRegex(UserError, "right to reprint"):
            render()
        self.users["cashier"].group_ids |= self.env.ref("l10n_cobranzas.group_cobranzas_reprint")
        receipt.action_print()
        self.company.cobranzas_allow_reprint = False
        with self.assertRaisesRegex(UserError, "right to reprint"):
            receipt.action_print()

    def test_every_model_has_a_rule(self):
        models = self.env["ir.model"].search(
            [
                ("model", "=like", "cobranzas.%"),
                ("transient", "=", False),
                ("abstract", "=", False),
            ]
        )
        without = models.filtered(lambda model: not model.rule_ids)
        self.assertFalse(without.mapped("model"))

    def test_documents_open_for_roles_without_accounting(self):
        """Every field of the form a collector is sent to can be read by a collector."""
        item, receipt = self._draft("collector")
        for role in ("collector", "cashier"):
            action = self._as(role, receipt).action_open_documents()
            form = next(view for view, mode in action["views"] if mode == "form")
            move = self._as(role, item.move_id)
            arch = etree.fromstring(move.get_view(form, "form")["arch"])
            names = {node.get("name") for node in arch.xpath("//field[not(ancestor::list)]")}
            self.assertTrue(move.read(list(names)))
            for rows in arch.xpath("//field[list]"):
                shown = move[rows.get("name")]
                names = {node.get("name") for node in rows.xpath("list/field")}
                self.assertEqual(len(shown.read(list(names))), len(shown))
            self.assertTrue(move.invoice_line_ids)

    def test_collector_sees_only_own_debtors_cheques(self):
        self.receipt([], [], [self.check(100, "1")]).action_post()
        self.receipt(
            [], [], [self.check(100, "2")], partner_id=self.other_customer.id
        ).action_post()
        for role, numbers in (("collector", ["00000001"]), ("cashier", ["00000001", "00000002"])):
            checks = self._as(role, self.env["l10n_latam.check"]).search([], order="name")
            self.assertEqual(checks.mapped("name"), numbers)

    def test_books_are_made_once(self):
        self.company._cobranzas_create_books()
        books = self.env["cobranzas.receipt.book"].search([("company_id", "=", self.company.id)])
        self.assertEqual(sorted(books.mapped("kind")), ["application", "receipt"])
        self.assertEqual(books.sorted("kind")[1].with_context(lang="es_419").name, "Recibos")

    def test_children_are_not_moved_into_a_posted_receipt(self):
        posted = self.receipt([], [self.cash_value(10)], [self.check(5)])
        posted.action_post()
        _item, draft = self._draft("collector", check_ids=[(0, 0, self.check(7))])
        for record in (draft.line_ids, draft.value_ids[0], draft.check_ids):
            with (
                self.subTest(model=record._name),
                self.assertRaisesRegex(UserError, "no longer a draft"),
                self.env.cr.savepoint(),
            ):
                record.sudo().write({"receipt_id": posted.id})
                self.env.flush_all()
        self.assertEqual(posted.amount_values, 15)

    def test_links_are_made_by_posting_alone(self):
        item, receipt = self._draft("accountant")
        receipt.action_post()
        accountant = self.users["accountant"]
        for record, vals in (
            (receipt.payment_ids, {"cobranzas_receipt_id": False}),
            (receipt.move_ids, {"cobranzas_receipt_id": False}),
            (receipt.partial_ids, {"cobranzas_receipt_id": False}),
            (receipt.value_ids, {"payment_id": False}),
            (receipt.payment_ids, {"move_id": False}),
            (receipt.payment_ids, {"state": "canceled"}),
            (receipt.payment_ids, {"state": "draft"}),
            (receipt.move_ids, {"state": "draft"}),
            (receipt.move_ids, {"state": "cancel"}),
            (receipt, {"printed_at": False}),
            (receipt, {"sent_at": False}),
        ):
            with (
                self.subTest(record=record, vals=vals),
                self.assertRaises(UserError),  # AccessError is one
                self.env.cr.savepoint(),
            ):
                record.with_user(accountant).write(vals)
        self.assertEqual(item.amount_residual, 0)

    def test_defaults_of_the_context_are_no_open_door(self):
        item, posted = self._draft("cashier")
        posted.action_post()
        receipts = self._as("cashier", self.env["cobranzas.receipt"])
        draft = receipts.create({"partner_id": self.customer.id})
        value = {"receipt_id": draft.id, **self.cash_value(5)}
        payment = {"partner_id": self.customer.id, "amount": 5, "journal_id": self.cash.id}
        for role, model, vals, default in (
            ("cashier", "cobranzas.receipt", {"partner_id": self.customer.id}, {"state": "posted"}),
            ("cashier", "cobranzas.receipt", {"partner_id": self.customer.id}, {"name": "RC 9"}),
            ("cashier", "cobranzas.receipt.value", value, {"payment_id": posted.payment_ids.id}),
            ("cashier", "cobranzas.deposit", {"amount": 100}, {"item_id": item.id}),
            ("accountant", "account.payment", payment, {"cobranzas_receipt_id": posted.id}),
        ):
            context = {f"default_{name}": given for name, given in default.items()}
            with (
                self.subTest(model=model, **default),
                self.assertRaises(UserError),  # AccessError is one
                self.env.cr.savepoint(),
            ):
                self._as(role, self.env[model]).with_context(**context).create(vals)
                self.env.flush_all()

    def test_what_nobody_types_is_computed_anew(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.001)])
        item = self.invoice(1000, currency=euro)
        receipt = self.receipt([item], [self.cash_value(1000)])
        self._as("cashier", receipt.line_ids).write(
            {"currency_id": self.company.currency_id.id, "amount": 1000}
        )
        with self.assertRaisesRegex(UserError, "short of the documents"), self.env.cr.savepoint():
            self._as("cashier", receipt).action_post()
        mine = self.receipt([self.invoice(100)], [self.cash_value(100)])
        self._as("cashier", mine).write({"commercial_partner_id": self.other_customer.id})
        self._as("cashier", mine).action_post()
        self.assertEqual(mine.payment_ids.partner_id, self.customer)

    def test_cheque_of_anothers_value_pays_nothing(self):
        item = self.invoice(100)
        receipt = self.receipt([item], [self.cash_value(1)])
        other = self.receipt([], [], [self.check(50)])
        self._as("cashier", self.env["cobranzas.receipt.check"]).create(
            {**self.check(99, "888"), "receipt_id": receipt.id, "value_id": other.value_ids.id}
        )
        for one in (receipt, other):
            with self.assertRaisesRegex(UserError, "is not among its values"):
                self._as("cashier", one).action_post()
        self.assertEqual(item.amount_residual, 100)

    def test_cheques_whose_value_becomes_cash(self):
        receipt = self.receipt([self.invoice(200)], [], [self.check(100)])
        cash = self.cash.inbound_payment_method_line_ids[:1]
        self._as("cashier", receipt).write(
            {"value_ids": [(1, receipt.value_ids.id, {"payment_method_line_id": cash.id})]}
        )
        with self.assertRaises(UserError):
            self._as("cashier", receipt).action_post()

    def test_nobody_dates_or_signs_a_draft(self):
        with self.assertRaises(UserError):
            self._draft("cashier", posted_by=self.users["manager"].id)

    def test_collector_learns_nothing_of_others_documents(self):
        item = self.invoice(77, partner=self.other_customer)
        _item, draft = self._draft("collector")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            draft.line_ids = [(0, 0, {"move_line_id": item.id})]
        theirs = self.receipt(
            [item], [self.cash_value(77)], [self.check(5)], partner_id=self.other_customer.id
        )
        for model in ("line", "value", "check"):
            found = self._as("collector", self.env[f"cobranzas.receipt.{model}"]).search([])
            self.assertFalse(found.filtered(lambda record: record.receipt_id == theirs), model)

    def test_collector_learns_no_balance_of_others_customers(self):
        for partner, balance in ((self.customer, 55), (self.other_customer, 0)):
            self.invoice(55, partner=partner)
            receipts = self._as("collector", self.env["cobranzas.receipt"])
            shown = receipts.new({"partner_id": partner.id, "company_id": self.company.id})
            self.assertEqual(shown.partner_balance, balance)

    def test_own_form_of_a_book_keeps_the_rights(self):
        report = self.env.ref("l10n_cobranzas.action_report_receipt").copy({"name": "Own"})
        _item, receipt = self._draft("cashier")
        receipt.action_post()
        cashier = self.env["ir.actions.report"].with_user(self.users["cashier"])
        with self.assertRaisesRegex(UserError, "right to reprint"):
            cashier._render_qweb_html(report.id, receipt.ids)
        with self.assertRaisesRegex(UserError, "right to reprint"):
            cashier.with_context(cobranzas_sending=True)._render_qweb_html(report.id, receipt.ids)

    def test_add_to_receipt_is_no_open_door(self):
        mine = self.invoice(5)
        with self.assertRaisesRegex(UserError, "Open this list from a receipt"):
            self._as("collector", mine).action_cobranzas_add_to_receipt()
        _item, draft = self._draft("collector")
        theirs = self.invoice(6, partner=self.other_customer)
        items = (mine | theirs).with_context(cobranzas_receipt_id=draft.id)
        items.action_cobranzas_add_to_receipt()
        self.assertIn(mine, draft.line_ids.move_line_id)
        self.assertNotIn(theirs, draft.line_ids.move_line_id)

    def test_members_of_an_archived_group_are_free(self):
        group = self.env["cobranzas.debtor.group"].create(
            {"name": "Viejo", "member_ids": [(0, 0, {"partner_id": self.customer.id})]}
        )
        self.assertEqual(self.customer.cobranzas_group_id, group)
        group.active = False
        self.assertFalse(self.customer.cobranzas_group_id)
        new = self.env["cobranzas.debtor.group"].create(
            {"name": "Nuevo", "member_ids": [(0, 0, {"partner_id": self.customer.id})]}
        )
        self.env.flush_all()
        self.assertEqual(self.customer.cobranzas_group_id, new)

    def test_books_that_do_not_fit(self):
        book = self.env["cobranzas.receipt.book"].create(
            {"name": "Desde cien", "company_id": self.company.id, "number_from": 100}
        )
        self.assertEqual(book.number_next, 100)
        self.assertEqual(book.copy().number_next, 100)
        applications = self.env["cobranzas.receipt.book"].search(
            [("company_id", "=", self.company.id), ("kind", "=", "application")]
        )
        receipt = self.receipt([], [self.cash_value(5)])
        receipt.book_id = applications
        with self.assertRaisesRegex(UserError, "is not for this"):
            receipt.action_post()

    def test_manager_changes_the_settings(self):
        """Without being an administrator of the system, and nothing else of the company."""
        env = self.env(user=self.users["manager"])
        settings = env["cobranzas.settings"].create({})
        self.assertEqual(settings.cobranzas_criterion, self.company.cobranzas_criterion)
        settings.write({"cobranzas_criterion": "largest", "cobranzas_rounding_tolerance": 2})
        settings.action_save()
        self.assertRecordValues(
            self.company, [{"cobranzas_criterion": "largest", "cobranzas_rounding_tolerance": 2}]
        )
        with self.assertRaises(AccessError):
            self._as("manager", self.company).write({"name": "X"})
        with self.assertRaises(AccessError):
            self.env(user=self.users["accountant"])["cobranzas.settings"].create({})

    def test_every_setting_has_its_field(self):
        names = {name for name in self.env["res.company"]._fields if name.startswith("cobranzas_")}
        settings = self.env["cobranzas.settings.mixin"]._cobranzas_get_setting_names()
        self.assertEqual(set(settings), names)
        self.assertLessEqual(names, set(self.env["cobranzas.settings"]._fields))
        self.assertLessEqual(names, set(self.env["res.config.settings"]._fields))
