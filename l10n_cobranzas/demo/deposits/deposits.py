"""Cheques that could be cashed were taken to the bank, month by month; the rest is in hand."""

from datetime import timedelta

from odoo.fields import Command

#: cheques payable in the last days are still in the portfolio
STILL_IN_HAND = 5
#: what of the cash went to the bank with the last cheques
CASH = 150000.0


def make(demo):
    """Deposit the cheques that came due, one deposit a month and bank, by turns.

    The last one is a deposit of cash and cheques in one slip; the others are core's transfers.
    """
    due = demo.env["l10n_latam.check"].search(
        [
            ("current_journal_id", "=", demo.journals["checks"].id),
            ("payment_date", "<", demo.today - timedelta(days=STILL_IN_HAND)),
        ],
        order="payment_date, id",
    )
    banks = [demo.journals["nacion"], demo.journals["galicia"]]
    demo.env["cobranzas.deposit.account"].create(
        [{"journal_id": bank.id, "company_id": demo.company.id} for bank in banks]
    )
    months = list(due.grouped(lambda check: check.payment_date.replace(day=1)).values())
    for number, checks in enumerate(months):
        last = max(checks.mapped("payment_date"))
        day = last + timedelta(days=7 - last.weekday() if last.weekday() > 3 else 1)
        bank, day = banks[number % len(banks)], min(day, demo.today)
        if number == len(months) - 1:
            _deposit(demo, bank, day, checks)
        else:
            _transfer(demo, bank, day, checks)


def _transfer(demo, bank, day, checks):
    """Take cheques to a bank by core's own transfer."""
    last = max(checks.mapped("payment_date"))
    transfer = demo.env["l10n_latam.payment.mass.transfer"].create(
        {
            "payment_date": day,
            "destination_journal_id": bank.id,
            "communication": f"Depósito de cheques {last:%m/%Y}",
            "check_ids": checks.ids,
        }
    )
    transfer.action_create_payments()


def _deposit(demo, bank, day, checks):
    """Take cheques and cash to a bank in one slip."""
    deposit = demo.env["cobranzas.bank.deposit"].create(
        {
            "company_id": demo.company.id,
            "journal_id": bank.id,
            "date": day,
            "slip_number": f"{day:%y%m}0417",
            "cash_journal_id": demo.journals["cash"].id,
            "amount_cash": CASH,
            "check_ids": [Command.set(checks.ids)],
        }
    )
    deposit.action_confirm()
