"""Why money of an online payment is on account, in the language of each reader (COL-09)."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.payments import REQUEST, PaymentsCommon

POST = "odoo.addons.l10n_cobranzas.models.receipt.receipt_post.CobranzasReceipt._check_contents"
SPANISH = "es_419"


@tagged("post_install", "-at_install")
class TestRequestWords(PaymentsCommon):
    def _read(self, request, lang):
        return request.with_context(lang=lang).problem

    def _pay_changed(self):
        request = self.make({self.march: None, self.april: None})
        self.receipt([(self.march, 700.0)], [self.cash_value(700.0)]).action_post()
        self.pay(request)
        return request

    def test_each_reader_in_the_own_language(self):
        request = self._pay_changed()
        self.assertIn("(chosen $\xa01,000.00, settled $\xa0300.00)", self._read(request, "en_US"))
        spanish = self._read(request, SPANISH)
        self.assertIn(self.march.move_name, spanish)
        self.assertNotIn("chosen", spanish)
        self.assertNotIn("on account", spanish)

    def test_receipt_and_mail_in_the_language_of_the_payer(self):
        self.payer.lang = SPANISH
        request = self._pay_changed()
        self.assertEqual(request.receipt_id.note, self._read(request, SPANISH))
        mail = self.mails(request)
        self.assertIn("Recibimos", mail.body_html)
        self.assertIn(request.receipt_id.note.split(":")[0], mail.body_html)
        self.assertNotIn("Paid or changed", mail.body_html)

    def test_the_collector_in_the_own_language(self):
        user = self.make_user("ana", "l10n_cobranzas.group_cobranzas_collector")
        user.lang = SPANISH
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Ana", "user_id": user.id}
        )
        request = self._pay_changed()
        activity = self.customer.activity_ids
        self.assertIn("a cuenta", activity.summary)
        self.assertIn(self._read(request, SPANISH).split(":")[0], activity.note)

    def test_what_refused_the_receipt_is_told_inside_alone(self):
        request = self.make({self.april: None})

        def check(receipt):
            if receipt.line_ids:
                raise UserError("The account 1.1.2 is blocked by the audit.")

        with patch(POST, check):
            self.pay(request)
        self.assertIn("blocked by the audit", request.problem)
        self.assertNotIn("audit", request.receipt_id.note)
        self.assertIn("The documents could not be settled", request.receipt_id.note)

    def test_found_by_whether_there_is_one(self):
        plain = self.make({self.april: 100.0})
        changed = self._pay_changed()
        both = changed | plain
        requests = self.env[REQUEST]
        domain = [("id", "in", both.ids)]
        self.assertEqual(requests.search([*domain, ("problem", "!=", False)]), changed)
        self.assertEqual(requests.search([*domain, ("problem", "=", False)]), plain)
