from markupsafe import Markup
from odoo import models
from odoo.tools import format_date, formatLang


class CobranzasPreviewMixin(models.AbstractModel):
    """Tables of what an owner will book, or booked, for its form and its printed page.

    For owners with ``company_id``, ``date`` and ``move_ids``.
    """

    _name = "cobranzas.preview.mixin"
    _description = "Preview of Entries"

    def _render_tables(self, tables):
        """Return the HTML of tables of text: ``entries``, ``allocations`` and ``balances``."""
        rendered = self.env["ir.qweb"]._render(
            "l10n_cobranzas.operation_tables", {"tables": tables, "operation": self}
        )
        return Markup(rendered)

    def _prepare_entry_tables(self, plan):
        """Return the entries and notes of a ``movement.Plan`` as text."""
        return [
            {"title": self._get_title(each), "items": [self._format_item(i) for i in each.items]}
            for each in [*plan.notes, *plan.entries]
        ]

    def _prepare_booked_entries(self):
        """Return the entries booked, with their mirrors, as text."""
        return [
            {
                "title": f"{move.name} · {format_date(self.env, move.date)}",
                "items": [self._format_line(line) for line in move.line_ids.sorted("id")],
            }
            for move in self.move_ids.sorted(lambda move: (move.date, move.id))
        ]

    def _get_title(self, each):
        """Return what stands above an entry or note: its label, and its date when it is another."""
        date = getattr(each, "date", None)
        other = date and date != self.date
        return " · ".join(filter(None, [each.label, other and format_date(self.env, date)]))

    def _format_item(self, item):
        """Return an item of a plan as text."""
        company_currency = self.company_id.currency_id
        booked = company_currency._cobranzas_from_minor_units(item.booked)
        foreign = item.currency != company_currency
        amount = item.currency._cobranzas_from_minor_units(item.amount)
        return {
            "account": item.account.display_name,
            "partner": item.partner.name if item.partner else "",
            "label": item.label,
            "due": format_date(self.env, item.due) if item.due else "",
            "currency": self._format(amount, item.currency) if foreign else "",
            "debit": self._format(booked, company_currency) if booked > 0 else "",
            "credit": self._format(-booked, company_currency) if booked < 0 else "",
            "is_result": item.is_result,
        }

    def _format_line(self, line):
        """Return a journal item as text. To extend."""
        company_currency = self.company_id.currency_id
        foreign = line.currency_id != company_currency
        return {
            "account": line.account_id.display_name,
            "partner": line.partner_id.name or "",
            "label": line.name,
            "due": format_date(self.env, line.date_maturity) if line.date_maturity else "",
            "currency": self._format(line.amount_currency, line.currency_id) if foreign else "",
            "debit": self._format(line.debit, company_currency) if line.debit else "",
            "credit": self._format(line.credit, company_currency) if line.credit else "",
            "is_result": False,
        }

    def _format(self, amount, currency):
        return formatLang(self.env, amount, currency_obj=currency)
