"""Who sees, makes and ends promises and disputes; two at once on one promise (COL-06, COL-10)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.promises import ACCOUNTANT, CASHIER, COLLECTOR, PromisesCommon
from ..lib.transactions import TransactionsCommon


@tagged("post_install", "-at_install")
class TestPromiseRights(PromisesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.make_user("cobradora", COLLECTOR)
        cls.foreign = cls.make_user("otro_cobrador", COLLECTOR)
        cls.cashier = cls.make_user("cajero", CASHIER)
        cls.accountant = cls.make_user("contadora", ACCOUNTANT)
        cls.clerk = cls.make_user("empleado", "base.group_user")
        collectors = cls.env["cobranzas.collector"].create(
            [
                {"name": "Cobradora", "user_id": cls.own.id},
                {"name": "Otro", "user_id": cls.foreign.id},
            ]
        )
        cls.customer.cobranzas_collector_id = collectors[0]
        cls.other_customer.cobranzas_collector_id = collectors[1]

    def test_promises_by_role(self):
        promise = self.promise({3: 1000}, [self.old], user=self.own)
        self.assertEqual(promise.user_id, self.own)
        for user, sees in (
            (self.own, True),
            (self.foreign, False),
            (self.cashier, True),
            (self.accountant, True),
        ):
            found = self.Promise.with_user(user).search([])
            self.assertEqual(bool(found), sees, user.login)
            self.assertEqual(bool(found.line_ids), sees)
            self.assertEqual(bool(found.item_ids), sees)
        with self.assertRaises(AccessError):
            self.Promise.with_user(self.clerk).search([])
        with self.assertRaises(AccessError):
            promise.with_user(self.foreign).action_cancel("Mine")
        with self.assertRaises(UserError):
            self.dialog(user=self.foreign)
        self.assertEqual(promise.state, "open")
        promise.with_user(self.own).action_cancel("By mistake")

    def test_another_collectors_debtor_by_rpc(self):
        """The dialog lists nothing of theirs, and takes nothing of theirs."""
        model = self.env["cobranzas.promise.new"].with_user(self.foreign)
        wizard = model.create({"partner_id": self.customer.id, "about": "account", "amount": 5})
        self.assertFalse(wizard.item_ids)
        self.assertEqual((wizard.balance, wizard.overdue), (0, 0))
        with self.assertRaisesRegex(AccessError, "another collector's debtor"):
            wizard.action_save()
        with self.assertRaises(AccessError):
            model.create(
                {
                    "partner_id": self.customer.id,
                    "item_ids": [Command.create({"move_line_id": self.old.id})],
                }
            )

    def test_disputes_by_role(self):
        dispute = self.dispute(self.old, 300, user=self.own, responsible_id=self.clerk.id)
        for user, sees in (
            (self.own, True),
            (self.foreign, False),
            (self.cashier, True),
            (self.accountant, True),
            (self.clerk, True),
        ):
            self.assertEqual(bool(self.Dispute.with_user(user).search([])), sees, user.login)
        self.assertEqual(dispute.activity_id.user_id, self.clerk)
        with self.assertRaises(AccessError):
            self.resolve(dispute, "rejected", user=self.foreign)
        with self.assertRaisesRegex(AccessError, "Only who is responsible"):
            self.resolve(dispute, "rejected", user=self.cashier)
        with self.assertRaisesRegex(AccessError, "credit note"):
            self.resolve(dispute, "accepted", user=self.clerk)
        self.assertEqual(dispute.state, "open")
        self.resolve(dispute, "rejected", user=self.clerk)
        self.assertEqual(dispute.state, "rejected")


@tagged("post_install", "-at_install")
class TestPromiseAtOnce(TransactionsCommon):
    def test_two_replace_one_promise(self):
        """One does, the other is told in a sentence; and one of two of the same document."""
        (item_id,) = self._make_documents(1, 1000)

        def make(replaces=None):
            def call(env):
                item = env["account.move.line"].browse(item_id)
                wizard = env["cobranzas.promise.new"].create(
                    {
                        "partner_id": self.partner_id,
                        "company_id": self.company_id,
                        "replaces_id": replaces,
                        "item_ids": [
                            Command.create(
                                {"move_line_id": item.id, "is_chosen": True, "amount": 1000}
                            )
                        ],
                    }
                )
                wizard.action_save()
                return True

            return call

        for replaces in (None, "first"):
            with self.registry.cursor() as cr:
                promises = self._env(cr)["cobranzas.promise"]
                found = promises.search([("partner_id", "=", self.partner_id)], order="id desc")
                old = found[:1].id if replaces else None
            answers = self._at_once(make(old), make(old))
            self.assertEqual([each is True for each in answers].count(True), 1, answers)
            refused = next(each for each in answers if each is not True)
            self.assertRegex(str(refused), "promised already|takes its place")
        with self.registry.cursor() as cr:
            promises = self._env(cr)["cobranzas.promise"]
            found = promises.search([("partner_id", "=", self.partner_id)])
            self.assertEqual(sorted(found.mapped("state")), ["open", "replaced"])
