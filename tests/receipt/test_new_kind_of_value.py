"""A kind of value that the add-on does not have: posting asks of it all that it asks of the others.

It is written here as a theme would write it; the existing models need no change for it.
"""

from odoo import api, fields, models
from odoo.addons.l10n_cobranzas.models.receipt.cobranzas_receipt_allocation import (
    get_source_fields,
)
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.orm.model_classes import add_to_registry
from odoo.tests import new_test_user, tagged

from ..lib.documents import DocumentsCommon


class Voucher(models.Model):
    """A voucher received: booked on an account of its own."""

    _module = None
    _name = "cobranzas.receipt.bonus"
    _inherit = ["cobranzas.receipt.source"]
    _description = "Voucher Received"
    _rec_name = "code"
    _entry_field = "move_line_id"
    _allocation_field = "bonus_id"

    code = fields.Char(required=True)
    amount = fields.Monetary()
    currency_id = fields.Many2one("res.currency", required=True)
    account_id = fields.Many2one("account.account", required=True)
    date = fields.Date()
    move_line_id = fields.Many2one("account.move.line", readonly=True, copy=False)

    def _get_value_dates(self):
        return [self.date] if self.date else super()._get_value_dates()

    def _prepare_settlement_items(self, booking):
        receipt = self.receipt_id
        balance = receipt._to_company_currency(self.amount, self.currency_id)
        own = {
            "name": self.display_name,
            "account_id": self.account_id.id,
            "partner_id": receipt.commercial_partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": self.amount,
            "balance": balance,
            "date_maturity": receipt.date,
        }
        account = receipt._get_customer_account()
        return {
            booking.get_key("own", self): own,
            **booking.prepare_source_items(self, balance, account),
        }


class Allocation(models.Model):
    """What a voucher pays."""

    _module = None
    _name = "cobranzas.receipt.allocation"
    _inherit = ["cobranzas.receipt.allocation"]

    bonus_id = fields.Many2one("cobranzas.receipt.bonus", ondelete="cascade")


class Receipt(models.Model):
    """Vouchers received."""

    _module = None
    _name = "cobranzas.receipt"
    _inherit = ["cobranzas.receipt"]

    bonus_ids = fields.One2many("cobranzas.receipt.bonus", "receipt_id", copy=False)

    def _get_sources(self):
        return [*self.bonus_ids, *super()._get_sources()]

    def _sum_values(self):
        return super()._sum_values() + self._sum_in_receipt_currency(self.bonus_ids)

    def _has_funds(self):
        return bool(self.bonus_ids) or super()._has_funds()

    @api.depends("bonus_ids.amount", "bonus_ids.currency_id")
    def _compute_amounts(self):
        return super()._compute_amounts()

    @api.depends("bonus_ids.currency_id")
    def _compute_rate_ids(self):
        return super()._compute_rate_ids()

    def _get_foreign_currencies(self):
        own = self.bonus_ids.currency_id._origin - self.company_id.currency_id
        return super()._get_foreign_currencies() | own


