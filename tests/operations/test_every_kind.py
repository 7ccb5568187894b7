"""Every kind of operation once: previewed, booked, printed, undone, and what it refuses (OPS)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.operations import OperationsCommon
from ..lib.payments import REQUEST, enable_demo_provider, make_access, make_transaction

#: the prefix of the numbers of each kind
PREFIXES = {
    "adjustment": "AJU",
    "advance": "ADV",
    "advance_grouping": "DAN",
    "application": "APL",
    "charge_note": "CHN",
    "conversion": "CNV",
    "credit_endorsement": "ENF",
    "date_adjustment": "AJF",
    "documentation": "DOC",
    "early_payment": "DPP",
    "endorsement": "END",
    "exchange_difference": "DIP",
    "exchange_note": "DIF",
    "invoiced_advance": "ADI",
    "late_interest": "INT",
    "loan": "PRE",
    "merge": "UNI",
    "netting": "NET",
    "outside_debt": "DEU",
    "provider_fee": "FPO",
    "reassignment": "REA",
    "refund": "REF",
    "returned_check": "RCH",
    "returned_payment": "RPO",
    "revaluation": "REV",
    "rounding": "RED",
    "small_balance": "SME",
    "voucher_expiry": "VX",
    "voucher_gift": "VO",
    "voucher_redemption": "VR",
    "voucher_refund": "VD",
    "voucher_sale": "VV",
}


@tagged("post_install", "-at_install")
class TestEveryKind(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_adjustment_accounts()
        cls.allow_rounding(0.5)
        cls.euro = cls.make_rates({"2026-01-01": 0.001})
        cls._prepare_accounts()
        cls._prepare_money()
        for setting in ("interest", "adjustment", "exchange"):
            cls.company[f"cobranzas_{setting}_at_receipt"] = "never"
        tax = cls.company_data["default_tax_sale"]
        product = {"name": "Gastos", "type": "service", "taxes_id": [Command.set(tax.ids)]}
        products = cls.env["product.product"].create([product, product])
        products[1].property_account_income_id = cls.company.cobranzas_voucher_account_id
        cls.company.write(
            {
                "cobranzas_charge_product_id": products[0].id,
                "cobranzas_documentation_product_id": products[0].id,
                "cobranzas_advance_product_id": products[1].id,
                "cobranzas_invoiced_advances": True,
                "cobranzas_small_balance_max": 5,
            }
        )
        for name in ("interest", "surcharge", "discount", "exchange"):
            cls.company[f"cobranzas_{name}_product_id"] = products[0]
        cls.terms = {
            "partner_id": cls.customer.id,
            "currency_id": cls.company.currency_id.id,
            "reason": "Prueba",
        }

    @classmethod
    def _prepare_accounts(cls):
        rows = {
            "cobranzas_voucher_account_id": "liability_current",
            "cobranzas_voucher_expense_account_id": "expense",
            "cobranzas_voucher_income_account_id": "income_other",
            "cobranzas_debt_document_account_id": "asset_receivable",
            "cobranzas_debt_account_id": "asset_receivable",
            "cobranzas_debt_sales_account_id": "income",
        }
        for number, (name, account_type) in enumerate(rows.items()):
            cls.company[name] = cls.env["account.account"].create(
                {
                    "name": name,
                    "code": f"EVK{number}",
                    "account_type": account_type,
                    "reconcile": account_type in ("liability_current", "asset_receivable"),
                }
            )

    @classmethod
    def _prepare_money(cls):
        method = cls.env.ref("l10n_latam_check.account_payment_method_return_third_party_checks")
        cls.bank.outbound_payment_method_line_ids = [
            Command.create({"payment_method_id": method.id})
        ]
        cls.rejected = cls._make_portfolio("REJ")
        cls.company.cobranzas_rejected_journal_id = cls.rejected
        account = cls.env["account.account"].create(
            {"name": "Transit", "code": "EVKT", "account_type": "asset_current", "reconcile": True}
        )
        journals = cls.bank | cls.cash | cls.portfolio | cls.rejected
        for side in ("inbound", "outbound"):
            journals[f"{side}_payment_method_line_ids"].payment_account_id = account

    # ------------------------------------------------------------------
    # Each kind: its draft
    # ------------------------------------------------------------------

    def _draft(self, kind):
        """Return a draft of the kind with what it needs, and nothing else."""
        prepare = {
            "application": self._pay_itself,
            "date_adjustment": self._pay_after_its_date,
            "early_payment": self._owe_later,
            "exchange_difference": self._differ,
            "exchange_note": self._await_note,
            "late_interest": self._pay_late,
            "netting": self._owe_both_ways,
            "provider_fee": self._receive_online,
            "returned_check": self._receive_check,
            "returned_payment": self._receive_online,
            "voucher_expiry": self._sell_expired_voucher,
            "voucher_redemption": self._sell_voucher,
            "voucher_refund": self._sell_voucher,
        }
        if kind in prepare:
            prepared = prepare[kind]()
            if kind == "exchange_difference":
                return prepared
            items, vals = prepared
        else:
            items, vals = self._take(kind), self._get_terms(kind)
        date = vals.pop("date", "2026-02-01")
        return self.operation(kind, items, date, **{"reason": "Prueba", **vals})

    def _receive_online(self):
        """The receipt of an online payment, dated as what is made here."""
        self.company.cobranzas_online_fee_account_id = self.company_data["default_account_expense"]
        provider = enable_demo_provider(self.env, self.company, self.bank)
        access = make_access(self.env, self.company, self.customer)
        request = self.env[REQUEST]._make(access, {}, on_account=500.0).sudo()
        vals = request._prepare_receipt_vals(make_transaction(provider, request), {})
        receipt = self.env["cobranzas.receipt"].sudo().create({**vals, "date": "2026-01-20"})
        receipt.action_post()
        return [], {"returned_receipt_id": receipt.id, "amount": 100.0}

    def _take(self, kind):
        if kind in ("credit_endorsement", "refund"):
            return [self.invoice(500, move_type="out_refund")]
        if kind == "advance_grouping":
            return [self.invoice(amount, move_type="out_refund") for amount in (300, 200)]
        if kind in ("conversion", "revaluation"):
            return [self.invoice(100, currency=self.euro)]
        if kind in ("small_balance", "rounding"):
            debt = self.invoice(100.37)
            if kind == "small_balance":
                self.receipt([(debt, 97)], [self.cash_value(97)]).action_post()
            return [debt]
        if kind == "merge":
            return [self.invoice(300), self.invoice(200)]
        if kind in ("endorsement", "reassignment", "documentation"):
            return [self.invoice(1000)]
        return []

    def _get_terms(self, kind):
        """Return the parameters of the kinds whose items say nothing of them."""
        moved = {"new_partner_id": self.other_customer.id}
        plan = {"count": 3, "date_first": "2026-03-10"}
        amount = {**self.terms, "amount": 1000}
        debt = {"document_type": "FC", "document_number": "12", "date_due": "2026-01-15"}
        return {
            "adjustment": amount,
            "advance": {**amount, "journal_id": self.cash.id},
            "charge_note": amount,
            "conversion": {"to_currency_id": self.company.currency_id.id, "rate": 1100},
            "credit_endorsement": moved,
            "documentation": plan,
            "endorsement": moved,
            "invoiced_advance": amount,
            "loan": {**amount, **plan, "journal_id": self.bank.id},
            "outside_debt": {**amount, **debt},
            "reassignment": moved,
            "refund": {"journal_id": self.cash.id},
            "revaluation": {"rate": 1100},
            "voucher_gift": {**amount, "date_expiry": "2026-12-31"},
            "voucher_sale": {**amount, "date_expiry": "2026-12-31"},
        }.get(kind, {})

    def _pay_itself(self):
        return [self.invoice(100), self.invoice(60, move_type="out_refund")], {}

    def _owe_both_ways(self):
        self.invoice(600)
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "date": "2026-01-10",
                "invoice_line_ids": [
                    Command.create({"name": "Flete", "price_unit": 400, "tax_ids": []})
                ],
            }
        )
        bill.action_post()
        return [], {"partner_id": self.customer.id}

    def _pay(self, item):
        receipt = self.receipt([item], [self.cash_value(1000)], date="2026-01-25")
        receipt.action_post()
        return receipt

    def _pay_late(self):
        self.company.cobranzas_interest_policy_id = self.env["cobranzas.interest.policy"].create(
            {"name": "3 %", "rate": 3.0, "company_id": self.company.id}
        )
        self.customer.commercial_partner_id.cobranzas_bears_interest = True
        item = self.invoice(1000, due="2026-01-15")
        self._pay(item)
        return [item], {}

    def _pay_after_its_date(self):
        item = self.invoice(1000, due="2026-01-15")
        self.env["cobranzas.alternative.date"].create(
            {"move_line_id": item.id, "date": "2026-01-31", "amount": 1050}
        )
        self._pay(item)
        return [item], {}

    def _owe_later(self):
        """Due in twenty days, at half a per cent a day."""
        self.customer.cobranzas_uses_rates = True
        vals = {"kind": "early_payment", "rate": 0.5, "rate_period": "day"}
        self.env["cobranzas.rate"].create(
            {**vals, "date_from": "2026-01-01", "company_id": self.company.id}
        )
        return [self.invoice(1000, due="2026-02-21")], {}

    def _differ(self):
        """What a receipt left to be noted later: made by receipts alone."""
        item = self.invoice(1000)
        receipt = self._pay(item)
        draft = self.operation("exchange_difference", [(item, 50)], reason="Prueba")
        draft.sudo().receipt_id = receipt
        return draft

    def _await_note(self):
        waiting = self._differ()
        waiting.action_confirm()
        return [waiting.result_ids], {}

    def _receive_check(self):
        paid = self.receipt([self.invoice(1000)], [], [self.check(1000, number="303")])
        paid.action_post()
        return [], {"check_ids": [Command.set(paid.check_ids.check_id.ids)]}

    def _sell_voucher(self, expiry=False):
        sale = self.operation(
            "voucher_sale", confirm=True, **self.terms, amount=1000, date_expiry=expiry
        )
        self.receipt([sale.result_ids], [self.cash_value(1000)]).action_post()
        return [], {"voucher_id": sale.voucher_id.id, "journal_id": self.cash.id}

    def _sell_expired_voucher(self):
        items, vals = self._sell_voucher("2026-02-05")
        return items, {"voucher_id": vals["voucher_id"], "date": "2026-02-06"}

    # ------------------------------------------------------------------
    # What holds for each
    # ------------------------------------------------------------------

    def _check_each(self, check):
        """Call ``check(draft)`` of each kind, on a ledger that the others did not touch."""
        for kind in PREFIXES:
            with self.subTest(kind=kind), self.env.cr.savepoint() as savepoint:
                check(self._draft(kind))
                savepoint.rollback()
            self.env.invalidate_all()

    def assertRefused(self, text, call, *args):
        """The call is refused in one sentence of one line, which says ``text``."""
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            call(*args)
        message = str(caught.exception.args[0])
        self.assertRegex(message, text)
        self.assertNotIn("\n", message)

    def test_the_table_has_all(self):
        self.assertEqual(set(self.env["cobranzas.operation"]._get_kinds()), set(PREFIXES))

    def test_done_and_undone(self):
        self._check_each(self._check_done_and_undone)

    def _check_done_and_undone(self, draft):
        self.assertFalse(draft.refusal)
        self.assertIn("<table", draft.preview)
        self.assertIn("<td", draft.preview)
        before = self.ledger_snapshot()
        draft.action_confirm()
        self.assertEqual(draft.name.rpartition("-")[0], PREFIXES[draft.kind])
        self.assertIn("<td", draft.preview)
        self.assertUndoes(draft, before)

    def test_refusals(self):
        self._check_each(self._check_refusals)

    def _check_refusals(self, draft):
        draft.action_confirm()
        self.assertRefused("draft|confirmed|done", draft.action_confirm)
        self.assertRefused("can be undone, not deleted", draft.unlink)
        self.assertRefused("Say why", draft.action_undo, "2026-02-10", " ")
        self.assertRefused("before that", draft.action_undo, "2026-01-31", "prueba")
        draft.action_undo("2026-02-10", "prueba")
        self.assertRefused("nothing to undo", draft.action_undo, "2026-02-11", "prueba")
        self.assertRefused("can be undone, not deleted", draft.unlink)
        self.assertRefused("draft|confirmed|done", draft.action_confirm)

    def test_closed_period(self):
        self._check_each(self._check_closed_period)

    def _check_closed_period(self, draft):
        draft.action_confirm()
        self.company.fiscalyear_lock_date = "2026-02-28"
        self.assertRefused("closed", draft.action_undo, "2026-03-02", "prueba")
        self.assertEqual(draft.state, "done")

    def test_voucher_and_position(self):
        self.env["res.lang"]._activate_lang("es_419")
        self._check_each(self._check_voucher_and_position)

    def _check_voucher_and_position(self, draft):
        draft.action_confirm()
        report = self.env["ir.actions.report"].with_context(lang="es_419")
        html = report._render_qweb_html("l10n_cobranzas.report_operation", draft.ids)[0]
        self.assertIn(draft.name.encode(), html)
        position = self.env["cobranzas.position"].get_position(draft._name, draft.id)
        self.assertTrue({"before", "after"} <= set(position))

    def test_copy_is_a_draft_of_its_own(self):
        self._check_each(self._check_copy_is_a_draft_of_its_own)

    def _check_copy_is_a_draft_of_its_own(self, draft):
        draft.action_confirm()
        copy = draft.copy()
        self.assertEqual((copy.state, copy.name), ("draft", False))
        self.assertFalse(copy.move_ids | copy.payment_ids.move_id | copy.result_ids.move_id)

    def test_refused_without_anything(self):
        """An empty draft of any kind says in one sentence what it lacks."""
        for kind in PREFIXES:
            with self.subTest(kind=kind):
                draft = self.operation(kind)
                self.assertTrue(draft.refusal)
                with self.assertRaises(UserError):
                    draft.action_confirm()
