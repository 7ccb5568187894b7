from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .report_query import ReportQuery
from .report_xlsx import ReportXlsx, made_on

MAX_PRINTED = 20_000  # rows a page printer still takes without running out of memory
MAX_SHEET = 1_048_000  # rows a spreadsheet holds


class CobranzasReport(models.Model):
    """The report as a PDF and as a spreadsheet (REP)."""

    _inherit = "cobranzas.report"

    def action_print(self):
        """Print the report, in detail if so chosen. Raises ``UserError`` when it is too long."""
        self.ensure_one()
        self.check_access("read")
        self._check_length(
            MAX_PRINTED,
            self.env._(
                "The report has too many rows to print: choose fewer customers, leave out the "
                "detail, or export it to a spreadsheet."
            ),
        )
        landscape = self._get_definition()._is_landscape
        name = "landscape" if landscape else "portrait"
        return self.env.ref(f"l10n_cobranzas.cobranzas_report_action_{name}").report_action(self)

    def action_export(self):
        """Download the report as a spreadsheet. Raises ``UserError`` when it is too long."""
        self.ensure_one()
        self.check_access("read")
        self._check_length(
            MAX_SHEET,
            self.env._("The report has more rows than a spreadsheet holds: choose fewer customers."),
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/cobranzas/report/{self.id}/xlsx",
            "target": "download",
        }

    def _check_length(self, most, message):
        groups, _totals = ReportQuery(self).get_groups()
        details = sum(row.count for row in groups) if self.detail else 0
        if len(groups) + details > most:
            raise UserError(message)

    def _write_xlsx(self, path):
        """Write the report as a spreadsheet to the file ``path``."""
        self.ensure_one()
        ReportXlsx(ReportQuery(self), self._get_title(), self._get_notes()).write(path)

    def _get_notes(self):
        """Return what stands below the title: company, dates, filters, when it was made."""
        self.ensure_one()
        companies = ", ".join(self._get_companies().mapped("name"))
        subtitle = self._get_definition()._get_subtitle(self)
        return [companies, subtitle, *self._get_filters_text(), made_on(self)]

    def _get_filters_text(self):
        """Return the filters in use, one line each."""
        self.ensure_one()
        lines = []
        for name in (
            "partner_ids",
            "partner_from_id",
            "partner_to_id",
            "debtor_group_ids",
            "collector_ids",
            "salesperson_ids",
            "category_ids",
            "currency_id",
        ):
            if self[name]:
                label = self._fields[name]._description_string(self.env)
                lines.append(f"{label}: {', '.join(self[name].mapped('display_name'))}")
        if self.currency_mode == "company":
            lines.append(self.env._("Amounts in the company's currency, as booked"))
        return lines

    def _get_file_name(self):
        """Return the name of the file, without its extension."""
        self.ensure_one()
        return f"{self._get_title()} {self.date_to}"

    def _format_amount(self, value, currency):
        """Return an amount in the user's language, with the decimals of its currency."""
        return formatLang(self.env, value, digits=currency.decimal_places)

    def _get_level_label(self):
        """Return what the rows of the report are: customers, days, kinds."""
        levels = self._get_definition()._get_levels(self)
        return levels[-1].label if levels else ""
