"""A batch of debts handed over to an agency: filters, dry run, hand-over (COL-09)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.agency import HANDOVER, AgencyCommon

CEIBO, NANDU = "Almacén El Ceibo", "Ñandú Hnos."


@tagged("post_install", "-at_install")
class TestHandover(AgencyCommon):
    def test_the_list_says_what_is_handed_over_and_why_not_the_rest(self):
        self.owe(1000, 30)
        disputed, promised = self.owe(200, 40), self.owe(300, 50)
        self.dispute(disputed, 50)
        self.promise(300, 5, items=[promised])
        self.owe(5000, 100, partner=self.other_customer)
        self.owe(70, -5)  # not due
        batch = self.batch()
        batch.action_list()
        self.assertEqual(
            self.lines(batch),
            [
                (CEIBO, 300, 50, 10, "left_out", self.words(300, "promised")),
                (CEIBO, 200, 40, 10, "left_out", self.words(50, "disputed")),
                (CEIBO, 1000, 30, 10, "listed", ""),
                (NANDU, 5000, 100, 20, "listed", ""),
            ],
        )
        self.assertEqual(
            (batch.state, batch.listed_count, batch.left_out_count, batch.debtor_count),
            ("listed", 2, 2, 2),
        )
        self.assertEqual(batch.amount_total, 6000)
        held = self.env["account.move.line"].search([("cobranzas_agency_id", "!=", False)])
        self.assertFalse(held)

    def words(self, amount, kind):
        money = self.company.currency_id.format(amount)
        return {
            "promised": f"{money} of it is promised, and the promise is in time.",
            "disputed": f"{money} of it is disputed.",
        }[kind]

    def test_promised_and_disputed_are_taken_when_asked_for(self):
        item = self.owe(200, 40)
        self.dispute(item, 50)
        self.promise(150, 5, items=[item])
        batch = self.batch(keep_promised=False, keep_disputed=False)
        batch.action_list()
        self.assertEqual(self.lines(batch), [(CEIBO, 200, 40, 10, "listed", "")])

    def test_filters(self):
        collector = self.env["cobranzas.collector"].create({"name": "Sosa"})
        self.other_customer.cobranzas_collector_id = collector
        for amount, days in ((10, 5), (100, 95), (1000, 200)):
            self.owe(amount, days)
        self.owe(500, 95, partner=self.other_customer)
        for filters, wanted in (
            ({"days_from": 90}, [100, 500, 1000]),
            ({"days_from": 90, "days_to": 100}, [100, 500]),
            ({"amount_from": 100, "amount_to": 500}, [100, 500]),
            ({"partner_ids": self.customer.ids}, [10, 100, 1000]),
            ({"collector_ids": collector.ids}, [500]),
        ):
            batch = self.batch(**filters)
            batch.action_list()
            self.assertEqual(sorted(batch.line_ids.mapped("amount")), wanted, filters)

    def test_outside_the_area_and_without_a_rate(self):
        argentina, uruguay = self.env.ref("base.ar"), self.env.ref("base.uy")
        self.customer.vat = False
        self.customer.country_id, self.other_customer.country_id = argentina, uruguay
        self.owe(100, 30)
        self.owe(100, 30, partner=self.other_customer)
        agency = self.make_agency("Sur", rates=((60, 0, 20),), country_ids=argentina.ids)
        batch = self.batch(agency)
        batch.action_list()
        self.assertEqual(
            [row[-1] for row in self.lines(batch)],
            [
                "The agreement has no rate for its age and area.",
                "The debtor is outside the area of the agency.",
            ],
        )
        with self.assertRaisesRegex(UserError, "Nothing of the list is left"):
            batch.action_hand_over()

    def test_handed_over(self):
        item = self.owe(1000, 30)
        batch = self.hand_over()
        self.assertEqual(batch.state, "handed")
        self.assertRegex(batch.name, r"^AGE/\d{4}/\d{5}$")
        self.assertEqual(self.lines(batch), [(CEIBO, 1000, 30, 10, "with_agency", "")])
        self.assertEqual(item.cobranzas_agency_id, self.agency)
        items = self.env["account.move.line"]
        mine = [("id", "=", item.id)]
        self.assertEqual(items.search([("cobranzas_agency_id", "=", self.agency.id), *mine]), item)
        self.assertFalse(items.search([("cobranzas_agency_id", "=", False), *mine]))
        note = self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "=", self.customer.id)], limit=1
        )
        self.assertIn("Estudio Rivas collects from now on", note.body)

    def test_what_changed_since_the_list_is_left_out(self):
        paid, lowered, promised = self.owe(100, 30), self.owe(200, 40), self.owe(300, 50)
        batch = self.batch()
        batch.action_list()
        self.collect(paid)
        self.collect(lowered, 50)
        self.promise(300, 5, items=[promised])
        batch.action_hand_over()
        self.assertEqual(
            self.lines(batch),
            [
                (CEIBO, 300, 50, 10, "left_out", self.words(300, "promised")),
                (CEIBO, 150, 40, 10, "with_agency", ""),
                (CEIBO, 100, 30, 10, "left_out", "Nothing is owed of it any more."),
            ],
        )

    def test_an_item_is_with_one_agency_at_a_time(self):
        self.owe(100, 30)
        other = self.make_agency("Sur")
        first, second = self.batch(), self.batch(other)
        first.action_list()
        second.action_list()
        first.action_hand_over()
        with self.assertRaisesRegex(UserError, "Nothing of the list is left"):
            second.action_hand_over()
        second.action_list()
        self.assertEqual(self.lines(second)[0][-1], "Estudio Rivas has it already.")

    def test_twice_is_refused(self):
        self.owe(100, 30)
        batch = self.hand_over()
        for action in ("action_hand_over", "action_list", "action_draft"):
            with self.assertRaises(UserError):
                getattr(batch, action)()
        with self.assertRaisesRegex(UserError, "stays on record"):
            batch.unlink()

    def test_left_out_by_hand(self):
        self.owe(100, 30)
        self.owe(200, 40)
        batch = self.batch()
        batch.action_list()
        batch.line_ids.filtered(lambda line: line.amount == 200).action_leave_out()
        batch.action_hand_over()
        self.assertEqual(
            [row[4:] for row in self.lines(batch)],
            [("left_out", "Left out by hand."), ("with_agency", "")],
        )

    def test_an_incomplete_agreement_is_refused(self):
        self.owe(100, 30)
        with self.assertRaisesRegex(UserError, "Enter the rates"):
            self.batch(self.make_agency("Sin tasas", rates=())).action_list()
        self.agency.partner_id.street = False
        with self.assertRaisesRegex(UserError, "address and the phone"):
            self.batch().action_list()

    def test_a_day_to_come_is_refused(self):
        self.owe(100, 30)
        with self.assertRaisesRegex(UserError, "still to come"):
            self.batch(date=self.days_ago(-1)).action_list()

    def test_nothing_found(self):
        with self.assertRaisesRegex(UserError, "No overdue document is found"):
            self.batch().action_list()

    def test_a_client_sets_neither_state_nor_lines(self):
        self.owe(100, 30)
        manager = self.make_user("jefa", "l10n_cobranzas.group_cobranzas_manager")
        batches = self.env[HANDOVER].with_user(manager)
        with self.assertRaises(AccessError):
            batches.create({"agency_id": self.agency.id, "state": "handed"})
        batch = self.batch().with_user(manager)
        with self.assertRaises(AccessError):
            batch.write({"state": "handed"})
        batch.action_list()
        with self.assertRaises(UserError):
            batch.write({"days_from": 5})
        with self.assertRaises(AccessError):
            batch.line_ids.write({"status": "in_force"})
