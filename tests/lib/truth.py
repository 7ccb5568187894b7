"""What the tests of the ledger's truth share: open items, rows and reports as tables of text."""

from contextlib import contextmanager

from freezegun import freeze_time
from odoo import fields
from odoo.fields import Command

from .reports import ReportsCommon


class TruthCommon(ReportsCommon):
    """Open items are compared as rows: kind | due | balance | balance in company currency."""

    @classmethod
    @contextmanager
    def at_time(cls, when):
        """Let what is done within the block be done at that time, in UTC, as its records say."""
        before = cls.env.cr.now()
        cls.env.cr._now = fields.Datetime.to_datetime(when)
        try:
            with freeze_time(when):
                yield
                cls.env.flush_all()
        finally:
            cls.env.cr._now = before

    def read_open(self, day=None, partner=None, **context):
        """Return the customer's open items, today or at ``day``, as rows of text."""
        context["cobranzas_date"] = day
        items = self.env["cobranzas.open.item"].with_context(**context)
        items.invalidate_model()  # the cache knows nothing of what the rows are made of
        found = items.search([("partner_id", "=", (partner or self.customer).id)])
        return sorted(
            f"{item.kind} | {item.date_due} | {item.currency_id.name} "
            f"{item.residual_currency:.2f} | {item.residual:.2f}"
            for item in found
        )

    def assertOpen(self, table, day=None, partner=None, **context):
        """Compare open items; of an amount in the company's currency its code may be left out."""
        own = self.company.currency_id.name
        wanted = []
        for row in table.strip().splitlines():
            kind, due, amount, *booked = (cell.strip() for cell in row.split("|"))
            amount = amount if " " in amount else f"{own} {amount}"
            booked = booked or [amount.split()[1]]
            wanted.append(f"{kind} | {due} | {amount} | {booked[0]}")
        found = self.read_open(day, partner, **context)
        self.assertEqual("\n".join(found), "\n".join(sorted(wanted)))

    def assertOpenSumsToLedger(self, day=None):
        """In the company's currency, what is open at a day is what the posted entries sum to."""
        domain = [
            ("account_id", "=", self.receivable.id),
            ("parent_state", "=", "posted"),
            ("partner_id", "child_of", self.customer.id),
        ]
        if day:
            domain.append(("date", "<=", day))
        lines = self.env["account.move.line"].search(domain)
        items = self.env["cobranzas.open.item"].with_context(cobranzas_date=day)
        items.invalidate_model()
        open_items = items.search([("partner_id", "=", self.customer.id)])
        self.assertAlmostEqual(sum(open_items.mapped("residual")), sum(lines.mapped("balance")))

    def read_total(self, key, column, **vals):
        """Return the total of a report's column for the customer, in the company's currency."""
        report = self.make_report(key, **vals)
        rows, _totals = self.read_report(report)
        name = self.customer.name
        return sum(row[3].get(column, 0.0) for row in rows if row[0] == 0 and row[1] == name)

    def core_payment(self, items, amount, date="2026-02-01", **kw):
        """A payment of Odoo's own, posted, that pays ``items``."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": self.bank.id,
                "amount": amount,
                "date": date,
                "company_id": self.company.id,
                **kw,
            }
        )
        payment.action_post()
        (self.item(payment.move_id) + items).reconcile()
        return payment

    def check_operation(self, check, date, direction="outbound", **kw):
        """Move a cheque of the portfolio: a payment of Odoo's own on ``date``."""
        prefix = "in" if direction == "inbound" else "out"
        methods = (
            self.portfolio.inbound_payment_method_line_ids
            | self.portfolio.outbound_payment_method_line_ids
        )
        method = methods.filtered(lambda line: line.code == f"{prefix}_third_party_checks")
        payment = self.env["account.payment"].create(
            {
                "payment_type": direction,
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": self.portfolio.id,
                "payment_method_line_id": method.id,
                "l10n_latam_move_check_ids": [Command.set(check.ids)],
                "amount": check.amount,
                "date": date,
                **kw,
            }
        )
        payment.action_post()
        return payment
