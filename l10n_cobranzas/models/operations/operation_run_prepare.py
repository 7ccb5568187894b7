from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .account_move_line import ORIGIN_FIELDS

QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_create_nolog": True}


class CobranzasOperationRun(models.Model):
    """What a run does with each item: the list to look at, and the operations it books."""

    _inherit = "cobranzas.operation.run"

    def _action_prepare(self):
        self.ensure_one()
        rows = self._compute_rows(self._fetch_origins())
        listed = [row for found in rows.values() for row in found if row.is_listed]
        if not listed:
            raise UserError(
                self.env._("No document matches: choose other customers, dates or ranges.")
            )
        # sudo: lines are made here alone, from what the run's user may see
        run = self.sudo()
        run.line_ids.unlink()
        run.env["cobranzas.operation.run.line"].create(
            [
                self._prepare_line_vals(partner, row)
                for (partner, _currency), found in rows.items()
                for row in found
                if row.is_listed
            ]
        )
        run.write({"state": "prepared"})

    def _prepare_line_vals(self, partner, row):
        origin, currency = row.origin, row.origin.currency
        return {
            "run_id": self.id,
            "partner_id": partner.id,
            "move_line_id": origin.key.id,
            "document": origin.label or origin.key._cobranzas_document_name(),
            "currency_id": currency.id,
            "residual": currency._cobranzas_from_minor_units(origin.amount),
            "amount": currency._cobranzas_from_minor_units(row.amount),
            "state": "skipped" if row.reason else "pending",
            "reason": row.reason or row.note,
        }

    def _compute_rows(self, origins):
        """Return {(customer, currency): what is done with each of its items}.

        :param origins: {(customer, currency): origins}, as ``_fetch_origins`` gives them
        """
        kind = self.env["cobranzas.operation"]._get_kinds()[self.kind]
        rates = self._get_rates(origins)
        found = {}
        for (partner, currency), mine in origins.items():
            vals = self._prepare_operation_vals(partner, currency, rates)
            operation = self.env["cobranzas.operation"].new(vals)
            found[partner, currency] = kind._prepare_run_rows(operation, mine)
        return found

    def _prepare_operation_vals(self, partner, currency, rates):
        """Return the values of the operation of a customer in a currency, without its items."""
        return {
            "run_id": self.id,
            "kind": self.kind,
            "company_id": self.company_id.id,
            "date": self.date,
            "partner_id": partner.id,
            "currency_id": currency.id,
            "reason": self.reason or self.name,
            "index_id": self.index_id.id,
            "rounding_unit": self.rounding_unit,
            "rounding_direction": self.rounding_direction,
            "rate": rates.get(currency, 0.0),
        }

    def _get_rates(self, origins):
        """Return {currency: company currency for a unit}: of the run, else the last recorded."""
        currencies = self.env["res.currency"].union(*(currency for _partner, currency in origins))
        known = currencies._cobranzas_recorded_rates(self.company_id, self.date)
        rates = {currency: rate for currency, (rate, _day) in known.items()}
        rates |= {row.currency_id: row.rate for row in self.currency_ids if row.rate}
        return rates

    # ------------------------------------------------------------------
    # Items
    # ------------------------------------------------------------------

    def _fetch_origins(self, partners=None):
        """Return {(customer, currency): origins of its open items} by few queries.

        In the company's order of allocation. Those that may not be collected yet are left out.

        :param partners: only of these customers
        """
        kind = self.env["cobranzas.operation"]._get_kinds()[self.kind]
        domain = self._get_filter_domain(partners)
        found = self.env["cobranzas.open.item"].search_fetch(domain, ["move_line_id"])
        # sudo: items of customers that the user may see, as the read model gave them
        items = found.move_line_id.sudo()
        extra = kind._get_run_items_domain(self)
        if extra is not None:
            commercial = items.partner_id.commercial_partner_id
            items |= items.search(extra & Domain("partner_id", "child_of", commercial.ids))
        held = items._cobranzas_get_held()
        rows = items._cobranzas_read_rows(held)
        chosen = kind._filter_run_rows(kind._order_rows(self, self._filter_collectable(rows)))
        items = items.browse([row.id for row in chosen])
        items.fetch(ORIGIN_FIELDS)  # no more than these, of many items
        origins = {}
        for item in items:
            key = (item.partner_id.commercial_partner_id, item.currency_id)
            origins.setdefault(key, []).append(
                item._cobranzas_prepare_origin(held=held, named=kind._names_origins)
            )
        return origins

    @api.model
    def _filter_collectable(self, rows):
        """Return the rows of items that nothing keeps from being collected (REC-22)."""
        # sudo: the entries of items that the user may see, as the read model gave them
        moves = self.env["account.move"].sudo().browse({row.move_id for row in rows})
        waiting = set(moves._cobranzas_filter_waiting().ids)
        if not waiting:
            return rows
        items = self.env["account.move.line"].sudo()  # sudo: as above
        return [
            row
            for row in rows
            if row.move_id not in waiting
            or not items.browse(row.id)._cobranzas_get_collect_refusal()
        ]

    def _get_filter_domain(self, partners=None):
        domain = Domain("company_id", "=", self.company_id.id) & Domain("partner_id", "!=", False)
        domain &= Domain("residual_currency", "!=", 0) & Domain("date", "<=", self.date)
        if partners is not None:
            domain &= Domain("partner_id", "in", partners.ids)
        chosen = self._get_chosen_customers()
        if chosen is not None:
            domain &= Domain("partner_id", "in", chosen.ids)
        if self.collector_ids:
            domain &= Domain("collector_id", "in", self.collector_ids.ids)
        if self.age_min:
            domain &= Domain("date", "<=", self._get_oldest_day())
        if self.kind_ids:
            domain &= Domain("kind", "not in", self.kind_ids.mapped("kind"))
        if self.currency_ids:
            domain &= Domain.OR(row._get_domain() for row in self.currency_ids)
        return domain

    def _get_chosen_customers(self):
        """Return the customers chosen, by themselves or by their groups; None for all.

        A chosen group that has no members does not mean all of them.
        """
        if not self.partner_ids and not self.debtor_group_ids:
            return None
        members = self.debtor_group_ids.member_ids.partner_id
        return (self.partner_ids | members).commercial_partner_id

    def _get_oldest_day(self):
        """Return the last day of issue of documents that are old enough."""
        return self.date - timedelta(days=self.age_min)

    # ------------------------------------------------------------------
    # Operations
    # ------------------------------------------------------------------

    def _prepare_operations(self, lines):
        """Return [(values of an operation, its lines)], and the lines that nothing can be done of.

        What was left out of the list stays out; the amounts are those of now.

        :param lines: lines still to do, all those of their customers and currencies
        """
        partners = lines.partner_id
        origins = self._fetch_origins(partners)
        out = self._get_left_out(partners)
        origins = {
            key: [origin for origin in found if origin.key.id not in out]
            for key, found in origins.items()
        }
        rates, ready, gone = self._get_rates(origins), [], lines
        rows = self._compute_rows(origins)
        for key, mine in lines.grouped(lambda line: (line.partner_id, line.currency_id)).items():
            taken = [row for row in rows.get(key, []) if row.amount]
            keys = {row.origin.key.id for row in taken}
            own = mine.filtered(lambda line, keys=keys: line.move_line_id.id in keys)
            if own:
                vals = self._prepare_operation_vals(*key, rates)
                ready.append(({**vals, "line_ids": self._prepare_items(taken)}, own))
                gone -= own
        return ready, gone

    @api.model
    def _prepare_items(self, rows):
        return [
            Command.create(
                {
                    "move_line_id": row.origin.key.id,
                    "amount": row.origin.currency._cobranzas_from_minor_units(row.amount),
                    "sequence": sequence,
                }
            )
            for sequence, row in enumerate(rows, start=1)
        ]

    def _get_left_out(self, partners):
        """Return the ids of the items that the list leaves out, or that were dealt with."""
        groups = self.line_ids._read_group(
            [
                ("run_id", "=", self.id),
                ("partner_id", "in", partners.ids),
                ("state", "!=", "pending"),
            ],
            ["move_line_id"],
        )
        return {item.id for (item,) in groups}


class CobranzasOperationRunCurrency(models.Model):
    _inherit = "cobranzas.operation.run.currency"

    def _get_domain(self):
        """Return the domain of the open items of the currency within its range."""
        self.ensure_one()
        domain = Domain("currency_id", "=", self.currency_id.id)
        if self.amount_from:
            low = self.amount_from
            domain &= Domain("residual_currency", ">=", low) | Domain(
                "residual_currency", "<=", -low
            )
        if self.amount_to:
            domain &= Domain("residual_currency", "<=", self.amount_to)
            domain &= Domain("residual_currency", ">=", -self.amount_to)
        return domain
