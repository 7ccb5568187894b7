"""What a Spanish-speaking user and customer read: every term is translated and gets there."""

import re

import polib
from lxml import etree, html
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..lib.withholdings import WithholdingsCommon

LANGUAGES = {"es_419": "es_419.po", "es_ES": "es.po"}
#: terms that are the same word in Spanish, or no words at all
SAME = {
    '<i class="fa fa-file-pdf-o" aria-hidden="true"/> PDF',
    "object.name.replace('/', '-')",
    "%(notice)s: %(text)s",
    "%(promise)s: %(before)s → %(after)s. %(why)s",
    "%(debtor)s: %(error)s",
    "Agenda",
    "Plan",
    "Portal",
    "SMS",
    "WhatsApp",
    "object.display_name",
    "partner_id",
    "%(receipt)s: %(documents)s",
    "%s cheques",
    "1 cheque",
    "15, 30, 60, 90",
    '<span class="float-end"><span class="page"/> / <span class="topage"/></span>',
    "Cheque",
    "Cheques",
    "ID",
    "PDF",
    "Provisional (CPR)",
    "Total",
    "object._get_file_name()",
    "object._get_report_base_filename()",
}
TAG = re.compile(r"<[^>]*>")
SAID = re.compile(r'(?<= title=")[^"]*')  # of a tag, what people read
EXPRESSION = re.compile(r"object\.\w+(?:\.\w+)*")

LABELS = {
    "es_419": {
        "amount_documents": "Total comprobantes",
        "amount_values": "Total valores",
        "amount_on_account": "A cuenta",
        "amount_change": "Vuelto",
        "amount_difference": "Diferencia",
        "book_id": "Talonario",
        "check_ids": "Cheques",
        "collector_id": "Cobrador",
        "user_id": "Vendedor",
        "void_reason": "Motivo de anulación",
    },
    "es_ES": {
        "amount_documents": "Total documentos",
        "amount_values": "Total valores",
        "amount_on_account": "A cuenta",
        "amount_change": "Cambio",
        "amount_difference": "Diferencia",
        "book_id": "Talonario",
        "check_ids": "Cheques",
        "collector_id": "Cobrador",
        "user_id": "Comercial",
        "void_reason": "Motivo de anulación",
    },
}
STATES = {
    "es_419": {"draft": "Borrador", "posted": "Registrado", "voided": "Anulado"},
    "es_ES": {"draft": "Borrador", "posted": "Publicado", "voided": "Anulado"},
}
BUTTONS = {
    "es_419": {"Registrar", "Aplicar saldo", "Anular", "Comprobantes", "Valores"},
    "es_ES": {"Publicar", "Aplicar saldo", "Anular", "Documentos", "Valores"},
}


