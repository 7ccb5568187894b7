"""What is handed over is out of notices and worklist, and comes back exactly (COL-09)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.agency import AgencyCommon
from ..lib.notices import NoticeCommon

FIGURES = ("overdue", "promised", "disputed", "transit", "to_collect", "risk", "priority")


@tagged("post_install", "-at_install")
class TestHandoverRestores(AgencyCommon, NoticeCommon):
    def snapshot(self):
        """What ledger, aging, worklist and planned notices say, as plain rows."""
        self.env.flush_all()
        self.env.invalidate_all()
        partners = self.customer | self.other_customer
        owned = [("partner_id", "in", partners.ids)]
        items = self.env["account.move.line"].search(
            [*owned, ("account_id.account_type", "=", "asset_receivable")], order="id"
        )
        aging = self.env["cobranzas.open.item"].search(owned, order="id")
        return {
            "ledger": [
                (item.id, item.amount_residual, item.reconciled, item.matching_number)
                for item in items
            ],
            "aging": [(row.id, row.bucket, row.residual, row.days_overdue) for row in aging],
            "exposure": [(each.name, each.cobranzas_exposure) for each in partners],
            "worklist": self.worklist(),
            "notices": self.preview(),
        }

    def worklist(self):
        return [(row.name, *(row[name] for name in FIGURES)) for row in self.rows()]

    def make_debts(self):
        """Debts of two debtors, one with a promise and a dispute; one notice went out already."""
        first = self.owe(1000, 30)
        second = self.owe(400, 50)
        third = self.owe(700, 20, partner=self.other_customer)
        self.work()
        self.dispute(second, 100)
        self.promise(150, 5, items=[second])
        return first, second, third

    def test_recalled_everything_is_as_before(self):
        self.make_debts()
        before = self.snapshot()
        batch = self.hand_over(keep_promised=False, keep_disputed=False)
        away = self.snapshot()
        self.assertEqual(away["worklist"], [])
        self.assertEqual(
            {row[1:] for row in away["notices"]}, {("", "", "An outside agency collects it.")}
        )
        for kept in ("ledger", "aging", "exposure"):
            self.assertEqual(away[kept], before[kept])
        batch.line_ids._end("recalled", "Pagan con nosotros")
        self.assertEqual(self.snapshot(), before)
        self.assertEqual(batch.state, "returned")
        self.assertEqual({line.state for line in batch.line_ids}, {"recalled"})
        self.assertEqual(batch.line_ids.mapped("date_end"), [self.today] * 3)

    def test_a_part_of_a_debtor_is_with_the_agency(self):
        first, second, _third = self.make_debts()
        before = self.snapshot()
        batch = self.batch(
            keep_promised=False, keep_disputed=False, partner_ids=self.customer.ids, days_from=40
        )
        batch.action_list()
        batch.action_hand_over()
        row = self.row()
        # the promise and the dispute are of what the agency has
        self.assertEqual((row.overdue, row.promised, row.disputed), (1000, 0, 0))
        self.assertEqual(row.to_collect, 1000)
        draft = self.env["cobranzas.notice.reader"]._read(
            self.company, [self.customer], self.env.cr.now()
        )[self.customer]
        self.assertEqual([each.key for each in draft.decision.told], [first.id])
        self.assertEqual(draft.decision.left_out, {second.id: "agency"})
        batch.line_ids._end("returned", "No lo encuentran")
        self.assertEqual(self.snapshot(), before)

    def test_a_payment_meanwhile_and_its_void(self):
        first, _second, _third = self.make_debts()
        before = self.snapshot()
        batch = self.hand_over(keep_promised=False, keep_disputed=False)
        receipt = self.collect(first)
        line = batch.line_ids.filtered(lambda line: line.move_line_id == first)
        self.assertEqual((line.state, line.residual), ("paid", 0))
        receipt.action_void(self.today, "Rechazado")
        self.env.invalidate_all()
        self.assertEqual((line.state, line.residual), ("with_agency", 1000))
        batch.line_ids._end("recalled", "Fin")
        after = self.snapshot()
        for kept in ("aging", "exposure", "worklist", "notices"):
            self.assertEqual(after[kept], before[kept])

    def test_at_a_date_the_agency_is_that_of_the_date(self):
        item = self.owe(1000, 30)
        batch = self.hand_over(date=self.days_ago(10))
        batch.line_ids._end("recalled", "Fin")
        found = {
            days: self.env["cobranzas.open.item"]
            .with_context(cobranzas_date=self.days_ago(days))
            .search([("move_line_id", "=", item.id)])
            .agency_id.name
            for days in (11, 10, 1, 0)
        }
        self.assertEqual(
            found, {11: False, 10: "Estudio Rivas", 1: "Estudio Rivas", 0: False}
        )

    def test_some_come_back_and_the_rest_stays(self):
        self.make_debts()
        batch = self.hand_over(keep_promised=False, keep_disputed=False)
        one = batch.line_ids[0]
        with self.assertRaisesRegex(UserError, "Say why"):
            one._end("recalled", "  ")
        one._end("recalled", "Acuerdo")
        self.assertEqual(batch.state, "handed")
        with self.assertRaisesRegex(UserError, "No agency has these"):
            one._end("recalled", "Otra vez")
        again = self.batch(keep_promised=False, keep_disputed=False)
        again.action_list()
        again.action_hand_over()
        listed = again.line_ids.filtered(lambda line: line.status == "in_force")
        self.assertEqual(listed.move_line_id, one.move_line_id)

    def test_statements_say_which_agency_collects(self):
        item = self.owe(1000, 30)
        self.hand_over()
        run = self.env["cobranzas.statement.run"].new({"date_to": self.today})
        items = self.env["cobranzas.open.item"].search([("move_line_id", "=", item.id)])
        self.assertEqual(
            run._get_document_marks(items), {item.id: "(collected by Estudio Rivas)"}
        )