@tagged("post_install", "-at_install")
class TestNewKindOfValue(DocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_models(Voucher, Allocation, Receipt)
        cls.env["ir.model.access"].create(
            {
                "name": "voucher",
                "model_id": cls.env["ir.model"]._get_id("cobranzas.receipt.bonus"),
                **dict.fromkeys(("perm_read", "perm_write", "perm_create", "perm_unlink"), True),
            }
        )
        cls.account = cls.env["account.account"].create(
            {"name": "Vouchers", "code": "VOUCH", "account_type": "asset_receivable"}
        )

    @classmethod
    def _add_models(cls, *definitions):
        """Add models to the registry until the class ends; their tables go with its transaction."""
        registry, names = cls.registry, [model._name for model in definitions]
        classes = {name: registry[name]._base_classes__ for name in names if name in registry}

        def restore():
            for name in names:
                if name in classes:
                    registry[name]._base_classes__ = classes[name]
                else:
                    del registry[name]
            for model in registry.values():
                model._inherit_children.difference_update(set(names) - set(classes))
            registry._setup_models__(cls.cr)

        cls.addClassCleanup(restore)
        for model in definitions:
            add_to_registry(registry, model)
        registry._setup_models__(cls.cr, names)
        registry.init_models(cls.cr, names, {"models_to_check": True})

    def voucher_receipt(self, lines, amount, **kw):
        currency = kw.pop("currency", self.company.currency_id)
        vals = {"code": "V1", "amount": amount, "currency_id": currency.id}
        row = Command.create({**vals, "account_id": self.account.id, **kw})
        return self.receipt(lines, bonus_ids=[row])

    def test_posted_and_voided(self):
        item = self.invoice(100)
        with self.assertUndoRestores():
            receipt = self.voucher_receipt([item], 100)
            self.assertEqual((receipt.amount_total, receipt.amount_missing), (100, 0))
            receipt.action_post()
            self.assertLedger(
                receipt.move_ids,
                """
                Vouchers           | Almacén El Ceibo | 100.00 | 0.00   | 100.00
                Account Receivable | Almacén El Ceibo | 0.00   | 100.00 | 0.00
                """,
            )
            self.assertEqual(receipt.bonus_ids._get_entry(), receipt.move_ids)
            self.assertEqual(receipt.allocation_ids._get_source(), receipt.bonus_ids)
            receipt.action_void("2026-02-05", "Not theirs")

    def test_paid_over_within_the_tolerance(self):
        """What it paid over goes straight to the gain, as of every source without its own entry."""
        self.allow_rounding(one_account=True)
        item = self.invoice(100)
        with self.assertUndoRestores():
            receipt = self.voucher_receipt([item], 100.5)
            receipt.action_post()
            self.assertLedger(
                receipt.move_ids,
                """
                Vouchers           | Almacén El Ceibo | 100.50 | 0.00   | 100.50
                Account Receivable | Almacén El Ceibo | 0.00   | 100.00 | 0.00
                Rounding           | Almacén El Ceibo | 0.00   | 0.50   | 0.00
                """,
            )
            receipt.action_void("2026-02-05", "Not theirs")

    def test_fields_of_the_sources(self):
        """In the order of the constraint's stored text, which an update must not find changed."""
        self.assertEqual(
            get_source_fields(self.registry),
            ["value_id", "withholding_id", "document_id", "credit_id", "redemption_id", "bonus_id"],
        )

    def test_foreign_currency(self):
        usd = self.make_rates({"2026-01-01": 0.010, "2026-02-01": 0.008})
        item = self.invoice(100, currency=usd)
        receipt = self.voucher_receipt([item], 100, currency=usd)
        self.assertEqual(receipt.rate_ids.currency_id, usd)
        receipt.action_post()
        self.assertEqual(item.amount_residual, 0)

    def test_allocated_by_hand(self):
        item = self.invoice(100)
        receipt = self.voucher_receipt([item], 100)
        receipt.save_allocations(receipt.get_allocation_tree()["rows"])
        self.assertEqual(receipt.allocation_ids.bonus_id, receipt.bonus_ids)
        receipt.action_post()
        self.assertEqual(item.amount_residual, 0)

    def test_debts_due_near_its_date_go_first(self):
        self.company.cobranzas_criterion = "due_nearest_values"
        items = [self.invoice(100, due=due) for due in ("2026-02-10", "2026-06-10")]
        receipt = self.voucher_receipt([], 100, date="2026-06-01")
        receipt.action_propose()
        paid = receipt.line_ids.filtered("amount").move_line_id
        self.assertEqual(paid, items[1])

    def test_refused_with_credit_invoices_accepted(self):
        self.company.cobranzas_credit_invoice_account_id = self.portfolio_account
        days = {"value": "percent", "value_amount": 100, "nb_days": 30}
        term = self.env["account.payment.term"].create(
            {
                "name": "FCE",
                "cobranzas_credit_invoices": True,
                "line_ids": [Command.create(days)],
            }
        )
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "invoice_payment_term_id": term.id,
                "company_id": self.company.id,
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 100, "tax_ids": [Command.clear()]})
                ],
            }
        )
        move.action_post()
        receipt = self.voucher_receipt([self.item(move)], 100)
        self.assertTrue(receipt.credit_invoice_ids)
        with self.assertRaisesRegex(UserError, "takes no other values"):
            receipt.action_post()

    def test_what_nobody_types(self):
        """Posting computes the company again, and no user says which item a voucher became."""
        item = self.invoice(100)
        receipt = self.voucher_receipt([item], 100)
        voucher = receipt.bonus_ids
        voucher.company_id = self.env["res.company"].create({"name": "Other"})
        receipt._recompute_readonly_fields()
        self.assertEqual(voucher.company_id, self.company)
        user = new_test_user(
            self.env,
            "voucher_manager",
            "l10n_cobranzas.group_cobranzas_manager",
            company_id=self.company.id,
        )
        with self.assertRaises(AccessError):
            voucher.with_user(user).move_line_id = item
