"""The page of a debtor as visitors see it: by a link, and in My Account (COL-09)."""

import io
from datetime import timedelta

from lxml import html
from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.fields import Command
from odoo.tests import Form, tagged
from openpyxl import load_workbook

from ..lib.portal import PortalCommon


class PortalPageCommon(PortalCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.customer.lang = "en_US"
        cls.old = cls.due(1234.5, 30)
        cls.later = cls.due(600, -10)
        cls.credit = cls.due(200, 5, move_type="out_refund")
        cls.others = cls.due(7777, 20, partner=cls.other_customer)
        cls.base = f"/statement/{cls.link()._get_token()}"

    @classmethod
    def due(cls, amount, days, **kw):
        day = cls.today - timedelta(days=days)
        return cls.invoice(amount, cls.today - timedelta(days=40), day, **kw)

    @classmethod
    def make_items(cls, count):
        """An entry of so many debts of 1 each, due from today on."""
        debts = [
            Command.create(
                {
                    "account_id": cls.receivable.id,
                    "partner_id": cls.customer.id,
                    "debit": 1,
                    "date_maturity": cls.today + timedelta(number),
                }
            )
            for number in range(count)
        ]
        revenue = cls.company_data["default_account_revenue"]
        entry = cls.env["account.move"].create(
            {
                "journal_id": cls.company_data["default_journal_misc"].id,
                "date": cls.today,
                "line_ids": [
                    *debts,
                    Command.create({"account_id": revenue.id, "credit": count}),
                ],
            }
        )
        entry.action_post()
        return entry

    def get(self, path="", status=200):
        response = self.url_open(self.base + path, allow_redirects=False)
        self.assertEqual(response.status_code, status, path)
        return response

    def page(self, path=""):
        return html.fromstring(self.get(path).text)

    def login(self, login="deudora"):
        user = self.make_user(login, "base.group_portal")
        user.partner_id.parent_id = self.customer
        user.lang = "en_US"
        user.password = "deudora-de-prueba"
        self.authenticate(login, "deudora-de-prueba")
        self.base = "/my/statement"
        return user


@tagged("post_install", "-at_install")
class TestPortalLook(PortalPageCommon):
    def test_the_tab_that_is_open_keeps_its_look(self):
        for path, name in (("", "To pay"), ("/documents", "Documents"), ("/ask", "Messages")):
            tabs = self.page(path).xpath("//nav[contains(@class, 'o_cobranzas_tabs')]/a")
            self.assertTrue(all("nav-link" in tab.get("class").split() for tab in tabs), path)
            [shown] = [tab for tab in tabs if tab.get("aria-current") == "page"]
            self.assertIn("active", shown.get("class").split())
            self.assertEqual(shown.text_content().strip(), name)

    def test_a_page_that_is_none_says_its_language(self):
        page = html.fromstring(self.url_open(f"/statement/{'0' * 64}").text)
        self.assertEqual(page.get("lang"), "en-US")

    def test_kinds_are_those_of_the_first_page(self):
        rows = self.page("/documents").xpath("//li//small/text()")
        kinds = {" ".join(row.split()).split(",")[0] for row in rows}
        self.assertEqual(kinds, {"Invoice", "Credit Note"})

    def test_an_application_shows_what_it_applied(self):
        context = self.credit.move_id.action_cobranzas_apply_balance()["context"]
        application = Form(self.env["cobranzas.receipt"].with_context(**context)).save()
        application.action_post()
        amounts = self.page("/receipts").xpath("//li/span[contains(@class, 'balance')]/text()")
        self.assertEqual([" ".join(each.split()) for each in amounts], ["$ 200.00"])

    def test_the_company_s_currency_first(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        self.due(50, 20, currency=euro)
        page = self.page("/promise")
        [chosen] = page.xpath("//select[@name='currency_id']/option[@selected]")
        self.assertEqual(chosen.text_content(), self.company.currency_id.name)


@tagged("post_install", "-at_install")
class TestPortalPage(PortalPageCommon):
    def check_page(self):
        page = self.page()
        rows = page.xpath("//tr[@name='item']")
        self.assertEqual(
            [int(row.get("data-item-id")) for row in rows], [self.old.id, self.later.id]
        )
        text = " ".join(page.text_content().split())
        self.assertIn("1,234.50", text)
        self.assertIn("30 days overdue", text)
        self.assertNotIn("7,777", text)
        self.assertNotIn(self.other_customer.name, text)
        [credit] = page.xpath("//tr[@name='credit']")
        self.assertEqual(int(credit.get("data-item-id")), self.credit.id)

    def test_by_a_link(self):
        self.check_page()

    def test_in_my_account_also_as_a_second_contact(self):
        self.login()
        self.check_page()

    def test_without_login_my_account_asks_for_it(self):
        self.base = "/my/statement"
        self.assertIn("/web/login", self.get(status=303).headers["Location"])

    def test_every_field_has_a_label(self):
        page = self.page()
        labels = set(page.xpath("//main//label/@for"))
        fields_shown = page.xpath("//main//input[not(@type='hidden')] | //main//select")
        self.assertGreater(len(fields_shown), 6)
        for each in fields_shown:
            named = each.get("id") in labels or each.get("aria-label")
            self.assertTrue(named, html.tostring(each))
        ids = page.xpath("//@id")
        self.assertEqual(len(ids), len(set(ids)), "an id names one thing")
        self.assertEqual(len(page.xpath("//main//h1")), 1)
        for table in page.xpath("//main//table"):
            self.assertTrue(table.xpath("./caption"))
        for each in page.xpath("//main//i"):
            self.assertEqual(each.get("aria-hidden"), "true")

    def test_the_ways_between_the_pages_are_tabs(self):
        for path, name in (("", "To pay"), ("/receipts", "Receipts"), ("/ask", "Messages")):
            page = html.fromstring(self.url_open(self.base + path).text)
            tabs = page.xpath("//nav[@aria-label='Pages']/a")
            self.assertEqual({each.get("class").split()[0] for each in tabs}, {"nav-link"})
            (shown,) = [each for each in tabs if "active" in each.get("class").split()]
            self.assertEqual((shown.text, shown.get("aria-current")), (name, "page"))

    def test_in_the_language_of_the_debtor(self):
        self.env["res.lang"]._activate_lang("es_419")
        self.env["ir.module.module"]._load_module_terms(["l10n_cobranzas"], ["es_419"])
        self.contact.lang = "es_419"
        self.base = f"/statement/{self.link(contact=self.contact)._get_token()}"
        page = self.page()
        self.assertEqual(page.get("lang"), "es-419")
        due = self.old.date_maturity
        lang = self.env["res.lang"]._get_data(code="es_419")
        self.assertIn(due.strftime(lang.date_format), page.text_content())

    def test_what_a_document_is_called_is_no_markup(self):
        self.customer.name = "<script>alert(1)</script> & Co."
        response = self.get()
        self.assertNotIn("<script>alert(1)", response.text)
        self.assertIn("&lt;script&gt;alert(1)", response.text)
        self.assertIn(
            "nothing matches'\"><b>",
            html.fromstring(self.get("?search=nothing matches'\"><b>").text).xpath(
                "//input[@name='search']/@value"
            )[0],
        )

    def test_any_query_is_answered(self):
        for query in ("shown=-1", "after=x&currency=1e9", "page=0", "search=%00%ff", "lang=xx&a=1"):
            with self.subTest(query):
                self.get(f"?{query}")
        for path in ("/documents?page=-1", "/documents?page=999999", "/receipts?page=x"):
            with self.subTest(path):
                self.get(path)

    # ------------------------------------------------------------------
    # More than one page of rows
    # ------------------------------------------------------------------

    def test_more_rows_and_a_search(self):
        self.make_items(70)
        page = self.page()
        self.assertEqual(len(page.xpath("//tr[@name='item']")), 50)
        [more] = page.xpath("//p[contains(@class, 'o_cobranzas_more')]/a/@href")
        address = more.removeprefix(self.base).partition("#")[0]
        self.assertEqual(len(self.page(address).xpath("//tr[@name='item']")), 72)
        self.assertEqual(len(self.page("?after=50").xpath("//tr[@name='item']")), 22)
        search = self.page(f"?search={self.later.move_name}")
        found = search.xpath("//tr[@name='item']/@data-item-id")
        self.assertEqual(found, [str(self.later.id)])
        self.assertEqual(len(self.page("?overdue=1").xpath("//tr[@name='item']")), 1)

    # ------------------------------------------------------------------
    # History and downloads
    # ------------------------------------------------------------------

    def test_documents_and_receipts(self):
        receipt = self.receipt([self.old], [self.cash_value(1234.5)], date=self.today)
        receipt.action_post()
        documents = self.page("/documents")
        names = {item.move_name for item in (self.old, self.later, self.credit)}
        self.assertEqual(set(documents.xpath("//li[@name='document']//strong/text()")), names)
        links = documents.xpath("//li[@name='document']//a/@href")
        self.assertIn(f"{self.base}/document/{self.old.id}.pdf", links)
        receipts = self.page("/receipts")
        self.assertEqual(receipts.xpath("//li[@name='receipt']//strong/text()"), [receipt.name])

    def test_the_statement_as_a_spreadsheet_has_the_figures_of_the_ledger(self):
        first, last = self.today - timedelta(90), self.today
        response = self.get(f"/statement.xlsx?date_from={first}&date_to={last}")
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        sheet = load_workbook(io.BytesIO(response.content)).active
        cells = {cell.value for row in sheet.iter_rows() for cell in row}
        for value in (1234.5, 600, 200, 1634.5, self.old.move_name):
            self.assertIn(value, cells)
        self.assertFalse({7777, self.others.move_name, self.other_customer.name} & cells)

    def test_dates_that_make_no_sense_get_one_sentence(self):
        for query in (
            "date_from=x",
            "date_from=2026-02-31",
            "date_to=0001-01-01",
            "date_from=2026-05-01&date_to=2026-04-01",
            "date_from=%00",
        ):
            for kind in ("pdf", "xlsx"):
                with self.subTest(query=query, kind=kind):
                    page = html.fromstring(self.get(f"/statement.{kind}?{query}", 400).text)
                    self.assertEqual(len(page.xpath("//*[@role='alert']")), 1)

    def test_files_of_others_are_not_found(self):
        receipt = self.receipt(
            [self.others], [self.cash_value(7777)], partner_id=self.other_customer.id
        )
        receipt.action_post()
        wrong = (self.others.id, 0, 10**6, 10**12, 10**30)
        for who in (None, self.login):
            if who:
                who()
            for path in (
                *(f"/document/{number}.pdf" for number in wrong),
                *(f"/receipt/{number}.pdf" for number in (receipt.id, *wrong[1:])),
                "/document/x.pdf",
                "/document/-1.pdf",
            ):
                with self.subTest(path=path, who=who):
                    self.get(path, 404)

    def test_files(self):
        receipt = self.receipt([self.old], [self.cash_value(1234.5)], date=self.today)
        receipt.action_post()
        runs = self.env["cobranzas.statement.run"].search_count([])
        for path, name in (
            ("/statement.pdf", self.later.move_name),
            (f"/document/{self.later.id}.pdf", self.later.move_name),
            (f"/receipt/{receipt.id}.pdf", receipt.name),
        ):
            with self.subTest(path):
                response = self.get(path)
                self.assertEqual(response.headers["Content-Type"], "application/pdf")
                self.assertIn(".pdf", response.headers["Content-Disposition"])
                # tests make pages of what is printed (core); test_page.py makes a PDF
                text = html.fromstring(response.content).text_content()
                self.assertIn(name, text)
                self.assertNotIn(self.others.move_name, text)
        self.assertEqual(self.env["cobranzas.statement.run"].search_count([]), runs)
        self.assertFalse(receipt.printed_at, "a download is no print")


#: what is done with the keyboard alone, on a phone; texts are read as a person reads them
ON_A_PHONE = """
(async () => {
    const until = async (what, test) => {
        for (let turn = 0; turn < 100; turn++) {
            if (test()) {
                return;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error(`never: ${what}`);
    };
    const find = (selector) => document.querySelector(selector);
    const form = find(".o_cobranzas_items");
    const total = () => find('output[name="total"]').textContent.replace(/\\s/g, " ");
    const row = (id) => find(`tr[data-item-id="${id}"]`);
    const tick = (id) => row(id).querySelector('input[name="items"]').click();
    const pay = () => find('button[name="chosen"]');

    await until("nothing to pay with nothing chosen", () => pay().disabled);
    if (document.documentElement.scrollWidth > innerWidth) {
        throw new Error("the page is wider than the phone");
    }
    const reached = [...find(".o_cobranzas_portal").querySelectorAll("input, button, a")];
    for (const input of reached) {
        if (input.tabIndex < 0) {
            throw new Error(`not by the keyboard: ${input.outerHTML}`);
        }
    }
    tick(OLD);
    await until("the total of one", () => total() === "$ 1,234.50" && !pay().disabled);
    tick(CREDIT);
    await until("less what is used of a credit", () => total() === "$ 1,034.50");
    const amount = row(LATER).querySelector('input[type="number"]');
    amount.value = "10.25";
    amount.dispatchEvent(new Event("input", { bubbles: true }));
    await until("what is typed is chosen", () => total() === "$ 1,044.75");

    form.querySelector(".o_cobranzas_more a").click();
    await until("more rows", () => form.querySelectorAll('tr[name="item"]').length === 72);
    if (total() !== "$ 1,044.75" || form.querySelector(".o_cobranzas_more a")) {
        throw new Error("more rows lost what was chosen, or there are still more");
    }
    find('input[name="search"]').value = "no such document";
    find(".o_cobranzas_search").requestSubmit();
    await until("only what is chosen", () => form.querySelectorAll('tr[name="item"]').length === 2);
    await until("its total", () => total() === "$ 1,044.75");
    find('input[name="search"]').value = "";
    find(".o_cobranzas_search").requestSubmit();
    await until("rows again", () => form.querySelectorAll('tr[name="item"]').length === 50);
    if (total() !== "$ 1,044.75" || amount.value !== "10.25") {
        throw new Error("a search lost what was typed");
    }
    const sent = new FormData(form, pay());
    if (sent.getAll("items").join() !== [OLD, LATER, CREDIT].join()) {
        throw new Error(`sent: ${sent.getAll("items")}`);
    }
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestPortalPageOnAPhone(PortalPageCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_choose_search_and_show_more(self):
        self.make_items(70)
        script = ON_A_PHONE
        for name, item in (("OLD", self.old), ("LATER", self.later), ("CREDIT", self.credit)):
            script = script.replace(name, str(item.id))
        self.browser_js(self.base, script, ready="!!document.querySelector('.o_cobranzas_items')")
