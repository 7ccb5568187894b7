"""Cash and cheques taken to the bank: accounts of their own, and short ways to deposit."""

from odoo.exceptions import UserError
from odoo.fields import Command

from .kept import kept
from .operations import OperationsCommon


class BankDepositsCommon(OperationsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": "asset_current", "reconcile": True}
                for name, code in (
                    ("Cheques In", "CHIN"),
                    ("Cheques Out", "CHOUT"),
                    ("Bank In", "BKIN"),
                    ("Bank Out", "BKOUT"),
                    ("Cash Out", "CSOUT"),
                )
            ]
        )
        cls.checks_in, cls.checks_out, cls.bank_in, cls.bank_out, cls.cash_out = accounts
        cls.portfolio.inbound_payment_method_line_ids.payment_account_id = cls.checks_in
        cls.portfolio.outbound_payment_method_line_ids.payment_account_id = cls.checks_out
        cls.bank.inbound_payment_method_line_ids.payment_account_id = cls.bank_in
        back = cls.env.ref("l10n_latam_check.account_payment_method_return_third_party_checks")
        cls.bank.outbound_payment_method_line_ids = [Command.create({"payment_method_id": back.id})]
        cls.bank.outbound_payment_method_line_ids.payment_account_id = cls.bank_out
        cls.cash.outbound_payment_method_line_ids.payment_account_id = cls.cash_out
        cls.company.transfer_account_id.name = "Transfers"

    @classmethod
    def cheques(cls, *checks, date="2026-02-01", **kw):
        """Cheques in hand, by one posted receipt; each (amount, number, pay date)."""
        receipt = cls.receipt([], [], [cls.check(*check) for check in checks], date=date, **kw)
        receipt.action_post()
        return receipt.check_ids.check_id.sorted("name")

    @classmethod
    def bank_deposit(cls, checks=None, cash=0.0, date="2026-03-10", confirm=True, **kw):
        deposit = cls.env["cobranzas.bank.deposit"].create(
            {
                "company_id": cls.company.id,
                "journal_id": cls.bank.id,
                "cash_journal_id": cls.cash.id,
                "date": date,
                "amount_cash": cash,
                "check_ids": [Command.set(checks.ids if checks else [])],
                **kw,
            }
        )
        if confirm:
            deposit.action_confirm()
        return deposit

    def assertRefused(self, sentence, deposit):
        """Confirming is refused with a sentence of one line, and nothing is booked."""
        with self.assertRaisesRegex(UserError, sentence) as caught, self.env.cr.savepoint():
            deposit.action_confirm()
        self.assertNotIn("\n", str(caught.exception))
        self.assertEqual((deposit.state, len(deposit.move_ids)), ("draft", 0))
        return str(caught.exception)
