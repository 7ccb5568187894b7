from dataclasses import dataclass, field

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_amount

ROW_FIELDS = [
    "currency_id",
    "company_id",
    "date_due",
    "days_overdue",
    "move_line_id",
    "name",
    "partner_id",
    "residual",
    "residual_currency",
]


@dataclass
class Facts:
    """What was read of all documents at once: amounts by id of the journal item.

    :param agencies: {item id: name of the agency that has it}
    :param rates: {(customer, days): its rate, none when the agreement has none}
    """

    agencies: dict = field(default_factory=dict)
    promised: dict = field(default_factory=dict)
    disputed: dict = field(default_factory=dict)
    rates: dict = field(default_factory=dict)


class CobranzasAgencyHandover(models.Model):
    """Which documents a batch hands over, and why not the others: the list and the run (COL-09)."""

    _inherit = "cobranzas.agency.handover"

    def _find_rows(self, items=None):
        """Return the open items that the filters find; of ``items`` those, filters or not."""
        self.ensure_one()
        rows = self.env["cobranzas.open.item"]
        rows.invalidate_model(["residual", "residual_currency"])  # as the ledger has them now
        domain = Domain("move_line_id", "!=", False) & Domain("residual", ">", 0)
        if items is None:
            domain &= self._get_filter_domain()
        else:
            domain &= Domain("move_line_id", "in", items.ids)
        return rows.search_fetch(domain, ROW_FIELDS, order="partner_id, date_due, id")

    def _get_filter_domain(self):
        """Return the domain of the open items that the filters find."""
        self.ensure_one()
        domain = Domain("company_id", "child_of", self.company_id.id)
        domain &= Domain("days_overdue", ">=", self.days_from)
        if self.days_to:
            domain &= Domain("days_overdue", "<=", self.days_to)
        if self.amount_from:
            domain &= Domain("residual", ">=", self.amount_from)
        if self.amount_to:
            domain &= Domain("residual", "<=", self.amount_to)
        if self.partner_ids:
            domain &= Domain("partner_id", "in", self.partner_ids.commercial_partner_id.ids)
        if self.debtor_group_ids:
            domain &= Domain("debtor_group_id", "in", self.debtor_group_ids.ids)
        if self.collector_ids:
            domain &= Domain("collector_id", "in", self.collector_ids.ids)
        return domain

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    def _prepare_lines(self, rows):
        """Return the values of the lines of open items: to hand over, or left out and why."""
        facts = self._fetch_facts(rows)
        return [self._prepare_line_vals(row, facts) for row in rows]

    def _prepare_line_vals(self, row, facts):
        days = self._get_days(row)
        reason = self._why_left_out(row, facts)
        return {
            "agency_id": self.agency_id.id,
            "company_id": row.company_id.id,
            "partner_id": row.partner_id.id,
            "move_line_id": row.move_line_id.id,
            "document": row.name or row.move_line_id.move_id.display_name,
            "date_due": row.date_due,
            "days_overdue": days,
            "currency_id": row.currency_id.id,
            "amount": row.residual_currency,
            "amount_company": row.residual,
            "percent": facts.rates[row.partner_id, days].percent,
            "date": self.date,
            "status": "left_out" if reason else "listed",
            "reason": reason,
        }

    def _get_days(self, row):
        """Return the days overdue of an open item at the date of the batch."""
        return max((self.date - row.date_due).days, 0)

    def _fetch_facts(self, rows):
        """Return the ``Facts`` of open items, by a fixed number of queries."""
        items = rows.move_line_id
        # sudo: whether an agency has a document that the user reads
        held = self.env["cobranzas.agency.handover.line"].sudo()
        facts = Facts(
            agencies={
                line.move_line_id.id: line.agency_id.name
                for line in held.search_fetch(
                    held._get_domain_in_force() & Domain("move_line_id", "in", items.ids),
                    ["move_line_id", "agency_id"],
                )
            }
        )
        if self.keep_promised:
            facts.promised = self.env["cobranzas.promise"]._cobranzas_covered(items)
        if self.keep_disputed:
            facts.disputed = self.env["cobranzas.dispute"]._cobranzas_disputed(items)
        for row in rows:
            key = (row.partner_id, self._get_days(row))
            if key not in facts.rates:
                facts.rates[key] = self.agency_id._find_rate(*key)
        return facts

    def _why_left_out(self, row, facts):
        """Return why a document is not handed over, in a sentence; empty when it is. To extend."""
        env, number = self.env, row.move_line_id.id
        if number in facts.agencies:
            return env._("%(agency)s has it already.", agency=facts.agencies[number])
        if self._get_days(row) < 1:
            return env._("It is not overdue at the date of the batch.")
        if not self.agency_id._covers(row.partner_id):
            return env._("The debtor is outside the area of the agency.")
        if not facts.rates[row.partner_id, self._get_days(row)]:
            return env._("The agreement has no rate for its age and area.")
        for amounts, sentence in (
            (facts.disputed, env._("%(amount)s of it is disputed.")),
            (facts.promised, env._("%(amount)s of it is promised, and the promise is in time.")),
        ):
            if row.currency_id.compare_amounts(amounts.get(number, 0), 0) > 0:
                words = format_amount(env, amounts[number], row.currency_id)
                return sentence % {"amount": words}
        return ""
