"""The file for the agency, the letters to debtors, the report of results (COL-09)."""

import io

import openpyxl
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.agency import AgencyCommon
from ..lib.reports import ReportsCommon


@tagged("post_install", "-at_install")
class TestAgencyFile(AgencyCommon, ReportsCommon):
    def sheets(self, batch):
        """The sheets of the file: {name: rows}."""
        url = batch.action_export()["url"]
        attachment = self.env["ir.attachment"].browse(int(url.split("/")[3].split("?")[0]))
        self.assertFalse(attachment.res_model)
        book = openpyxl.load_workbook(io.BytesIO(attachment.raw))
        return {
            sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
            for sheet in book
        }

    def test_the_file(self):
        self.customer.write({"name": "=1+1", "phone": "+54 11 4321-1234", "street": "Sarmiento 1"})
        self.env["res.partner"].create(
            {"name": "Susana", "function": "Tesorería", "phone": "1", "parent_id": self.customer.id}
        )
        item = self.owe(1000, 30)
        self.log(channel="call", note="Dice que paga el viernes")
        self.env["cobranzas.contact.permission"].create(
            {"partner_id": self.customer.id, "channel": "sms", "state": "refused"}
        )
        self.env["cobranzas.contact.rule"].create(
            {
                "name": "Ley de prueba",
                "country_id": self.env.ref("base.ar").id,
                "has_hours": True,
                "week_start": 8,
                "week_end": 20,
                "per_day": 2,
                "whom": "all",
                "company_id": self.company.id,
            }
        )
        self.customer.vat = False
        self.customer.country_id = self.env.ref("base.ar")
        sheets = self.sheets(self.hand_over())
        self.assertEqual(
            list(sheets), ["Documents", "Debtors", "Contacts Made", "Limits of Contact"]
        )
        row = sheets["Documents"][1]
        self.assertEqual(row[0], "=1+1")  # a text, no formula
        self.assertEqual(row[2], item.move_name)
        self.assertEqual(row[5:], [30, self.company.currency_id.name, 1000, 1000, 10])
        self.assertEqual([row[2] for row in sheets["Debtors"][1:]], ["=1+1", "Susana"])
        self.assertEqual(sheets["Contacts Made"][1][-1], "Dice que paga el viernes")
        limits = {row[1]: row[2:] for row in sheets["Limits of Contact"][1:]}
        self.assertEqual(set(limits), {"Call", "Visit", "Email", "SMS", "WhatsApp", "Letter"})
        self.assertEqual(limits["Call"][:2], ["Ley de prueba", "Monday to Friday 08:00–20:00"])
        self.assertIn("2 a day", limits["Call"][2])
        self.assertEqual(limits["SMS"][-1], "Does not want it")

    def test_before_the_hand_over_there_is_no_file(self):
        self.owe(1000, 30)
        batch = self.batch()
        batch.action_list()
        with self.assertRaisesRegex(UserError, "Hand the documents over first"):
            batch.action_export()

    # ------------------------------------------------------------------
    # Letters
    # ------------------------------------------------------------------

    def letter(self, batch):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "l10n_cobranzas.report_agency_letter", batch.ids
        )
        return html.decode()

    def test_the_letter_says_what_the_law_wants(self):
        item = self.owe(1000, 30)
        batch = self.hand_over()
        html = self.letter(batch)
        for words in (
            *("Estudio Rivas", "Córdoba 1411", "+54 341 425-0000", item.move_name, "1,000.00"),
            "may not receive money",
        ):
            self.assertIn(words, html)
        self.assertEqual(batch.untold_count, 1)
        batch.action_print_letters()
        batch.action_print_letters()  # a second print is no second contact
        self.assertEqual(self.told(), [("letter", self.customer)])
        self.env.invalidate_all()
        self.assertEqual(batch.untold_count, 0)
        self.assertEqual(batch.line_ids.date_told, self.today)

    def told(self):
        rows = self.env["cobranzas.contact.log"].search([("note", "like", "Told of the hand-over")])
        return [(row.channel, row.partner_id) for row in rows]

    def test_by_email_to_whom_may_be_written_to(self):
        self.company.cobranzas_contact_active = False
        self.owe(1000, 30)
        self.owe(500, 30, partner=self.other_customer)
        self.customer.email = "ceibo@example.com"
        batch = self.hand_over()
        batch.action_send_letters()
        mail = self.env["mail.mail"].search([("subject", "like", "who collects it")])
        self.assertEqual(len(mail), 1)
        self.assertIn("ceibo@example.com", mail.email_to)
        self.assertIn("Córdoba 1411", mail.body_html)
        self.assertEqual(self.told(), [("email", self.customer)])
        with self.assertRaisesRegex(UserError, "print the letters"):
            batch.action_send_letters()

    def test_who_refused_is_not_written_to(self):
        self.company.cobranzas_contact_active = True
        self.owe(1000, 30)
        self.customer.email = "ceibo@example.com"
        self.env["cobranzas.contact.permission"].create(
            {"partner_id": self.customer.id, "channel": "email", "state": "refused"}
        )
        with self.assertRaisesRegex(UserError, "print the letters"):
            self.hand_over().action_send_letters()

    # ------------------------------------------------------------------
    # Report
    # ------------------------------------------------------------------

    def test_results(self):
        new, old = self.owe(1000, 30), self.owe(2000, 100)
        self.owe(500, 100, partner=self.other_customer)
        batch = self.hand_over()
        self.collect(new)
        self.collect(old, 400)
        batch.line_ids.filtered(lambda line: line.amount == 500)._end("returned", "No existe")
        report = self.make_report("agency", date_from=self.today, date_to=self.today)
        rows, totals = self.read_report(report)
        groups = [(row[0], row[1], row[3]) for row in rows if isinstance(row[1], str)]
        self.assertEqual(groups[0][:2], (0, "Estudio Rivas"))
        self.assertEqual(
            groups[0][2],
            {
                "handed": 3500,
                "collected": 1400,
                "missing": 2100,
                "returned": 500,
                "commission": 180,
            },
        )
        self.assertEqual([row[1] for row in groups[1:]], ["16–30", "Over 90"])
        self.assertEqual(totals[0][-1]["handed"], 3500)
        self.assertFigures(report)
        self.assertScreen(report)

    def test_ages_from_young_to_old(self):
        for days in (100, 20, 10):
            self.owe(100, days)
        self.hand_over()
        report = self.make_report("agency", date_from=self.today, date_to=self.today)
        rows, _totals = self.read_report(report)
        ages = [row[1] for row in rows if isinstance(row[1], str)][1:]
        self.assertEqual(ages, ["1–15", "16–30", "Over 90"])
