"""Debtors change hands, all or chosen, with a history of it (OPS-16)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReassign(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "l10n_cobranzas.group_cobranzas_"
        cls.users = {
            name: cls.make_user(f"user_{name}", f"{role}{name}")
            for name in ("collector", "cashier", "accountant", "manager")
        }
        cls.other_user = cls.make_user("otro_cobrador", f"{role}collector")
        cls.ana, cls.beto, cls.carla = cls.env["cobranzas.collector"].create(
            [
                {"name": "Ana", "user_id": cls.users["collector"].id},
                {"name": "Beto", "user_id": cls.other_user.id},
                {"name": "Carla"},
            ]
        )
        cls.debtors = cls.env["res.partner"].create(
            [
                {"name": f"Deudor {number}", "cobranzas_collector_id": cls.ana.id}
                for number in range(7)
            ]
        )

    def history(self, partners):
        """[(from, to, by, why)] of debtors, in the order in which it happened."""
        rows = self.env["cobranzas.collector.assignment"].search(
            [("partner_id", "in", partners.ids)], order="id"
        )
        return [
            (row.old_collector_id.name, row.new_collector_id.name, row.user_id, row.reason)
            for row in rows
        ]

    def reassign(self, targets, user="manager", **vals):
        return (
            self.env["cobranzas.collector.reassign"]
            .with_user(self.users[user])
            .create(
                {
                    "collector_id": self.ana.id,
                    "target_ids": [Command.set(targets.ids)],
                    "reason": "Ana se va",
                    **vals,
                }
            )
        )

    # ------------------------------------------------------------------
    # History
    # ------------------------------------------------------------------

    def test_every_change_is_kept(self):
        """By creation, form, several at once, import; what does not change leaves no row."""
        debtor, me = self.debtors[0], self.env.user
        debtor.cobranzas_collector_id = self.beto
        debtor.cobranzas_collector_id = self.beto
        debtor.name = "Otro nombre"
        (debtor | self.debtors[1]).write({"cobranzas_collector_id": self.carla.id})
        debtor.cobranzas_collector_id = False
        result = self.env["res.partner"].load(
            [".id", "cobranzas_collector_id"], [[str(debtor.id), "Ana"]]
        )
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(
            self.history(debtor),
            [
                (False, "Ana", me, False),
                ("Ana", "Beto", me, False),
                ("Beto", "Carla", me, False),
                ("Carla", False, me, False),
                (False, "Ana", me, False),
            ],
        )
        self.assertEqual(
            self.history(self.debtors[1]),
            [(False, "Ana", me, False), ("Ana", "Carla", me, False)],
        )
        self.assertFalse(self.history(self.env["res.partner"].create({"name": "Nuevo"})))

    def test_the_history_stands(self):
        row = self.env["cobranzas.collector.assignment"].search([], limit=1)
        self.assertTrue(row)
        for record in (row, row.sudo(), row.with_user(self.users["manager"])):
            with self.assertRaisesRegex(UserError, "can't be changed"):
                record.write({"reason": "Otra"})
            with self.assertRaises(UserError):
                record.unlink()
        for user in self.users.values():
            with self.assertRaises(AccessError):
                row.with_user(user).create({"partner_id": self.debtors[0].id})
        with self.assertRaisesRegex(UserError, "archive the collector"):
            self.ana.unlink()
        self.carla.unlink()
        self.debtors[0].unlink()  # what is known of a debtor goes with it

    def test_rights_on_the_history(self):
        """{role: debtors of whose history they see}; Beto has one debtor."""
        self.debtors[0].cobranzas_collector_id = self.beto
        seen = {
            user.login: self.env["cobranzas.collector.assignment"]
            .with_user(user)
            .search([("partner_id", "in", self.debtors.ids)])
            .partner_id
            for user in (*self.users.values(), self.other_user)
        }
        everybody = dict.fromkeys(("user_cashier", "user_accountant", "user_manager"), self.debtors)
        self.assertEqual(
            seen,
            everybody | {"user_collector": self.debtors[1:], "otro_cobrador": self.debtors[0]},
        )

    def test_collectors_do_not_choose_their_debtors(self):
        """Not even one who may change contacts; a cashier may."""
        for name in ("collector", "cashier"):
            self.users[name].group_ids |= self.env.ref("base.group_partner_manager")
        debtor = self.debtors[0].with_user(self.users["collector"])
        with self.assertRaisesRegex(AccessError, "ask who manages collections"):
            debtor.cobranzas_collector_id = self.beto
        debtor.phone = "123"
        new = debtor.create({"name": "Cliente nuevo", "cobranzas_collector_id": self.ana.id})
        self.assertEqual(new.cobranzas_collector_id, self.ana)
        self.debtors[0].with_user(self.users["cashier"]).cobranzas_collector_id = self.beto
        self.assertEqual(self.debtors[0].cobranzas_collector_id, self.beto)

    def test_a_reason_that_is_no_text(self):
        with self.assertRaisesRegex(UserError, "not a text"):
            self.debtors[0].with_context(
                cobranzas_assignment_reason=["x"]
            ).cobranzas_collector_id = self.beto

    # ------------------------------------------------------------------
    # The dialog
    # ------------------------------------------------------------------

    def test_all_to_one_from_the_collector(self):
        self.debtors[6].active = False  # goes with the others
        action = self.ana.with_user(self.users["manager"]).action_reassign()
        model = self.env[action["res_model"]].with_user(self.users["manager"])
        dialog = Form(model.with_context(**action["context"]))
        dialog.target_ids.add(self.beto)
        dialog.reason = "Ana se jubila"
        self.assertIn("Beto: 7 debtors", dialog.preview)
        dialog.save().action_reassign()
        self.assertEqual(self.debtors.cobranzas_collector_id, self.beto)
        last = [self.history(debtor)[-1] for debtor in self.debtors]
        self.assertEqual(last, [("Ana", "Beto", self.users["manager"], "Ana se jubila")] * 7)

    def test_chosen_from_the_list(self):
        """Of several collectors, from the list of debtors."""
        self.debtors[2].cobranzas_collector_id = self.carla
        chosen = self.debtors[1:3]
        self._reassign_from("res_partner_action_reassign", chosen)
        self.assertEqual(chosen.cobranzas_collector_id, self.beto)
        self.assertEqual((self.debtors - chosen).cobranzas_collector_id, self.ana)

    def test_chosen_by_groups(self):
        members = self.debtors[4:]
        group = self._make_group(members)
        self._reassign_from("cobranzas_debtor_group_action_reassign", group)
        self.assertEqual(members.cobranzas_collector_id, self.beto)
        self.assertEqual((self.debtors - members).cobranzas_collector_id, self.ana)

    def _make_group(self, members):
        return self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [Command.create({"partner_id": debtor.id}) for debtor in members],
            }
        )

    def _reassign_from(self, action, records):
        """Give to Beto what the action of a list opens for records, as a manager."""
        manager = self.users["manager"]
        server = self.env.ref(f"l10n_cobranzas.{action}").with_user(manager)
        opened = server.with_context(active_model=records._name, active_ids=records.ids).run()
        model = self.env[opened["res_model"]].with_user(manager)
        dialog = Form(model.with_context(**opened["context"]))
        dialog.target_ids.add(self.beto)
        dialog.reason = "Zona norte"
        dialog.save().action_reassign()

    def test_shared_by_number_groups_together(self):
        group = self._make_group(self.debtors[4:])
        self.reassign(self.beto | self.carla).action_reassign()
        counts = [
            len(self.debtors.filtered(lambda each, to=to: each.cobranzas_collector_id == to))
            for to in (self.beto, self.carla)
        ]
        self.assertEqual(sorted(counts), [3, 4])
        self.assertEqual(len(group.member_ids.partner_id.cobranzas_collector_id), 1)

    def test_shared_by_what_is_owed(self):
        for debtor, amount in zip(self.debtors[:4], (900, 500, 300, 100), strict=True):
            self.invoice(amount, partner=debtor)
        self.reassign(self.beto | self.carla, share_by="balance").action_reassign()
        owed = [sum(to.partner_ids.mapped("cobranzas_balance")) for to in (self.beto, self.carla)]
        self.assertEqual(owed, [900, 900])

    def test_activities_go_along(self):
        kind = self.env.ref("l10n_cobranzas.mail_activity_type_call")
        ana, beto, manager = self.users["collector"], self.other_user, self.users["manager"]
        planned = [
            self.debtors[0].activity_schedule(activity_type_id=kind.id, user_id=user.id)
            for user in (ana, manager)
        ]
        kept = self.debtors[1].activity_schedule(activity_type_id=kind.id, user_id=ana.id)
        vals = {"scope": "chosen", "partner_ids": [Command.set(self.debtors[:1].ids)]}
        self.reassign(self.beto, **vals).action_reassign()
        self.assertEqual([each.user_id for each in planned], [beto, manager])
        self.assertEqual(kept.user_id, ana)
        vals["partner_ids"] = [Command.set(self.debtors[1:2].ids)]
        self.reassign(self.beto, hand_over_activities=False, **vals).action_reassign()
        self.assertEqual(kept.user_id, ana)

    def test_refusals(self):
        chosen = {"scope": "chosen"}
        cases = {
            "Choose the collector": self.reassign(self.beto, collector_id=False),
            "no debtors": self.reassign(self.beto, collector_id=self.carla.id),
            "Choose to whom": self.reassign(self.env["cobranzas.collector"]),
            "not a debtor of Ana": self.reassign(
                self.beto, partner_ids=[Command.set(self.customer.ids)], **chosen
            ),
        }
        for said, wizard in cases.items():
            with self.subTest(said), self.assertRaisesRegex(UserError, said):
                wizard.action_reassign()
        nobody = self.reassign(self.beto, partner_ids=[Command.set([])], **chosen)
        with self.assertRaisesRegex(UserError, "no debtors"):
            nobody.action_reassign()
        for name in ("collector", "cashier", "accountant"):
            with self.assertRaises(AccessError):
                self.reassign(self.beto, user=name)

    def test_hundreds_at_once(self):
        """As many statements for 400 debtors as for 40, but for the batches of the ORM."""
        counts = []
        for number in (40, 400):
            giver = self.carla.copy({"name": f"Cartera de {number}"})
            self.env["res.partner"].create(
                [
                    {"name": f"Cliente {each}", "cobranzas_collector_id": giver.id}
                    for each in range(number)
                ]
            )
            wizard = self.reassign(self.ana | self.beto, collector_id=giver.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_reassign()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 25, counts)

    def test_links(self):
        for debtor in (self.debtors[0], self.ana):
            action = (
                debtor.action_open_assignments()
                if debtor == self.ana
                else debtor.action_cobranzas_open_assignments()
            )
            rows = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(rows), 1 if debtor != self.ana else 7)