@tagged("post_install", "-at_install")
class TestTranslations(WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the names people give are not terms of the add-on: no English of theirs on paper
        for lang in ("en_US", *LANGUAGES):
            cls.cash.with_context(lang=lang).name = "Caja"
            cls.bank.with_context(lang=lang).name = "Banco Galicia"
        cls.customer.lang = "es_419"

    def _env(self, lang):
        return self.env(context={**self.env.context, "lang": lang})

    # ------------------------------------------------------------------
    # On screen
    # ------------------------------------------------------------------

    def test_menus(self):
        for lang in LANGUAGES:
            with self.subTest(lang=lang):
                menu = self._env(lang).ref("l10n_cobranzas.cobranzas_menu_root")
                self.assertEqual(menu.name, "Cobranzas")
                below = set(menu.child_id.mapped("name"))
                self.assertLessEqual({"Recibos", "Deudores", "Configuración"}, below)

    def test_fields(self):
        for lang, labels in LABELS.items():
            with self.subTest(lang=lang):
                fields = self._env(lang)["cobranzas.receipt"].fields_get(["state", *labels])
                self.assertEqual({name: fields[name]["string"] for name in labels}, labels)
                self.assertEqual(dict(fields["state"]["selection"]), STATES[lang])

    def test_view(self):
        for lang, buttons in BUTTONS.items():
            with self.subTest(lang=lang):
                env = self._env(lang)
                view = env.ref("l10n_cobranzas.cobranzas_receipt_view_form")
                arch = env["cobranzas.receipt"].get_view(view.id, "form")["arch"]
                nodes = etree.fromstring(arch).iter("button", "page")
                self.assertLessEqual(buttons, {node.get("string") for node in nodes})

    def test_error(self):
        receipt = self.receipt([self.invoice(100)], [self.transfer_value(100, number=False)])
        for lang in LANGUAGES:
            with (
                self.subTest(lang=lang),
                self.assertRaisesRegex(UserError, "^Falta el número de operación del valor"),
                self.env.cr.savepoint(),
            ):
                receipt.with_context(lang=lang).action_post()

    def test_error_names_its_document(self):
        item = self.invoice(100)
        receipt = self.receipt([(item, 200)], [self.cash_value(200)])
        receipt = receipt.with_context(lang="es_419")
        with self.assertRaisesRegex(UserError, f"El saldo de {item.move_name} es ahora"):
            receipt.action_post()

    def test_constraint(self):
        """The database's own refusals too."""
        name = "l10n_cobranzas.constraint_cobranzas_receipt_line_move_line_uniq"
        for lang in LANGUAGES:
            with self.subTest(lang=lang):
                message = self._env(lang).ref(name).message
                self.assertRegex(message, "una sola vez en un recibo")

    # ------------------------------------------------------------------
    # On paper and by e-mail
    # ------------------------------------------------------------------

    def _texts(self, receipt):
        """The pieces of text of the printed receipt."""
        report = self.env["ir.actions.report"]._render_qweb_html(
            "l10n_cobranzas.report_receipt", receipt.ids
        )
        return [" ".join(text.split()) for text in html.fromstring(report[0]).itertext()]

    def _source_terms(self):
        """The English words of the template, as written there."""
        path = file_path("l10n_cobranzas/reports/templates/cobranzas_receipt_report.xml")
        template = etree.parse(path).xpath("//template[@id='report_receipt_document']")[0]
        terms = {" ".join(text.split()) for text in template.itertext()}
        return {term for term in terms if re.search(r"[A-Za-z]{2}", term)} - SAME

    def _receipts(self):
        """Receipts that together show every part of the template."""
        collector = self.env["cobranzas.collector"].create({"name": "Mariana Ruiz"})
        posted = self.receipt(
            [self.invoice(1000)],
            [self.cash_value(500), self.transfer_value(400)],
            [self.check(300)],
            collector_id=collector.id,
            user_id=self.env.user.id,
        )
        voided = posted.copy(
            {"value_ids": [(0, 0, self.cash_value(5))], "check_ids": False, "date": "2026-02-01"}
        )
        (posted + voided).action_post()
        voided.action_void("2026-02-03", "La transferencia fue rechazada")
        credit = self.invoice(50, move_type="out_refund")
        applied = self.receipt([self.invoice(50), credit], kind="application")
        applied.action_post()
        draft = self.receipt([], [self.cash_value(7)])
        return posted + voided + applied + draft + self._full_receipt()

    def _full_receipt(self):
        """Documents received, withholdings one of which replaces another, rates, a group."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        first, last = (
            self.receipt(
                [self.invoice(100, currency=euro)],
                [self.cash_value(900 + 60 * turn)],
                withholding_ids=[Command.create(vals) for vals in certificates],
                document_ids=[
                    Command.create({"name": f"P {turn}", "amount": 40, "date_due": "2026-05-01"})
                ],
            )
            for turn, certificates in enumerate(
                ([self.certificate(60, kind="cpr")], [self.certificate(60, number="9")])
            )
        )
        (first | last).rate_ids.rate = 10
        first.action_post()
        last.withholding_ids.provisional_id = first.withholding_ids
        last.action_post()
        return last

    def test_report(self):
        """A customer whose language is Spanish finds no English on the receipt."""
        terms = self._source_terms()
        self.assertLessEqual({"VOID", "Received from", "Values Received", "Pay Date"}, terms)
        receipts = self._receipts()
        texts = self._texts(receipts)
        for term in terms:
            word = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
            with self.subTest(term=term):
                self.assertFalse([text for text in texts if word.search(text)])
        for wanted in (
            "Recibimos de",
            "la suma de",
            ", según el siguiente detalle.",
            "Valores recibidos",
            "Aplicación de créditos",
            "ANULADO",
            "BORRADOR, NO VÁLIDO COMO RECIBO",
        ):
            with self.subTest(wanted=wanted):
                self.assertIn(wanted, texts)

    def test_mail(self):
        template = self.env.ref("l10n_cobranzas.mail_template_receipt")
        for receipt in self._receipts()[:2]:
            written = template._generate_template(receipt.ids, ["subject", "body_html"])
            subject, body = (written[receipt.id][name] for name in ("subject", "body_html"))
            company = self.company.name
            mark = " - ANULADO" if receipt.state == "voided" else ""
            self.assertEqual(subject, f"Recibo {receipt.name} de {company}{mark}")
            self.assertIn("Estimado/a", body)
            self.assertNotRegex(body, r"\b(Dear|receipt|Receipt|voided|Thank)\b")

    # ------------------------------------------------------------------
    # The files
    # ------------------------------------------------------------------

    def _entries(self):
        """(language, source, translation) of every translated term."""
        for lang, name in LANGUAGES.items():
            for entry in polib.pofile(file_path(f"l10n_cobranzas/i18n/{name}")):
                if entry.msgstr:
                    yield lang, entry.msgid, entry.msgstr

    def test_nothing_left_in_english(self):
        same = [(lang, source) for lang, source, text in self._entries() if source == text]
        self.assertEqual([found for found in same if found[1] not in SAME], [])

    def test_markup_is_kept(self):
        """Tags, expressions and a final full stop are those of the source."""

        def bones(term):
            stop = term.rstrip().endswith(".")
            return TAG.findall(SAID.sub("", term)), set(EXPRESSION.findall(term)), stop

        wrong = [found for found in self._entries() if bones(found[1]) != bones(found[2])]
        self.assertEqual(wrong, [])
