from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...engine.credit_data import PARTS, Holder, Limit, OpenDebt, Standing
from ..ledger.read_scope import ReadScope
from .credit_partner import GRACE_FIELDS, LIMIT_FIELDS

#: what of a customer says whether its documents pass
JUDGED_FIELDS = (
    "cobranzas_group_id",
    "complete_name",
    "property_payment_term_id",
    "tz",
    *GRACE_FIELDS,
    *LIMIT_FIELDS,
)
#: entries whose open items are called after them
NAMED_BY_MOVE = ("out_invoice", "out_receipt")


class CobranzasCreditReader(models.AbstractModel):
    """Reads where customers stand, for the engine to judge (CRE-03, CRE-04, CRE-08).

    Customers are commercial partners; amounts are minor units of the company's currency, of the
    company with its branches. However many customers are asked for, the queries are the same few.
    Control looks at all that a customer owes, whatever the user who sells may see of it: only
    figures leave here, and who shows documents checks the rights on these.
    """

    _name = "cobranzas.credit.reader"
    _description = "Credit Reader"

    # ------------------------------------------------------------------
    # Standings
    # ------------------------------------------------------------------

    @api.model
    def _read_standings(self, customers, company, day, late_only=False):
        """Return {customer: ``Standing``} on ``day``, with the group that shares a limit with it.

        Exposure is today's; ``day`` says what is late, and which limits, rules and blocks hold.
        Who calls has read the customers by ``_fetch_judged``.

        :param late_only: of the debts, only those late on ``day``, and all of cash customers:
            enough to judge a document, not to find ways out, and quick with thousands of debts
        """
        # sudo: see the class; the figures alone are used
        customers = customers.commercial_partner_id.sudo()
        groups = customers.cobranzas_group_id.filtered("share_credit_limit")
        members = {group: group._get_cobranzas_customers()[group] for group in groups}
        everyone = customers.union(*members.values())
        cash = customers._cobranzas_is_cash(company)
        late_of = everyone - everyone.browse(each.id for each in cash) if late_only else ()
        presence = self._read_presence(everyone, company, self._get_fact_queries())
        holders = self._read_holders(everyone, company, day, presence, late_of)
        shared = self._make_groups(members, holders, groups._get_limits(company, day), company)
        facts = self._read_facts(customers, company, day, presence)
        return {
            customer: Standing(
                customer=holders[customer],
                group=shared.get(customer.cobranzas_group_id),
                cash=customer in cash,
                **{name: values[customer] for name, values in facts.items() if customer in values},
            )
            for customer in customers
        }

    @api.model
    def _fetch_judged(self, customers, company):
        """Read what says whether the customers' documents pass, and where the company is.

        In one query, and no more of any contact.
        """
        # sudo: see the class
        contacts = (customers | company.sudo().partner_id).sudo()
        contacts.with_company(company).fetch(JUDGED_FIELDS)

    @api.model
    def _get_fact_queries(self):
        """Return {name: SELECT of rows} of facts that most customers have none of."""
        for name in ("rule", "block", "extra"):
            self.env[f"cobranzas.credit.{name}"].flush_model()
        self.env["cobranzas.operation"].flush_model(["kind", "state", "partner_id"])
        return {
            "rules": SQL("SELECT FROM cobranzas_credit_rule WHERE active"),
            "blocks": SQL(
                """SELECT FROM cobranzas_credit_block
                WHERE customer_id IN (SELECT commercial_partner_id FROM counted_contact)"""
            ),
            "extras": SQL(
                """SELECT FROM cobranzas_credit_extra
                WHERE customer_id IN (SELECT commercial_partner_id FROM counted_contact)"""
            ),
            "returned_checks": SQL(
                """SELECT FROM cobranzas_operation WHERE kind = 'returned_check'
                AND state = 'done' AND partner_id IN (SELECT id FROM counted_contact)"""
            ),
        }

    @api.model
    def _read_facts(self, customers, company, day, presence):
        """Return {field of ``Standing``: {customer: its value}}; those left out have none."""
        facts = {}
        if "promises" in presence:
            facts["broken_promises"] = self._read_broken_promises(customers, company, day)
        if "rules" in presence:
            rules = self.env["cobranzas.credit.rule"]._get_in_force(customers, company, day)
            facts["rules"] = {customer: tuple(found) for customer, found in rules.items()}
        if "blocks" in presence:
            blocks = self.env["cobranzas.credit.block"]._get_in_force(customers, company, day)
            facts["blocks"] = {customer: tuple(found) for customer, found in blocks.items()}
        if "returned_checks" in presence:
            facts["returned_checks"] = self._read_returned_checks(customers, company, day)
        return facts

    @api.model
    def _read_holders(self, customers, company, day, presence, late_of=()):
        """Return {customer: ``Holder``}: its exposure, limit and debts.

        :param presence: the ``Presence`` of what there is of the customers
        :param late_of: the customers of whom only late debts are read
        """
        late = self._get_last_due(late_of, company, day)
        until = max(late.values(), default=day)
        sums, due = self._read_sums(customers, company, presence, until)
        # of whom nothing was due by then, nothing is late
        indebted = customers.filtered(lambda each: each.id in due or each.id not in late)
        debts = self._read_debts(indebted, company, day, late_of)
        limits = customers._cobranzas_get_limits(company, day, "extras" in presence)
        return {
            customer: Holder(
                id=customer.id,
                name=customer.display_name or "",
                parts=sums[customer.id],
                limit=limits.get(customer, Limit()),
                debts=tuple(debts.get(customer, ())),
            )
            for customer in customers
        }

    @api.model
    def _get_last_due(self, customers, company, day):
        """Return {id: the last due date that is late on ``day``}, by their days of grace."""
        if not customers:
            return {}
        grace = customers._cobranzas_get_grace(company)
        return {each.id: day - timedelta(days=grace[each] + 1) for each in customers}

    @api.model
    def _make_groups(self, members, holders, limits, company):
        """Return {group: ``Holder``}: its members together, under the limit that they share."""
        counted = self._get_counted_parts(company)
        found = {}
        for group, customers in members.items():
            own = [holders[customer] for customer in customers]
            found[group] = Holder(
                id=group.id,
                name=group.display_name,
                kind="group",
                parts={part: sum(each.parts[part] for each in own) for part in counted},
                limit=limits.get(group, Limit()),
                debts=tuple(debt for each in own for debt in each.debts),
            )
        return found

    # ------------------------------------------------------------------
    # Exposure
    # ------------------------------------------------------------------

    @api.model
    def _get_counted_parts(self, company):
        """Return the parts that count in the company, in the order of ``PARTS``."""
        # sudo: settings, by which whoever confirms a document is bound
        company = company.sudo()
        return [
            part for part in PARTS if part == "items" or company[f"cobranzas_credit_count_{part}"]
        ]

    @api.model
    def _read_parts(self, customers, company):
        """Return {customer: {part: minor units}}, each part that counts with 0 for nothing."""
        presence = self._read_presence(customers, company)
        sums, _due = self._read_sums(customers, company, presence)
        return {customer: sums[customer.id] for customer in customers}

    @api.model
    def _read_presence(self, customers, company, others=None):
        """Return the ``Presence`` of what counts of the customers, and of ``others``, if any."""
        items = self._get_items_of(customers)
        # sudo: settings of a company
        return items._read_presence(company.sudo(), others) if customers else None

    @api.model
    def _read_sums(self, customers, company, presence, until=None):
        """Return {id of a customer: {part: minor units}} and the ids of those with debts due.

        :param until: the day until which they are due; empty: no matter when
        """
        counted = self._get_counted_parts(company)
        found, due = {each.id: dict.fromkeys(counted, 0) for each in customers}, set()
        if not customers:
            return found, due
        # sudo: settings, currency and branches of a company; nothing of its customers is shown
        company = company.sudo()
        to_units = company.currency_id._cobranzas_to_minor_units
        others = [part for part in counted if part != "items"]
        rows = presence.items._read_counted_sums(company, others, presence)
        for customer_id, owner_id, part, booked, worth, first in rows:
            parts, owner = found[customer_id], company.browse(owner_id)
            if part in ("items", "postdated") and (until is None or first <= until):
                due.add(customer_id)
            amount = booked if owner.cobranzas_credit_rate_day == "document" else worth
            units = to_units(amount or 0)
            if part in parts and (part == "items" or owner[f"cobranzas_credit_count_{part}"]):
                parts[part] += units
        return found, due

    @api.model
    def _read_debts(self, customers, company, day, late_of=()):
        """Return {customer: [``OpenDebt``]}, those due first before others.

        :param late_of: the customers of whom only what is late on ``day`` is wanted
        """
        found = {customer.id: [] for customer in customers}
        if customers:
            # sudo: settings, currency and branches of a company; nothing of its customers is shown
            to_units = company.sudo().currency_id._cobranzas_to_minor_units
            grace = {
                customer.id: timedelta(days=days + 1)
                for customer, days in customers._cobranzas_get_grace(company).items()
            }
            late = self._get_last_due(late_of, company, day)
            rows = self._fetch_debts(customers, company, late)
            names = self._read_names([row[1] for row in rows if row[2] not in NAMED_BY_MOVE])
            for customer_id, line_id, _type, name, amount, due, part in rows:
                if customer_id in late and due > late[customer_id]:
                    continue
                debt = OpenDebt(
                    id=line_id,
                    name=names.get(line_id) or name or "",
                    amount=to_units(amount),
                    due=due,
                    late_from=due + grace[customer_id],
                    part=part,
                )
                found[customer_id].append(debt)
        return {customer: found[customer.id] for customer in customers}

    @api.model
    def _fetch_debts(self, customers, company, late):
        """Return (customer, item, type of entry, name, amount, due date, part) of each debt.

        :param late: {id of a customer: the last due date that is wanted}
        """
        condition = SQL("exposure > 0 AND counts_as IN ('items', 'postdated')")
        if late:
            condition = SQL(
                """%s AND (date_due <= %s OR customer_id <> ALL (%s))""",
                condition,
                max(late.values()),
                list(late),
            )
        rows = self._select(customers, company, (), condition)
        return self.env.execute_query(
            SQL(
                """SELECT debt.customer_id, debt.move_line_id, move.move_type, debt.move_name,
                    debt.exposure, debt.date_due, debt.counts_as
                FROM (%s) debt JOIN account_move move ON move.id = debt.move_id
                ORDER BY debt.date_due, debt.id""",
                rows,
            )
        )

    @api.model
    def _read_names(self, line_ids):
        """Return {item: name} of those that are called after a receipt, operation or document."""
        if not line_ids:
            return {}
        # sudo: see the class
        items = (
            self.env["cobranzas.open.item"].sudo().search_fetch([("id", "in", line_ids)], ["name"])
        )
        return {item.id: item.name for item in items}

    @api.model
    def _select(self, customers, company, parts, condition):
        """Return the SELECT of what counts of these customers; see ``_select_counted``."""
        # sudo: settings of the company, which say what counts
        return self._get_items_of(customers)._select_counted(parts, company.sudo(), condition)

    @api.model
    def _get_items_of(self, customers):
        """Return what counts of these customers, to be read once what is typed is written."""
        # sudo: see the class
        items = self.env["cobranzas.exposure.item"].sudo()
        items._flush_counted()
        return items._with_scope(ReadScope(partner_ids=customers._ids))

    @api.model
    def _read_replaced(self, moves):
        """Return {draft invoice: minor units that it takes from the part of orders once posted}.

        What an order has in a draft counts as the order's where drafts don't count: an invoice
        that is posted replaces it. Where they do, it counts as the draft already, and takes 0.
        """
        found = dict.fromkeys(moves, 0)
        # sudo: see the class
        customers = moves.sudo().commercial_partner_id
        items = self.env["cobranzas.exposure.item"].sudo()
        items = items._with_scope(ReadScope(partner_ids=customers._ids))
        if not customers:
            return found
        self.env.flush_all()
        for move_id, amount in self.env.execute_query(items._get_replaced_sql(moves._ids)):
            move = moves.browse(move_id)
            # sudo: settings, currency and branches of a company; nothing of its customers is shown
            currency = move.sudo().company_id.currency_id
            found[move] = currency._cobranzas_to_minor_units(amount)
        return found

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------

    @api.model
    def _read_returned_checks(self, customers, company, day):
        """Return {customer: days} since the last cheque of each was returned, until ``day``."""
        # sudo: see the class
        last = {}
        for partner, date in (
            self.env["cobranzas.operation"]
            .sudo()
            ._read_group(
                [
                    ("kind", "=", "returned_check"),
                    ("state", "=", "done"),
                    ("company_id", "child_of", company.root_id.id),
                    ("partner_id", "child_of", customers.ids),
                    ("date", "<=", day),
                ],
                ["partner_id"],
                ["date:max"],
            )
        ):
            customer = partner.commercial_partner_id
            last[customer] = max(last.get(customer, date), date)
        return {customer: (day - date).days for customer, date in last.items()}

    @api.model
    def _read_broken_promises(self, customers, company, day):
        """Return {customer: how many promises it broke}. To extend by who keeps them."""
        return {}
