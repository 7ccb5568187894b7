"""Every screen of the menu as a person sees it in Spanish, on a desk and on a phone."""

import json
from pathlib import Path

import polib
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.fields import Command
from odoo.modules.module import get_module_path
from odoo.tests import Form, tagged

from ..lib.collecting_screens import CollectingScreensCommon

#: prints what is wrong: a text left in English, one too pale to read, a page wider than the window
WALK = (Path(__file__).parent / "screens_walk.js").read_text()


class ScreensCommon(CollectingScreensCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.name = "Cliente de las pantallas"
        cls.cash.name = "Caja"  # "Cash" is a term of ours too, and not that of a journal
        overdue = cls.invoice(1000, due="2026-02-10")
        cls.invoice(500)
        cls.receipt([(overdue, 700)], [cls.cash_value(700)]).action_post()
        note = cls.invoice(50, move_type="out_refund")
        context = note.move_id.action_cobranzas_apply_balance()["context"]
        Form(cls.env["cobranzas.receipt"].with_context(**context)).save().action_post()
        cls._make_operations()
        cls._make_collecting()
        cls._make_credit()
        cls.user = cls.make_user(
            "pantallas",
            "l10n_cobranzas.group_cobranzas_manager",
            "sales_team.group_sale_salesman_all_leads",
        )
        cls.user.lang = "es_419"

    @classmethod
    def _make_operations(cls):
        """An operation done, another in draft, and a month-end run with its list."""
        moved = {"new_partner_id": cls.other_customer.id, "reason": "Cesión de la deuda"}
        cls.operation("endorsement", [(cls.invoice(800), 300)], confirm=True, **moved)
        plan = {"count": 3, "date_first": "2026-03-10"}
        cls.operation("documentation", [cls.invoice(1234.56)], **plan)
        cls.invoice(60, move_type="out_refund", partner=cls.other_customer)
        run = {"kind": "application", "date": "2026-02-01", "company_id": cls.company.id}
        cls.env["cobranzas.operation.run"].create(run).action_prepare()

    @classmethod
    def _make_credit(cls):
        """Credit control on: a limit, an extra, a request for more, a block, a held order."""
        cls.env.user.group_ids |= cls.env.ref("sales_team.group_sale_manager")
        cls.company.cobranzas_credit_active = True
        cls.customer.write({"use_partner_credit_limit": True, "credit_limit": 100})
        given = {
            "partner_id": cls.customer.id,
            "company_id": cls.company.id,
            "amount": 200,
            "reason": "Compras para las fiestas",
        }
        cls.env["cobranzas.credit.extra"].create({**given, "date_end": "2099-12-31"})
        cls.env["cobranzas.credit.request"].create({**given, "amount": 5000})
        cls.env["cobranzas.credit.block"].create(
            {"partner_id": cls.other_customer.id, "reason": "Dejó de pagar"}
        )
        cls.env["cobranzas.credit.rule"].create({"kind": "share", "threshold": 80})
        product = cls.env["product.product"].create({"name": "Harina", "taxes_id": False})
        line = Command.create({"product_id": product.id, "price_unit": 900})
        cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "order_line": [line],
            }
        ).action_confirm()

    def get_actions(self):
        """Return the ids of the actions of the add-on's menus, but for dialogs."""
        root = self.env.ref("l10n_cobranzas.cobranzas_menu_root")
        menus = self.env["ir.ui.menu"].search([("id", "child_of", root.id)])
        actions = [menu.action for menu in menus if menu.action]
        return [each.id for each in actions if "target" not in each or each.target != "new"]

    def get_english(self):
        """Return the terms whose Spanish is another text."""
        path = Path(get_module_path("l10n_cobranzas")) / "i18n" / "es_419.po"
        spanish = {entry.msgstr for entry in polib.pofile(str(path))}
        return [
            entry.msgid
            for entry in polib.pofile(str(path))
            if entry.msgstr not in ("", entry.msgid) and entry.msgid not in spanish
        ]

    def get_figures(self):
        """Return {action: the figure that its cards show as well as its list}."""
        applications = self.env.ref("l10n_cobranzas.cobranzas_receipt_action_application")
        return {applications.id: "50,00"}

    def walk(self):
        code = WALK.replace("ACTIONS", json.dumps(self.get_actions()))
        code = code.replace("FIGURES", json.dumps(self.get_figures()))
        code = code.replace("DIALOGS", json.dumps(self.get_dialogs()))
        self.browser_js(
            "/odoo/cobranzas-receipts",
            code.replace("ENGLISH", json.dumps(self.get_english())),
            "!!document.querySelector('.o_action_manager .o_view_controller')",
            login="pantallas",
            timeout=180,
        )


@tagged("post_install", "-at_install")
class TestScreensDesk(ScreensCommon):
    browser_size = "1366x768"

    def test_screens(self):
        self.walk()


@tagged("post_install", "-at_install")
class TestScreensPhone(ScreensCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_screens(self):
        self.walk()
