"""What the tests of month-end charges share: runs, and their grids as rows."""

from unittest.mock import patch

from .charges import ChargesCommon
from .kept import kept

RUN = "cobranzas.operation.run"


class ChargeRunsCommon(ChargesCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        # what receipts would charge is for the month's end
        for setting in ("interest", "adjustment", "exchange"):
            cls.company[f"cobranzas_{setting}_at_receipt"] = "never"
        cls.monthly = cls.env["cobranzas.interest.policy"].create(
            {"name": "Mora 3 %", "rate": 3.0, "company_id": cls.company.id}
        )
        cls.company.cobranzas_interest_policy_id = cls.monthly
        cls.bearing = cls.customer | cls.other_customer
        cls.bearing.commercial_partner_id.cobranzas_bears_interest = True

    @classmethod
    def pay(cls, item, amount, date, **kw):
        """A posted receipt that pays part of an item."""
        partner = item.partner_id.id
        receipt = cls.receipt(
            [(item, amount)], [cls.cash_value(amount)], date=date, partner_id=partner, **kw
        )
        receipt.action_post()
        return receipt

    def make_run(self, kind="late_interest", date="2026-03-31", prepare=True, **kw):
        run = self.env[RUN].create(
            {"kind": kind, "date": date, "company_id": self.company.id, **kw}
        )
        if prepare:
            run.action_prepare()
        return run

    def book(self, run):
        """Start the run and let the scheduled action do it, without its commits."""
        run.action_start()
        self.work()

    def work(self):
        with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=1.0):
            self.env[RUN]._cron_run()

    def grid(self, run):
        """Item, days, base, amount and state of each line."""
        return [
            (line.move_line_id, line.days, line.base, line.amount, line.state)
            for line in run.line_ids
        ]

    def notes(self, run):
        """Customer, amount before taxes and origins of each note of a run."""
        return [
            (note.partner_id, note.amount_untaxed, note.cobranzas_origin_ids)
            for note in run.operation_ids.move_ids.filtered("invoice_date").sorted("id")
        ]
