import io

import pytz
import xlsxwriter
from odoo import fields, models
from odoo.exceptions import UserError

from ..ledger.client_values import check_one
from ..settings.moments import format_moment

#: nothing in the data is taken for a formula, a link or a number
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
COLUMNS = (
    *("id", "date", "partner_id", "contact_id", "channel", "direction", "reached", "result_id"),
    *("note", "next_date", "user_id", "collector_id", "gate_rule", "reason", "corrects_id"),
    *("annuls", "company_id", "create_date"),
)
WIDE = ("note", "gate_rule", "reason", "partner_id")


class CobranzasDebtorFigures(models.AbstractModel):
    """The log of a debtor as a spreadsheet: evidence of what was done and when (COL-04)."""

    _inherit = "cobranzas.debtor.figures"

    def action_cobranzas_export_contacts(self):
        """Return the download of every contact with the debtor that the user may read.

        Raises ``UserError`` when there is none.
        """
        check_one(self)
        self.check_access("read")
        rows = self.env["cobranzas.contact.log"].search(
            self._get_cobranzas_contacts_domain(), order="date, id"
        )
        if not rows:
            raise UserError(
                self.env._("No contact with %(debtor)s was logged.", debtor=self.display_name)
            )
        title = self.env._("Contacts with %(debtor)s", debtor=self.display_name)
        # of nobody but the user: who reads the debtor may not read its log for that
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{title}.xlsx".replace("/", "-"),
                "raw": rows._cobranzas_render_xlsx(title),
            }
        )
        url = f"/web/content/{attachment.id}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}


class CobranzasContactLog(models.Model):
    """Rows of the log as a spreadsheet."""

    _inherit = "cobranzas.contact.log"

    def _cobranzas_render_xlsx(self, title):
        """Return the spreadsheet of the rows as bytes: when it was made and by whom, every field.

        Moments are in UTC and in the user's time zone.
        """
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, OPTIONS) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({"bold": True, "bottom": 1})
            sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
            sheet.write_string(1, 0, self._describe_export())
            names = ["date_utc", *COLUMNS]
            for column, name in enumerate(names):
                sheet.write_string(3, column, self._get_xlsx_label(name), bold)
                sheet.set_column(column, column, 40 if name in WIDE else 18)
            for line, row in enumerate(self, start=4):
                for column, name in enumerate(names):
                    sheet.write_string(line, column, row._get_xlsx_text(name))
            sheet.freeze_panes(4, 0)
            sheet.autofilter(3, 0, 3 + len(self), len(names) - 1)
        return content.getvalue()

    def _describe_export(self):
        return self.env._(
            "%(count)s rows, exported on %(moment)s by %(user)s. Rows are never changed or "
            "deleted; those that correct another name its number.",
            count=len(self),
            moment=format_moment(self.env, fields.Datetime.now()),
            user=self.env.user.name,
        )

    def _get_xlsx_label(self, name):
        labels = {
            "id": self.env._("Number"),
            "date_utc": self.env._("When (UTC)"),
            "date": self.env._("When (%(zone)s)", zone=self.env.tz.zone),
            "create_date": self.env._("Typed on (UTC)"),
            "corrects_id": self.env._("Corrects Number"),
        }
        return labels.get(name) or self._fields[name]._description_string(self.env)

    def _get_xlsx_text(self, name):
        """Return the value of a column as text."""
        self.ensure_one()
        if name in ("date_utc", "create_date"):
            return fields.Datetime.to_string(self.date if name == "date_utc" else self.create_date)
        if name == "date":
            moment = self.date.replace(tzinfo=pytz.utc).astimezone(self.env.tz)
            return moment.strftime("%Y-%m-%d %H:%M:%S %z")
        if name in ("id", "corrects_id"):
            return str((self if name == "id" else self.corrects_id).id or "")
        field, value = self._fields[name], self[name]
        if field.type == "boolean":
            return self.env._("Yes") if value else ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "many2one":
            # sudo: the names on a row that the user reads
            return value.sudo().display_name or ""
        return str(value) if value else ""
