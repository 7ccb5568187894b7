"""Classification codes of receipts: validity, default, mandatory, corrected later (REC-18)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestClassification(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counter, cls.route, cls.old = cls.env["cobranzas.classification"].create(
            [
                {"code": "C1", "name": "Mostrador", "company_id": cls.company.id},
                {"code": "C2", "name": "Reparto", "company_id": False},
                {
                    "code": "C0",
                    "name": "Feria",
                    "valid_from": "2025-01-01",
                    "valid_to": "2025-12-31",
                    "company_id": cls.company.id,
                },
            ]
        )
        cls.company.write(
            {
                "cobranzas_classification": "optional",
                "cobranzas_classification_id": cls.counter.id,
            }
        )

    def _draft(self, **kw):
        return self.receipt([], [self.cash_value(10)], **kw)

    def test_the_usual_code_is_proposed(self):
        self.assertEqual(self._draft().classification_id, self.counter)
        self.company.cobranzas_classification_id = self.old
        self.assertFalse(self._draft().classification_id)
        self.assertEqual(self._draft(date="2025-06-01").classification_id, self.old)
        self.company.cobranzas_classification = "no"
        self.assertFalse(self._draft(date="2025-06-01").classification_id)

    def test_applications_are_not_classified(self):
        self.company.cobranzas_classification = "mandatory"
        debt, credit = self.invoice(50), self.invoice(50, move_type="out_refund")
        application = self.receipt([debt, credit], kind="application")
        self.assertFalse(application.classification_id)
        application.action_post()
        self.assertEqual(application.state, "posted")

    def test_only_codes_valid_on_the_date(self):
        draft = self._draft(classification_id=self.old.id)
        with self.assertRaisesRegex(UserError, "C0 · Feria is not valid on 02/01/2026"):
            draft.action_post()
        self.counter.active = False
        with self.assertRaisesRegex(UserError, "C1 · Mostrador is not valid"):
            self._draft(classification_id=self.counter.id).action_post()
        draft.date = "2025-12-31"
        draft.action_post()
        self.assertEqual(draft.state, "posted")

    def test_mandatory(self):
        draft = self._draft(classification_id=False)
        self.company.cobranzas_classification = "mandatory"
        with self.assertRaisesRegex(UserError, "Choose the classification of the receipt of Alma"):
            draft.action_post()
        draft.classification_id = self.route
        draft.action_post()
        with self.assertRaisesRegex(UserError, "Choose the classification"):
            draft.classification_id = False

    def test_optional(self):
        draft = self._draft(classification_id=False)
        draft.action_post()
        self.assertFalse(draft.classification_id)

    def test_corrected_after_posting_and_audited(self):
        cashier = self.make_user("test_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        receipt = self._draft().with_context(tracking_disable=False, mail_notrack=False)
        receipt.action_post()
        self.env.cr.flush()  # writes what was tracked
        receipt.with_user(cashier).classification_id = self.route
        self.env.cr.flush()
        change = self.env["mail.tracking.value"].search(
            [
                ("mail_message_id.res_id", "=", receipt.id),
                ("mail_message_id.model", "=", "cobranzas.receipt"),
                ("field_id.name", "=", "classification_id"),
            ]
        )
        self.assertEqual(
            (change.old_value_char, change.new_value_char), ("C1 · Mostrador", "C2 · Reparto")
        )
        with self.assertRaisesRegex(UserError, "is not valid on"):
            receipt.with_user(cashier).classification_id = self.old

    def test_the_form_offers_valid_codes(self):
        with Form(self.env["cobranzas.receipt"]) as form:
            form.partner_id = self.customer
            self.assertEqual(form.classification_id, self.counter)
            form.classification_id = self.route
        self.assertEqual(form.record.classification_id, self.route)
        self.company.cobranzas_classification = "mandatory"
        form = Form(self.env["cobranzas.receipt"])
        form.partner_id = self.customer
        form.classification_id = self.env["cobranzas.classification"]
        with self.assertRaises(AssertionError):
            form.save()

    def test_codes_are_unique_in_their_company(self):
        other = self.setup_other_company()["company"]
        model = self.env["cobranzas.classification"]
        model.create({"code": "C1", "name": "Otra", "company_id": other.id})
        for company in (self.company.id, False):
            vals = {"code": "C1" if company else "C2", "name": "x", "company_id": company}
            with (
                self.subTest(company=company),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Exception, "cobranzas_classification_code_uniq"),
                self.env.cr.savepoint(),
            ):
                model.create(vals)

    def test_another_companys_code_is_refused(self):
        other = self.setup_other_company()["company"]
        code = self.env["cobranzas.classification"].create(
            {"code": "X", "name": "Otra", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self._draft(classification_id=code.id)

    def test_codes_are_the_managers(self):
        cashier = self.make_user("test_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        with self.assertRaises(AccessError):
            self.counter.with_user(cashier).name = "x"

    def test_found_by_code_and_name(self):
        search = self.env["cobranzas.classification"].name_search
        self.assertEqual([row[0] for row in search("C1")], self.counter.ids)
        self.assertEqual([row[0] for row in search("Repar")], self.route.ids)
        self.assertEqual(
            self.env["cobranzas.receipt"]
            .create(
                {
                    "partner_id": self.customer.id,
                    "line_ids": [Command.create({"move_line_id": self.invoice(5).id})],
                }
            )
            .classification_id,
            self.counter,
        )
