"""Who hands over, who reads what, who settles (COL-09, COL-10)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.agency import AgencyCommon

GROUP = "l10n_cobranzas.group_cobranzas_"
ROLES = ("collector", "cashier", "accountant", "manager")
#: own debtor's / another's: r reads, w writes, c creates, d deletes
RECORDS = """
                      | nobody | collector | cashier | accountant | manager
agency                | -      | r         | r       | r          | rwcd
agency.rate           | -      | r         | r       | r          | rwcd
agency.handover       | -      | -         | r       | r          | rwcd
agency.handover.line  | -/-    | r/-       | r/r     | r/r        | r/r
agency.item           | -/-    | r/-       | r/r     | r/r        | r/r
agency.commission     | -      | -         | -       | r          | r
"""


@tagged("post_install", "-at_install")
class TestAgencyRights(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls.make_user(f"es_{role}", GROUP + role) for role in ROLES}
        cls.users["nobody"] = cls.make_user("es_nadie", "base.group_user")
        collectors = cls.env["cobranzas.collector"].create(
            [{"name": "Propio", "user_id": cls.users["collector"].id}, {"name": "Ajeno"}]
        )
        cls.customer.cobranzas_collector_id = collectors[0]
        cls.other_customer.cobranzas_collector_id = collectors[1]
        cls.own = cls.owe(1000, 30)
        cls.other = cls.owe(500, 30, partner=cls.other_customer)
        cls.agency.product_id = cls.env["product.product"].create({"name": "Comisión"})
        cls.handed = cls.hand_over()
        cls.collect(cls.own, 100)
        cls.agency._settle(cls.today)
        cls.env.flush_all()

    def passes(self, call):
        try:
            with self.env.cr.savepoint():
                return bool(call())
        except AccessError:
            return False

    def cell(self, role, record):
        self.env.invalidate_all()
        mine = record.with_user(self.users[role])
        letters = ""
        found = self.passes(lambda: mine.browse().search([("id", "=", record.id)]))
        if found and self.passes(lambda: mine.read(["display_name", "company_id"])):
            letters += "r"
        for letter, operation in (("w", "write"), ("c", "create"), ("d", "unlink")):
            if self.passes(lambda operation=operation: mine.has_access(operation)):
                letters += letter
        return letters or "-"

    def test_records(self):
        lines = self.handed.line_ids.sorted("amount", reverse=True)
        items = self.env["cobranzas.agency.item"].browse(lines.ids)
        commission = self.env["cobranzas.agency.commission"].search(
            [("agency_id", "=", self.agency.id)]
        )
        rows = [
            ("agency", [self.agency]),
            ("agency.rate", [self.agency.rate_ids[0]]),
            ("agency.handover", [self.handed]),
            ("agency.handover.line", list(lines)),
            ("agency.item", list(items)),
            ("agency.commission", [commission]),
        ]
        wanted = [
            [cell.strip() for cell in line.split("|")] for line in RECORDS.strip().splitlines()
        ]
        roles = ["nobody", *ROLES]
        found = [["", *roles]] + [
            [name, *("/".join(self.cell(role, one) for one in records) for role in roles)]
            for name, records in rows
        ]
        wanted[0] = ["", *wanted[0][-5:]]
        self.assertEqual(found, wanted)

    def test_only_managers_hand_over_and_take_back(self):
        for role in ("collector", "cashier", "accountant"):
            user = self.users[role]
            batch = self.handed.with_user(user)
            for action in (
                *("action_list", "action_hand_over", "action_draft", "action_export"),
                *("action_print_letters", "action_send_letters", "action_open_recall"),
            ):
                with self.subTest(role=role, action=action), self.assertRaises(AccessError):
                    getattr(batch, action)()
            with self.assertRaises(AccessError):
                self.handed.line_ids.with_user(user)._end("recalled", "No")
            with self.assertRaises(AccessError):
                self.env["cobranzas.agency.end"].with_user(user).create({"reason": "No"})

    def test_a_manager_does_it_all(self):
        self.handed.line_ids.with_user(self.users["manager"])._end("recalled", "Sí")
        batches = self.env["cobranzas.agency.handover"].with_user(self.users["manager"])
        batch = batches.create({"agency_id": self.agency.id, "days_from": 1})
        batch.action_list()
        batch.action_hand_over()
        self.assertEqual(batch.listed_count, 2)
        self.assertTrue(batch.action_export())
        batch.action_print_letters()
        dialog = batch.action_open_recall()
        end = self.env["cobranzas.agency.end"].with_user(self.users["manager"])
        end.with_context(**dialog["context"]).create({"reason": "Plan"}).action_save()
        self.assertEqual(batch.state, "returned")

    def test_who_settles(self):
        self.collect(self.own, 100)
        for role in ("collector", "cashier"):
            with self.assertRaises(AccessError):
                self.agency.with_user(self.users[role])._settle(self.today)
        bill = self.agency.with_user(self.users["accountant"])._settle(self.today)
        self.assertEqual(bill.amount_untaxed, 10)

    def test_which_agency_has_it_is_seen_by_who_sees_debts(self):
        collector = self.own.with_user(self.users["collector"])
        self.env.invalidate_all()
        items = self.env["cobranzas.open.item"].with_user(self.users["collector"])
        self.assertEqual(items.search([("agency_id", "!=", False)]).move_line_id, collector)
        with self.assertRaises(AccessError):
            self.own.with_user(self.users["nobody"]).read(["cobranzas_agency_id"])

    def test_another_company_sees_nothing(self):
        company = self.setup_other_company(name="Otra")["company"]
        user = self.users["manager"]
        user.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.env.invalidate_all()
        for name in ("", ".rate", ".handover", ".handover.line", ".item", ".commission"):
            model = self.env[f"cobranzas.agency{name}"].with_user(user)
            self.assertFalse(model.search([("company_id", "=", self.company.id)]), name)

    def test_a_forged_dialog(self):
        """Lines of another company, or of nobody, are refused in a sentence."""
        dialog = self.env["cobranzas.agency.end"].with_user(self.users["manager"])
        with self.assertRaises(UserError):
            dialog.create({"reason": "x", "line_ids": [(6, 0, [10**8])]}).action_save()
        with self.assertRaises(UserError):
            dialog.create({"reason": "x"}).action_save()
