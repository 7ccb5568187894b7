"""Limits and days of grace of customers and groups: set or not, by company (CRE-02, CRE-08)."""

import datetime

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.l10n_cobranzas.engine.credit_data import Limit

from ..lib.credit_terms import CreditTermsCommon


@tagged("post_install", "-at_install")
class TestLimits(CreditTermsCommon):
    def limit(self, partner=None, company=None):
        partner = partner or self.customer
        return partner._cobranzas_get_limits(company or self.company)[partner]

    def test_unset_is_not_zero(self):
        self.assertEqual(self.limit(), Limit(None))
        self.assertEqual(self.customer.cobranzas_limit_words, "No limit")
        self.customer.write({"use_partner_credit_limit": True, "credit_limit": 0})
        self.assertEqual(self.limit(), Limit(0))
        self.assertEqual(self.customer.cobranzas_limit_words, "Limit 0: no credit")
        self.customer.use_partner_credit_limit = False
        self.assertEqual(self.limit(), Limit(None))

    def test_a_limit_that_only_core_knows_of(self):
        self.customer.credit_limit = 2000000
        self.assertTrue(self.customer.use_partner_credit_limit)
        self.assertEqual(self.limit(), Limit(2000000_00))
