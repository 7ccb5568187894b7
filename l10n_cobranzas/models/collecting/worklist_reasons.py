from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...engine import priority
from .cobranzas_worklist import EVENTS
from .worklist_parts import BROKEN_DAYS


class CobranzasWorklist(models.Model):
    """Why each debtor has its place, in words and money: a few queries for a page (COL-07)."""

    _inherit = "cobranzas.worklist"

    reasons = fields.Char(
        string="Why",
        compute="_compute_reasons",
        help="What makes the debtor urgent, the weightiest first.",
    )
    next_legal = fields.Datetime(
        string="Call from",
        compute="_compute_next_legal",
        help="When the debtor may be called next; empty when it may be called now.",
    )

    @api.depends_context("uid", "lang", "tz")
    def _compute_reasons(self):
        named = self._find_events()
        for row in self:
            row.reasons = " · ".join(row._describe(named))

    @api.depends_context("uid")
    def _compute_next_legal(self):
        first = {row: customers[:1] for row, customers in self._get_customers().items()}
        customers = self.env["res.partner"].union(*first.values())
        answers = customers._cobranzas_contact_answers("call")
        for row in self:
            answer = answers.get(first.get(row))
            row.next_legal = bool(answer is not None and not answer) and answer.next_moment

    def _get_customers(self):
        """Return {row: its customers}."""
        groups = self.debtor_group_id._get_cobranzas_customers()
        return {row: groups.get(row.debtor_group_id, row.partner_id) for row in self}

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _describe(self, named):
        """Return the sentences of the row.

        :param named: what ``_find_events`` returned
        """
        if not self.to_collect:
            return self._describe_covered()
        sentences = {
            "late": self._describe_late,
            "broken_promise": self._describe_broken,
            "returned_check": self._describe_returned,
            "held_order": self._describe_held,
            "never_contacted": lambda _reason, _names: self.env._("Never contacted"),
        }
        names = named.get(self, {})
        found = [
            sentences[reason.kind](reason, names.get(reason.kind, []))
            for reason in self._get_reasons()
        ]
        return [*found, self.env._("Contacted today")] if self.contacted_today else found

    def _get_reasons(self):
        """Return the engine's reasons of the row."""
        units = self.currency_id._cobranzas_to_minor_units
        events = [
            priority.Event(kind, units(self[part])) for part, kind in EVENTS.items() if self[part]
        ]
        if not self.last_contact:
            events.append(priority.Event("never_contacted", units(self.to_collect)))
        return priority.find_reasons(units(self.to_collect), units(self.risk), events)

    def _describe_covered(self):
        """Return why nothing is to be collected although debts are overdue."""
        money, parts = self.currency_id.format, []
        if self.promised:
            parts.append(self.env._("%(amount)s promised in time", amount=money(self.promised)))
        if self.disputed:
            parts.append(self.env._("%(amount)s disputed", amount=money(self.disputed)))
        if self.transit:
            parts.append(
                self.env._("%(amount)s received and not applied", amount=money(self.transit))
            )
        return parts

    def _describe_late(self, _reason, _names):
        return self.env._(
            "%(days)s days late (oldest), %(amount)s to collect",
            days=self.days_overdue,
            amount=self.currency_id.format(self.to_collect),
        )

    def _describe_broken(self, _reason, days):
        last = max(days, default=None)
        amount = self.currency_id.format(self.broken)
        if last and last == self._get_today():
            return self.env._("Promise of %(amount)s broken today", amount=amount)
        return self.env._(
            "Promise of %(amount)s broken on %(date)s",
            amount=amount,
            date=format_date(self.env, last) if last else "?",
        )

    def _describe_returned(self, _reason, names):
        amount = self.currency_id.format(self.returned)
        if len(names) == 1:
            return self.env._(
                "Cheque %(number)s came back (%(amount)s)", number=names[0], amount=amount
            )
        return self.env._(
            "%(count)s cheques came back (%(amount)s)", count=len(names), amount=amount
        )

    def _describe_held(self, _reason, names):
        amount = self.currency_id.format(self.held)
        if len(names) == 1:
            return self.env._("Order %(order)s held (%(amount)s)", order=names[0], amount=amount)
        return self.env._("%(count)s orders held (%(amount)s)", count=len(names), amount=amount)

    # ------------------------------------------------------------------
    # Names of what happened
    # ------------------------------------------------------------------

    def _find_events(self):
        """Return {row: {kind of event: names or days}}, in a query or two for each kind."""
        owners = {
            (customer.id, row.company_id.id): row
            for row, customers in self._get_customers().items()
            for customer in customers
        }
        found = {}
        for kind, part, names in (
            ("broken_promise", "broken", self._find_broken),
            ("returned_check", "returned", self._find_returned),
            ("held_order", "held", self._find_held),
        ):
            rows = self.filtered(part)
            customers = self.env["res.partner"].union(*rows._get_customers().values())
            for customer, company, name in names(customers) if customers else ():
                row = owners.get((customer.commercial_partner_id.id, company.root_id.id))
                if row:
                    found.setdefault(row, {}).setdefault(kind, []).append(name)
        return found

    @api.model
    def _find_broken(self, customers):
        """Return (customer, company, day from which it was broken) of promises."""
        today = self._get_today()
        domain = [
            ("partner_id", "in", customers.ids),
            ("state", "in", ("open", "partly", "broken")),
            ("amount_left_company", ">", 0),
            ("date_limit", "<", today),
            ("date_limit", ">=", fields.Date.subtract(today, days=BROKEN_DAYS)),
        ]
        # sudo: the amount is on the row, which the user may read
        lines = self.env["cobranzas.promise.line"].sudo().search(domain)
        return [
            (line.partner_id, line.company_id, fields.Date.add(line.date_limit, days=1))
            for line in lines
        ]

    @api.model
    def _find_returned(self, customers):
        """Return (customer, company, number) of the cheques that came back and are owed."""
        domain = [
            ("move_id.cobranzas_operation_id.kind", "=", "returned_check"),
            ("move_id.cobranzas_operation_id.state", "=", "done"),
            ("partner_id", "child_of", customers.ids),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("amount_residual", ">", 0),
        ]
        # sudo: the debt is on the row, which the user may read
        operations = self.env["account.move.line"].sudo().search(domain).move_id
        return [
            (operation.partner_id, operation.company_id, check.name)
            for operation in operations.cobranzas_operation_id
            for check in operation.check_ids
        ]

    @api.model
    def _find_held(self, customers):
        """Return (customer, company, number) of the orders that are held."""
        domain = Domain("cobranzas_hold", "!=", False) & Domain("state", "in", ("draft", "sent"))
        domain &= Domain("partner_invoice_id", "child_of", customers.ids)
        # sudo: collectors read no orders; of those of their debtors they see number and amount
        orders = self.env["sale.order"].sudo().search(domain, order="id")
        return [(order.partner_invoice_id, order.company_id, order.name) for order in orders]
