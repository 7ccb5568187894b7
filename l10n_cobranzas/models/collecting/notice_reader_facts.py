from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .notice_draft import Facts
from .worklist_parts import PENDING_DAYS

ROW_FIELDS = [
    "company_currency_id",
    "currency_id",
    "date",
    "date_due",
    "name",
    "partner_id",
    "residual",
    "residual_currency",
]


class CobranzasNoticeReader(models.AbstractModel):
    """What is read of the debtors of a slice: items, what covers them, what was sent."""

    _inherit = "cobranzas.notice.reader"

    @api.model
    def _fetch_facts(self, company, owners, at, notices):
        """Return the ``Facts`` of {debtor: its customers}, by a fixed number of queries."""
        customers = self.env["res.partner"].union(*owners.values())
        facts = Facts(today=self._get_today(company, at))
        self._fetch_items(facts, company, customers)
        facts.at_agency = self._fetch_at_agency(facts)
        self._fetch_covers(facts)
        self._fetch_checks(facts, company, customers)
        self._fetch_transactions(facts, company, customers, at)
        self._fetch_history(facts, company, owners, notices)
        return facts

    @api.model
    def _fetch_at_agency(self, facts):
        """Return the ids of those items that an outside agency collects. To extend."""
        return frozenset()

    @api.model
    def _fetch_items(self, facts, company, customers):
        if not customers:
            return
        domain = self._get_owed_domain(company) & Domain("partner_id", "in", customers.ids)
        rows = self.env["cobranzas.open.item"].search_fetch(domain, ROW_FIELDS, order="id")
        facts.items = rows.grouped("partner_id")

    @api.model
    def _fetch_covers(self, facts):
        """Read what of the debts is disputed or promised, and which are fresh after a dispute."""
        rows = [row for each in facts.items.values() for row in each if row.residual_currency > 0]
        lines = self.env["account.move.line"].browse([row.id for row in rows])
        currencies = {row.id: row.currency_id for row in rows}
        disputes = self.env["cobranzas.dispute"]
        for kind, amounts in (
            ("disputed", disputes._cobranzas_disputed(lines)),
            ("promised", self.env["cobranzas.promise"]._cobranzas_covered(lines)),
        ):
            for number, amount in amounts.items():
                units = currencies[number]._cobranzas_to_minor_units(amount)
                facts.covers.setdefault(number, {})[kind] = max(units, 0)
        facts.fresh = {
            line.id: day
            for line, day in disputes._read_group(
                [
                    ("move_line_id", "in", lines.ids),
                    ("state", "in", ("rejected", "partly")),
                    ("date_grace", ">=", facts.today),
                ],
                ["move_line_id"],
                ["date_grace:max"],
            )
        }

    @api.model
    def _fetch_checks(self, facts, company, customers):
        """Read the cheques of draft receipts: in hand, and not in the ledger yet."""
        checks = self.env["cobranzas.receipt.check"].search_fetch(
            [
                ("receipt_id.state", "=", "draft"),
                ("receipt_id.company_id", "child_of", company.id),
                ("receipt_id.partner_id.commercial_partner_id", "in", customers.ids),
            ],
            ["receipt_id", "amount", "currency_id"],
        )
        for check in checks:
            customer = check.receipt_id.partner_id.commercial_partner_id
            self._add_to_pool(facts, customer, check.currency_id, "cheque", check.amount)

    @api.model
    def _fetch_transactions(self, facts, company, customers, at):
        """Read online payments that are not confirmed, or not booked yet."""
        booked_later = Domain("state", "=", "done") & Domain("is_post_processed", "=", False)
        domain = (
            (Domain("state", "in", ("pending", "authorized")) | booked_later)
            & Domain("operation", "not in", ("refund", "validation"))
            & Domain("company_id", "child_of", company.id)
            & Domain("partner_id.commercial_partner_id", "in", customers.ids)
            & Domain("last_state_change", ">=", at - timedelta(days=PENDING_DAYS))
            & Domain("amount", ">", 0)
        )
        for partner, currency, amount in self.env["payment.transaction"]._read_group(
            domain, ["partner_id", "currency_id"], ["amount:sum"]
        ):
            customer = partner.commercial_partner_id
            self._add_to_pool(facts, customer, currency, "online", amount)

    @api.model
    def _add_to_pool(self, facts, customer, currency, kind, amount):
        pool = facts.pools.setdefault(customer, {}).setdefault(currency, {})
        pool[kind] = pool.get(kind, 0) + currency._cobranzas_to_minor_units(amount)

    @api.model
    def _fetch_history(self, facts, company, debtors, notices):
        """Read the debtors' open episodes, and at which steps they were told of which items."""
        by_model = {"res.partner": [], "cobranzas.debtor.group": []}
        for debtor in debtors:
            by_model[debtor._name].append(debtor.id)
        episodes = self.env["cobranzas.notice.episode"].search(
            Domain("company_id", "=", company.id)
            & Domain("date_end", "=", False)
            & (
                Domain("partner_id", "in", by_model["res.partner"])
                | Domain("debtor_group_id", "in", by_model["cobranzas.debtor.group"])
            )
        )
        facts.episodes = {each.debtor_group_id or each.partner_id: each for each in episodes}
        self._fetch_told(facts, notices)
        self._fetch_recent(facts, company, by_model, notices)

    @api.model
    def _fetch_told(self, facts, notices):
        """Read at which steps notices told of the items, also those not sent and failed."""
        numbers = [row.id for rows in facts.items.values() for row in rows]
        facts.told = {
            item.id: set(steps)
            for item, steps in self.env["cobranzas.notice.item"]._read_group(
                [
                    ("move_line_id", "in", numbers),
                    ("notice_id.state", "!=", "cancelled"),
                    ("notice_id", "not in", notices.ids),
                ],
                ["move_line_id"],
                ["step_id:array_agg"],
            )
        }

    @api.model
    def _fetch_recent(self, facts, company, by_model, notices):
        """Read how many days ago the debtors' last notices of each step were planned."""
        days = max(self._get_plans(company).mapped("days_between"), default=0)
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("state", "!=", "cancelled")
            & Domain("id", "not in", notices.ids)
            & Domain("date_planned", ">=", fields.Date.subtract(facts.today, days=days))
            & (
                Domain("partner_id", "in", by_model["res.partner"])
                | Domain("debtor_group_id", "in", by_model["cobranzas.debtor.group"])
            )
        )
        for customer, group, step, last in self.env["cobranzas.notice"]._read_group(
            domain, ["partner_id", "debtor_group_id", "step_id"], ["date_planned:max"]
        ):
            passed = (facts.today - last.date()).days
            facts.recent.setdefault(group or customer, {})[step.id] = passed
