"""What a statement by e-mail says, against figures worked out apart from it (REP-03)."""

import io

from odoo.tests import tagged
from pypdf import PdfReader

from ..lib.statements import StatementCommon


@tagged("post_install", "-at_install")
class TestStatementFigures(StatementCommon):
    def _make_ledger(self):
        """Invoices in two currencies, one partly paid in the period and the rest after it."""
        january = self.invoice(100, "2026-01-10", due="2026-01-20")
        self.invoice(30, "2025-12-05", due="2025-12-31")
        self.invoice(7, "2026-01-12", due="2026-02-12", currency=self.eur)
        self.invoice(1000, "2026-02-03")
        self.receipt([(january, 40)], [self.cash_value(40)], date="2026-01-25").action_post()
        self.receipt([(january, 60)], [self.cash_value(60)], date="2026-02-01").action_post()
        return january

    def test_the_documents_at_the_date(self):
        january = self._make_ledger()
        line = self.sent(self.customer)
        self.assertEqual(
            self.table(line.message_id.body),
            [
                ["Account in", "Opening Balance", "Charged", "Credited", "Balance"],
                ["EUR", "0.00", "7.00", "0.00", "7.00"],
                [self.currency, "30.00", "100.00", "40.00", "90.00"],
                ["Pending Document", "Issued", "Due", "Days Overdue", "Balance EUR"],
                ["INV/2026/00002", "01/12/2026", "02/12/2026", "", "7.00"],
                ["Total EUR", "", "7.00"],
                ["Pending Document", "Issued", "Due", "Days Overdue", f"Balance {self.currency}"],
                ["INV/2025/00001", "12/05/2025", "12/31/2025", "31", "30.00"],
                [january.move_name, "01/10/2026", "01/20/2026", "11", "60.00"],
                ["Overdue", "", "90.00"],
                [f"Total {self.currency}", "", "90.00"],
            ],
        )
        self.assertEqual(line.balances, f"EUR 7.00 · {self.currency} 90.00")
        self.assertEqual(line.document_count, 3)

    def test_pending_documents_only(self):
        """At a date, without the account; a credit is no overdue debt."""
        self.invoice(50, "2026-01-05")
        self.invoice(20, "2026-01-06", move_type="out_refund")
        rows = self.table(self.sent(self.customer, kind="pending").message_id.body)
        self.assertEqual(
            rows[1:],
            [
                ["INV/2026/00001", "01/05/2026", "01/05/2026", "26", "50.00"],
                ["RINV/2026/00001", "01/06/2026", "01/06/2026", "", "-20.00"],
                ["Overdue", "", "50.00"],
                [f"Total {self.currency}", "", "30.00"],
            ],
        )

    def test_a_group_gets_one(self):
        """All its members' documents in one e-mail; who is in no group gets an own one."""
        member = self.env["res.partner"].create({"name": "Ceibo Sur", "email": "sur@example.com"})
        group = self.make_group(self.customer, member)
        self.invoice(10, "2026-01-05")
        self.invoice(4, "2026-01-04", partner=member)
        self.invoice(2, "2026-01-03", partner=self.other_customer)
        lines = self.sent(by_group=True)
        self.assertEqual(lines.group_id, group)
        self.assertEqual(lines.partner_id, self.other_customer)
        self.assertEqual(
            [row[1] for row in self.table(lines[0].message_id.body)[3:5]],
            ["Ceibo Sur", "Almacén El Ceibo"],
        )
        self.assertEqual(
            lines.mapped("balances"), [f"{self.currency} 14.00", f"{self.currency} 2.00"]
        )
        self.assertEqual(lines[0].message_id.partner_ids, self.customer | member)
        self.assertEqual(lines[0].email_to, "ceibo@example.com, sur@example.com")

    def test_the_pdf_has_the_same_figures(self):
        """It comes from the report of statements: opening, movements, balance of each currency."""
        self._make_ledger()
        line = self.prepared(self.customer).line_ids
        found = [
            (
                row.currency_id,
                [row.values[name] for name in ("opening", "charge", "credit", "balance")],
                [detail.values["balance"] for detail in details],
            )
            for row, details in line._get_movements()
        ]
        self.assertEqual(
            sorted(found),
            sorted(
                [
                    (self.company.currency_id.id, [30, 100, 40, 90], [130, 90]),
                    (self.eur.id, [0, 7, 0, 7], [7]),
                ]
            ),
        )

    def test_the_pdf_is_attached(self):
        self._make_ledger()
        run = self.prepared(self.customer, attach_pdf=True)
        with self.allow_pdf_render():
            run.with_context(force_report_rendering=True).action_start()
        attachment = run.line_ids.message_id.attachment_ids
        self.assertEqual(attachment.name, "Statement of Account 2026-01-31.pdf")
        text = " ".join(
            " ".join(
                page.extract_text() for page in PdfReader(io.BytesIO(attachment.raw)).pages
            ).split()
        )
        for words in ("Almacén El Ceibo", "Opening Balance 30.00", "INV/2026/00001", "130.00"):
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_in_the_language_of_each(self):
        """Words, dates and amounts; sent together, each in its own."""
        self.env["res.lang"]._activate_lang("es_419")
        template = self.env.ref("l10n_cobranzas.mail_template_statement")
        template.with_context(lang="es_419").subject = "Estado de cuenta"
        self.customer.lang = "es_419"
        self.other_customer.lang = "en_US"
        for partner in (self.customer, self.other_customer):
            self.invoice(1234.5, "2026-01-05", due="2026-01-25", partner=partner)
        spanish, english = self.sent(self.customer, self.other_customer)
        self.assertEqual(spanish.message_id.subject, "Estado de cuenta")
        self.assertIn("statement of account", english.message_id.subject)
        for line, wanted in (
            (spanish, ["05/01/2026", "25/01/2026", "6", "1.234,50"]),
            (english, ["01/05/2026", "01/25/2026", "6", "1,234.50"]),
        ):
            self.assertEqual(self.table(line.message_id.body)[3][1:], wanted)

    def test_a_hostile_name_is_text(self):
        """In the e-mail, in its subject and in the PDF."""
        self.customer.name = '=1+1 <b>Malo</b> <img src=x onerror="alert(1)">'
        self.invoice(5, "2026-01-05").move_id.ref = "<i>ref</i>"
        group = self.make_group(self.customer, name="<u>grupo</u>")
        line = self.sent(debtor_group_ids=group.ids, by_group=True)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("l10n_cobranzas.report_statement", line.ids)[0]
            .decode()
        )
        for text in (str(line.message_id.body), str(line.documents_html), html):
            self.assertIn("=1+1 &lt;b&gt;Malo&lt;/b&gt;", text)
            for tag in ("<b>Malo", "<img src=x", "<i>ref", "<u>grupo"):
                self.assertNotIn(tag, text)

    def test_a_long_list_is_cut(self):
        """The e-mail lists the oldest and sums up the rest; the PDF and one without it have all."""
        for day in range(1, 6):
            self.invoice(day, f"2026-01-0{day}")
        line = self.prepared(self.customer, attach_pdf=True).line_ids
        statement = line.run_id._fetch_statements(line)[line.id]
        rows = self.table(line._render_documents(statement, most=3))
        self.assertEqual([row[-1] for row in rows[3:6]], ["1.00", "2.00", "3.00"])
        self.assertEqual(rows[6], ["and 2 more documents, in the attached PDF", "", "9.00"])
        self.assertEqual(rows[-1][-1], "15.00")
        self.assertEqual(len(self.table(line._render_all_documents())), 1 + 5 + 2)
        line.run_id.attach_pdf = False
        self.assertEqual(len(self.table(line._render_documents(statement, most=3))), 3 + 5 + 2)

    def test_queries_do_not_grow(self):
        """Neither making the list nor the e-mails asks anything per customer or per group."""
        partners = self.env["res.partner"].create(
            [{"name": f"Cliente {number}", "email": f"{number}@x.com"} for number in range(12)]
        )
        for partner in partners:
            self.invoice(10, "2026-01-05", partner=partner)
            self.invoice(10, "2025-11-05", partner=partner)
        for number in range(0, 8, 2):
            self.make_group(*partners[number : number + 2], name=f"Grupo {number}")
        for by_group in (False, True):
            few, many = partners[6:10], partners  # of groups and of none
            counts = [self._count_queries(some, by_group) for some in (few, few, many)]
            with self.subTest(by_group=by_group):
                self.assertEqual(counts[1], counts[2])  # the first fills what is cached for all

    def _count_queries(self, partners, by_group):
        """Return how many queries the list takes, and the e-mails."""
        run = self.run_of(*partners, by_group=by_group)
        counts = []
        for call in (run.action_prepare, lambda: run.browse(run.id).line_ids._prepare_mails()):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            call()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        return counts
