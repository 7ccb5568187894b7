from dataclasses import dataclass

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...engine import movement


@dataclass(frozen=True)
class Leg:
    """What one journal gives up or the bank receives: one payment of the deposit.

    :param checks: the cheques that move, none for cash
    :param amount: in minor units of the deposit's currency, positive
    :param booked: what that is in the books, in minor units of the company's currency
    """

    key: tuple
    method: models.BaseModel
    account: models.BaseModel
    checks: models.BaseModel
    amount: int
    booked: int
    label: str


class CobranzasBankDeposit(models.Model):
    """What a deposit books: the preview shows it, and confirming makes it (COL-08).

    Cheques go at what they are booked for, so that nothing is left in the portfolio and no
    exchange difference arises; cash at the rate of the deposit's date.
    """

    _inherit = "cobranzas.bank.deposit"

    def _prepare_plan(self):
        """Return the ``movement.Plan`` of the deposit. Raises ``UserError`` for what it lacks."""
        self.ensure_one()
        self._check_contents()
        out = [*self._prepare_check_legs(), *self._prepare_cash_legs()]
        transfer = self._get_transfer_account()
        entries = [self._prepare_leg_entry(leg, transfer, "outbound") for leg in out]
        allocations = []
        for kind in ("checks", "cash"):
            given = [leg for leg in out if leg.key[0] == kind]
            if given:
                taken = self._prepare_bank_leg(kind, given)
                entries.append(self._prepare_leg_entry(taken, transfer, "inbound"))
                allocations += [
                    movement.Allocation(("transfer", leg.key), ("transfer", taken.key), leg.amount)
                    for leg in given
                ]
        plan = movement.Plan(tuple(entries), tuple(allocations))
        plan.check()
        return plan

    def _fetch_checks(self):
        """Return the cheques, read at once with what moved them: each would read it by itself."""
        checks = self.check_ids._origin  # those of the form are copies
        payments = checks.payment_id | checks.operation_ids
        payments.mapped("state")
        payments.payment_method_line_id.mapped("code")
        items = payments.move_id.line_ids
        items.mapped("balance")
        items.account_id.mapped("account_type")
        return checks

    def _check_contents(self):
        """Raise ``UserError`` for a deposit of nothing, or without a bank or cash."""
        if not self.journal_id:
            raise UserError(
                self.env._(
                    "%(company)s has no bank to deposit to: make a journal of type bank.",
                    company=self.company_id.name,
                )
            )
        if not self.check_ids and not self.amount_cash:
            raise UserError(self.env._("Choose the cheques or enter the cash to deposit."))
        if self.amount_cash and not self.cash_journal_id:
            raise UserError(
                self.env._(
                    "Choose the cash journal in %(currency)s that the cash comes from.",
                    currency=self.currency_id.name,
                )
            )

    # ------------------------------------------------------------------
    # Legs
    # ------------------------------------------------------------------

    def _prepare_check_legs(self):
        """Return what each portfolio gives up, by the account where the cheques rest."""
        groups = {}
        for check in self._fetch_checks().sorted(lambda each: (each.payment_date, each.id)):
            _place, last = check._cobranzas_get_place()
            method = last.journal_id._cobranzas_find_method("outbound", "out_third_party_checks")
            account = method.payment_account_id or last._seek_for_lines()[0].account_id[:1]
            groups.setdefault((method, account), []).append(check)
        return [
            Leg(
                key=("checks", method.id, account.id),
                method=method,
                account=account,
                checks=self.check_ids.browse([check.id for check in checks]),
                amount=sum(self._to_units(check.amount) for check in checks),
                booked=sum(
                    check._cobranzas_get_booked(check._get_last_operation()) for check in checks
                ),
                label=self._get_checks_label(checks),
            )
            for (method, account), checks in groups.items()
        ]

    def _prepare_cash_legs(self):
        """Return what the cash gives up: none or one."""
        if not self.amount_cash:
            return []
        company = self.company_id
        method = self.cash_journal_id._cobranzas_find_method("outbound", "manual")
        booked = self.currency_id._convert(
            self.amount_cash, company.currency_id, company, self.date
        )
        return [
            Leg(
                key=("cash", method.id),
                method=method,
                account=self._get_outstanding_account(method),
                checks=self.check_ids.browse(),
                amount=self._to_units(self.amount_cash),
                booked=company.currency_id._cobranzas_to_minor_units(booked),
                label=self.env._("Cash to %(bank)s", bank=self.journal_id.name),
            )
        ]

    def _prepare_bank_leg(self, kind, given):
        """Return what the bank gets of all that was given up of a kind, cheques or cash."""
        method = self.journal_id._cobranzas_find_method("inbound", "manual")
        checks = self.check_ids.browse([check.id for leg in given for check in leg.checks])
        return Leg(
            key=("bank", kind),
            method=method,
            account=self._get_outstanding_account(method),
            checks=checks,
            amount=sum(leg.amount for leg in given),
            booked=sum(leg.booked for leg in given),
            label=self._get_checks_label(checks) if checks else given[0].label,
        )

    def _get_checks_label(self, checks):
        """Return what the items of cheques say: the number of one, or how many there are."""
        bank = self.journal_id.name
        if len(checks) == 1:
            return self.env._("Cheque %(check)s to %(bank)s", check=checks[0].name, bank=bank)
        return self.env._("%(count)s cheques to %(bank)s", count=len(checks), bank=bank)

    def _to_units(self, amount):
        return self.currency_id._cobranzas_to_minor_units(amount)

    # ------------------------------------------------------------------
    # Methods and accounts
    # ------------------------------------------------------------------

    def _get_outstanding_account(self, method):
        """Return the account where the payments of a method rest until a bank line comes."""
        if method.payment_account_id:
            return method.payment_account_id
        payment = self.env["account.payment"].new({"company_id": self.company_id.id})
        return payment._get_outstanding_account(method.payment_type)

    def _get_transfer_account(self):
        """Return the account between two journals. Raises ``UserError`` without one."""
        company = self.company_id
        account = company.transfer_account_id or company.root_id.transfer_account_id
        if not account.reconcile:
            raise UserError(
                self.env._(
                    "Choose the account for transfers between banks of %(company)s in Settings, "
                    "Accounting: one that allows reconciliation.",
                    company=company.name,
                )
            )
        return account

    # ------------------------------------------------------------------
    # Entries
    # ------------------------------------------------------------------

    def _prepare_leg_entry(self, leg, transfer, direction):
        """Return the entry of a leg: its account against the transfer account."""
        sign = 1 if direction == "inbound" else -1
        partner = self.company_id.partner_id
        sides = ((("bank", leg.key), leg.account, sign), (("transfer", leg.key), transfer, -sign))
        items = [
            movement.Item(
                key=key,
                account=account,
                partner=partner,
                currency=self.currency_id,
                amount=side * leg.amount,
                booked=side * leg.booked,
                label=leg.label,
            )
            for key, account, side in sides
        ]
        return movement.Entry(
            items=tuple(items),
            label=f"{leg.method.journal_id.name}: {leg.label}",
            journal=leg.method.journal_id,
            payment=self._prepare_leg_payment(leg, transfer, direction),
            key=leg.key,
        )

    def _prepare_leg_payment(self, leg, transfer, direction):
        """Return the values of the payment of a leg, as core's own transfer of cheques has them."""
        return {
            "payment_type": direction,
            "partner_id": self.company_id.partner_id.id,
            "journal_id": leg.method.journal_id.id,
            "payment_method_line_id": leg.method.id,
            "currency_id": self.currency_id.id,
            "amount": self.currency_id._cobranzas_from_minor_units(leg.amount),
            "outstanding_account_id": leg.account.id,
            "destination_account_id": transfer.id,
            "l10n_latam_move_check_ids": [Command.set(leg.checks.ids)],
        }
