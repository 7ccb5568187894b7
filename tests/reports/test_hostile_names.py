"""Names with quotes, HTML, formulas, right-to-left marks and 10,000 characters change nothing but
themselves: on screens, pages, spreadsheets and in e-mails."""

import io
import json
import tempfile

import openpyxl
from lxml import html as lxml_html
from odoo.exceptions import UserError
from odoo.tests import tagged
from pypdf import PdfReader

from ..lib.reports import ReportsCommon

TAG = "<img src=x onerror=alert(1)>"
NAMES = {
    "quotes": 'O\'Higgins "el" `Ñandú` \\ {{ 7*7 }} ${7*7} %(x)s %s',
    "html": f"</td></table><script>alert(1)</script>{TAG}&lt;b&gt;",
    "formula": '=1+1+cmd|" /C calc"!A0',
    "plus": "+54 9 11 -2+3",
    "at": "@SUM(1+1)",
    "right to left": "\u202eallitsaC\u202c \u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627",
    "emoji and blanks": "🧾\u200b\u00a0 Ceibo \t x",
    "control": "Ceibo\x0b\x07\x1b[31m",
    "long": "Ñandú " * 1700,
}


@tagged("post_install", "-at_install")
class TestHostileNames(ReportsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "cobranzas@example.com"

    def posted(self, name):
        """A posted receipt in which everything that people type is the name, as far as it fits."""
        short = name[:200]
        self.customer.write({"name": name, "email": "ceibo@example.com", "ref": short})
        self.bank_nacion.name = name
        invoice = self.invoice(1000)
        invoice.move_id.ref = name
        receipt = self.receipt(
            [(invoice, 500)],
            [self.transfer_value(300, short)],
            [self.check(200, issuer_vat=short)],
            note=name,
        )
        receipt.action_post()
        return receipt

    def each(self):
        for label, name in NAMES.items():
            with self.subTest(label), self.env.cr.savepoint() as savepoint:
                yield label, name
                savepoint.rollback()

    def assertHarmless(self, page):
        """No element of a page was made by a name."""
        tree = lxml_html.fromstring(page)
        # core's own scripts have an onerror of theirs
        self.assertFalse(tree.xpath("//img[@onerror] | //script[contains(., 'alert(1)')]"))

    def test_screens(self):
        for _label, name in self.each():
            receipt = self.posted(name)
            self.assertEqual(receipt.partner_id.name, name)
            json.dumps(receipt.get_allocation_tree(), default=str)
            for key in ("aging", "pending", "statement", "daily", "movements", "ledger"):
                report = self.make_report(key)
                json.dumps(report.get_screen(), default=str)
                rows, _totals = self.read_report(report)
                self.assertTrue(rows or key in ("daily", "movements", "ledger"))
            for model in ("open.item", "ledger.line", "application", "movement"):
                found = self.env[f"cobranzas.{model}"].search_read([])
                self.assertTrue(found)

    def test_pages(self):
        printer = self.env["ir.actions.report"]
        for _label, name in self.each():
            receipt = self.posted(name)
            page, _kind = printer._render_qweb_html("l10n_cobranzas.report_receipt", receipt.ids)
            self.assertHarmless(page.decode())
            report = self.make_report("pending")
            page, _kind = printer._render_qweb_html(
                report.action_print()["report_name"], report.ids
            )
            self.assertHarmless(page.decode())

    def test_pdf(self):
        """The longest, and one with what XML does not know, come out as a file."""
        printer = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        for label, name in self.each():
            if label not in ("html", "control", "long", "right to left"):
                continue
            receipt = self.posted(name)
            with self.allow_pdf_render():
                pdf, _kind = printer._render_qweb_pdf("l10n_cobranzas.report_receipt", receipt.ids)
            text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
            self.assertIn(receipt.name.split()[-1], text)
            self.assertIn("500.00", text)

    def test_spreadsheets(self):
        for _label, name in self.each():
            self.posted(name)
            for key in ("pending", "statement", "movements"):
                report = self.make_report(key)
                report.detail = "detail" in report._fields
                with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
                    report._write_xlsx(file.name)
                    book = openpyxl.load_workbook(file.name)
                cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
                self.assertFalse([cell for cell in cells if cell.data_type == "f"])
                self.assertFalse([cell for cell in cells if cell.hyperlink])
                shown = " ".join(str(cell.value) for cell in cells)
                if key == "pending" and name.isprintable():
                    self.assertIn(name[:4], shown)

    def test_mail(self):
        for _label, name in self.each():
            receipt = self.posted(name)
            context = receipt.action_send()["context"]
            template = self.env["mail.template"].browse(context["default_template_id"])
            values = template._generate_template(receipt.ids, ("subject", "body_html"))
            self.assertHarmless(values[receipt.id]["body_html"])
            self.assertNotIn("\n", values[receipt.id]["subject"])
            run = self.env["cobranzas.statement.run"].create(
                {
                    "date_from": "2026-01-01",
                    "date_to": "2026-02-28",
                    "attach_pdf": False,
                    "company_id": self.company.id,
                    "partner_ids": [(6, 0, self.customer.ids)],
                }
            )
            run.action_prepare()
            run.action_start()
            self.assertEqual(run.line_ids.state, "sent", run.line_ids.reason)
            for message in run.line_ids.message_ids.filtered("body"):
                self.assertHarmless(message.body)

    def test_history(self):
        for _label, name in self.each():
            receipt = self.posted(name)
            reason = name[:300].replace("\x00", "")
            receipt.action_void("2026-02-02", reason)
            for message in receipt.message_ids.filtered("body"):
                self.assertHarmless(message.body)
            with self.assertRaises(UserError) as caught:
                receipt.action_void("2026-02-02", reason)
            self.assertTrue(str(caught.exception))
