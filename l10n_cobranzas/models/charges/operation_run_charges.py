from odoo import models
from odoo.fields import Command, Domain

from .charge_kind_run import ChargeRunRow


class CobranzasOperationRun(models.Model):
    """What a run charges: the list to look at, and the operations it books (CHG-03).

    The documents that are listed need not be open: those paid late are not. What is booked is
    assessed again, so that what was charged meanwhile, by a receipt or another run, is not twice.
    """

    _inherit = "cobranzas.operation.run"

    def _action_prepare(self):
        if self._charges():
            self._check_charge_parameters()
        return super()._action_prepare()

    # ------------------------------------------------------------------
    # List
    # ------------------------------------------------------------------

    def _fetch_origins(self, partners=None):
        if not self._charges():
            return super()._fetch_origins(partners)
        kind, origins = self._get_charge_kind(), {}
        domain = kind._get_run_domain(self)
        if partners is not None:
            domain &= Domain("partner_id.commercial_partner_id", "in", partners.ids)
        items = self.env["account.move.line"].search(domain, order="date_maturity, id")
        # sudo: items that the user may see; what they are charged depends on what paid them
        for item in items.sudo():
            currency = kind._get_line_currency(item) or item.currency_id
            key = (item.partner_id.commercial_partner_id, currency)
            # a charge takes nothing of the item: what drafts hold of it does not matter
            origins.setdefault(key, []).append(item._cobranzas_prepare_origin(held={}))
        return origins

    def _get_filter_domain(self, partners=None):
        # what waits for its note is taken by nothing else (CHG-01)
        domain = super()._get_filter_domain(partners)
        return domain & Domain("move_line_id.cobranzas_is_pending_difference", "!=", True)

    def _compute_rows(self, origins):
        if not self._charges():
            return super()._compute_rows(origins)
        kind, items = self._get_charge_kind(), self._get_items(origins)
        assessed, notes = kind._assess_run(self, items), self._get_last_notes(items)
        rows = {}
        for (partner, currency), mine in origins.items():
            for origin in mine:
                found = assessed.get(origin.key)
                if found and not currency.is_zero(found.amount):
                    reason = kind._get_run_refusal(self)
                    units = currency._cobranzas_to_minor_units(found.amount)
                    rows.setdefault((partner, currency), []).append(
                        ChargeRunRow(
                            origin,
                            units,
                            reason,
                            assessment=found,
                            last_note=notes.get(origin.key.id),
                        )
                    )
        return rows

    def _get_items(self, origins):
        items = self.env["account.move.line"].sudo()  # sudo: as in _fetch_origins
        return items.browse([origin.key.id for mine in origins.values() for origin in mine])

    def _get_last_notes(self, items):
        """Return {id of an item: date of the last note of the kind on it}, in two queries."""
        # sudo: when an item that the user may see was charged last
        charges = self.env["cobranzas.charge"].sudo()
        found = charges.search_fetch(
            [
                ("move_line_id", "in", items.ids),
                ("kind", "=", self._get_charge_kind()._charge_kind),
                ("state", "=", "charged"),
            ],
            ["move_line_id", "note_id", "date_to"],
        )
        notes = {}
        for charge in found:
            key, day = charge.move_line_id.id, charge.note_id.date or charge.date_to
            notes[key] = max(day, notes.get(key, day))
        return notes

    def _prepare_line_vals(self, partner, row):
        vals = super()._prepare_line_vals(partner, row)
        if not isinstance(row, ChargeRunRow):
            return vals
        item, found = row.origin.key, row.assessment
        currency = self._get_charge_kind()._get_line_currency(item) or item.currency_id
        return {
            **vals,
            "currency_id": currency.id,
            "residual": item.amount_residual
            if currency == item.company_currency_id
            else item.amount_residual_currency,
            "date_last_note": row.last_note,
            **self._prepare_assessed_vals(found),
        }

    def _prepare_assessed_vals(self, found):
        """Return the values of a line that follow from what was assessed."""
        return {
            "days": sum(row.days for row in found.rows),
            "base": found.rows[-1].base if found.rows else 0.0,
            "rate": found.rows[-1].rate if found.rows else 0.0,
            "rate_period": found.rows[-1].period if found.rows else False,
            "detail": found.label,
            "amount_suggested": found.amount,
            "amount": found.amount,
        }

    # ------------------------------------------------------------------
    # Operations
    # ------------------------------------------------------------------

    def _prepare_operation_vals(self, partner, currency, rates):
        vals = super()._prepare_operation_vals(partner, currency, rates)
        return {**vals, "date_until": self.date_until} if self._charges() else vals

    def _prepare_operations(self, lines):
        if not self._charges():
            return super()._prepare_operations(lines)
        kind, groups = self._get_charge_kind(), {}
        items = lines.move_line_id.filtered(lambda item: item.parent_state == "posted")
        assessed = kind._assess_run(self, items)
        for line in lines:
            found = assessed.get(line.move_line_id)
            if not found or line.currency_id.is_zero(found.amount):
                continue
            if not line._take_assessment(found):
                lines -= line  # it says why
                continue
            key = kind._get_run_key(self, line.move_line_id, line.amount)
            key = (line.partner_id, line.currency_id, *key)
            groups[key] = groups.get(key, lines.browse()) | line
        ready = [(self._prepare_charge_operation_vals(mine), mine) for mine in groups.values()]
        return ready, lines - lines.browse().union(*groups.values())

    def _prepare_charge_operation_vals(self, lines):
        """Return the values of the operation whose note charges these lines."""
        vals = self._prepare_operation_vals(lines[0].partner_id, lines[0].currency_id, {})
        return {
            **vals,
            "line_ids": [
                Command.create(
                    {
                        "move_line_id": line.move_line_id.id,
                        "amount": line.amount,
                        "sequence": sequence,
                    }
                )
                for sequence, line in enumerate(lines, start=1)
            ],
        }
