import io

import xlsxwriter
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..collecting.contact_gate import Known
from .handover_sheet import OPTIONS, write_sheet

#: channels of which the limits are told: what an agency does
CHANNELS = ("call", "visit", "email", "sms", "whatsapp", "letter")


class CobranzasAgencyHandover(models.Model):
    """The file for the agency: documents, people, log, and the limits of contact (COL-09).

    The limits that the law sets on contacts bind the agency as well, and in some places the
    creditor answers for it: they go along with the debts.
    """

    _inherit = "cobranzas.agency.handover"

    def action_export(self):
        """Return the download of the spreadsheet for the agency.

        Raises ``AccessError`` below manager; ``UserError`` before the hand-over.
        """
        self.ensure_one()
        self._check_state(
            ("handed", "returned"), self.env._("Hand the documents over first: then send the file.")
        )
        lines = self.line_ids.filtered(lambda line: line.status == "in_force")
        if not lines:
            raise UserError(self.env._("No agency has these documents any more."))
        # of nobody but the user: it tells what debtors owe
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self.name} {self.agency_id.name}.xlsx".replace("/", "-"),
                "raw": self._render_xlsx(lines),
            }
        )
        url = f"/web/content/{attachment.id}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _render_xlsx(self, lines):
        """Return the spreadsheet of lines as bytes."""
        content, debtors = io.BytesIO(), lines.partner_id
        with xlsxwriter.Workbook(content, OPTIONS) as book:
            for name, titles, rows in (
                (self.env._("Documents"), *self._list_document_rows(lines)),
                (self.env._("Debtors"), *self._list_people_rows(debtors)),
                (self.env._("Contacts Made"), *self._list_log_rows(debtors)),
                (self.env._("Limits of Contact"), *self._list_limit_rows(debtors)),
            ):
                write_sheet(book, name, titles, rows)
        return content.getvalue()

    def _list_document_rows(self, lines):
        env = self.env
        titles = [
            *(env._("Debtor"), env._("Tax ID"), env._("Document"), env._("Issued"), env._("Due")),
            *(env._("Days Overdue"), env._("Currency"), env._("Original Amount")),
            *(env._("Balance"), env._("Commission %")),
        ]
        items = lines.move_line_id
        items.fetch(["amount_currency", "amount_residual_currency", "date", "move_id"])
        rows = [
            [
                line.partner_id.name or "",
                line.partner_id.vat or "",
                line.document,
                line.move_line_id.move_id.invoice_date or line.move_line_id.date,
                line.date_due,
                line.days_overdue,
                line.currency_id.name,
                line.move_line_id.amount_currency,
                line.residual,
                line.percent,
            ]
            for line in lines
        ]
        return titles, rows

    def _list_people_rows(self, debtors):
        env = self.env
        titles = [
            *(env._("Debtor"), env._("Tax ID"), env._("Name"), env._("Position"), env._("Phone")),
            *(env._("Email"), env._("Street"), env._("City"), env._("State"), env._("Zip")),
            env._("Country"),
        ]
        people = debtors | debtors.child_ids.filtered(lambda each: each.phone or each.email)
        rows = [
            [
                person.commercial_partner_id.name or "",
                person.commercial_partner_id.vat or "",
                person.name or "",
                person.function or "",
                person.phone or "",
                person.email or "",
                " ".join(filter(None, (person.street, person.street2))),
                person.city or "",
                person.state_id.name or "",
                person.zip or "",
                person.country_id.name or "",
            ]
            for person in people.sorted(
                lambda each: (each.commercial_partner_id.name or "", bool(each.parent_id), each.id)
            )
        ]
        return titles, rows

    def _list_log_rows(self, debtors):
        """Return what was done with the debtors so far, as the log has it in force."""
        env = self.env
        titles = [
            *(env._("Debtor"), env._("When"), env._("Channel"), env._("Direction")),
            *(env._("Reached"), env._("Result"), env._("Note")),
        ]
        log = env["cobranzas.contact.log"]
        labels = {
            name: dict(log._fields[name]._description_selection(env))
            for name in ("channel", "direction")
        }
        found = log.search(
            [
                ("partner_id", "in", debtors.ids),
                ("company_id", "child_of", self.company_id.id),
                ("correction_ids", "=", False),
                ("annuls", "=", False),
            ],
            order="partner_id, date, id",
        )
        rows = [
            [
                row.partner_id.name or "",
                fields.Datetime.to_string(fields.Datetime.context_timestamp(self, row.date)),
                labels["channel"].get(row.channel, ""),
                labels["direction"].get(row.direction, ""),
                env._("Yes") if row.reached else "",
                row.result_id.name or "",
                row.note or "",
            ]
            for row in found
        ]
        return titles, rows

    # ------------------------------------------------------------------
    # Limits of contact
    # ------------------------------------------------------------------

    def _list_limit_rows(self, debtors):
        """Return the limits in force of each debtor and channel, and what the debtor said of it."""
        env = self.env
        titles = [
            *(env._("Debtor"), env._("Channel"), env._("Rule"), env._("Hours (debtor's time)")),
            *(env._("Limits"), env._("The Debtor Said")),
        ]
        labels = dict(env["cobranzas.contact.log"]._fields["channel"]._description_selection(env))
        permissions = env["cobranzas.contact.permission"]
        states = dict(permissions._fields["state"]._description_selection(env))
        # sudo: what the debtors said of channels, for who hands them over
        said = debtors.sudo()._cobranzas_read_permissions()
        rules = env["cobranzas.contact.rule"]._get_in_force(self.company_id, self.date)
        rows = []
        for channel in CHANNELS:
            for debtor, rule in self._find_limits(debtors, channel, rules).items():
                state = said.get(debtor.id, {}).get(channel)
                limits = [rule.name, rule.hours_words, rule.limits_words] if rule else ["", "", ""]
                row = [debtor.name or "", labels[channel], *limits, states.get(state, "")]
                rows.append([each or "" for each in row])
        return titles, sorted(rows, key=lambda row: row[0])

    @api.model
    def _find_limits(self, debtors, channel, rules):
        """Return {debtor: the rule that limits contacts by a channel, or none}."""
        known = Known(rules, frozenset(), {}, {})
        # sudo: the company's settings of contacts bind whoever contacts
        company = (self.company_id or self.env.company).sudo()
        return {
            debtor: debtor._cobranzas_find_rule(channel, company, known)[0] for debtor in debtors
        }
