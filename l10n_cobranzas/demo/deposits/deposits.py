"""Cheques that could be cashed were taken to the bank, month by month; the rest is in hand."""

from datetime import timedelta

#: cheques payable in the last days are still in the portfolio
STILL_IN_HAND = 5


def make(demo):
    """Deposit the cheques that came due, one deposit a month and bank, by turns."""
    due = demo.env["l10n_latam.check"].search(
        [
            ("current_journal_id", "=", demo.journals["checks"].id),
            ("payment_date", "<", demo.today - timedelta(days=STILL_IN_HAND)),
        ],
        order="payment_date, id",
    )
    banks = [demo.journals["nacion"], demo.journals["galicia"]]
    months = due.grouped(lambda check: check.payment_date.replace(day=1))
    for number, checks in enumerate(months.values()):
        last = max(checks.mapped("payment_date"))
        day = last + timedelta(days=7 - last.weekday() if last.weekday() > 3 else 1)
        transfer = demo.env["l10n_latam.payment.mass.transfer"].create(
            {
                "payment_date": min(day, demo.today),
                "destination_journal_id": banks[number % len(banks)].id,
                "communication": f"Depósito de cheques {last:%m/%Y}",
                "check_ids": checks.ids,
            }
        )
        transfer.action_create_payments()
