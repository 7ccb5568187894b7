"""The buttons of the receipt's form work on what is typed, and save nothing (REC-02, REC-03)."""

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptFormButtons(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newer = cls.invoice(500, due="2026-03-10")
        cls.older = cls.invoice(300, due="2026-02-10")
        cls.note = cls.invoice(50, move_type="out_refund", date="2026-01-05")

    def setUp(self):
        super().setUp()
        self.form = Form(self.env["cobranzas.receipt"])
        self.form.partner_id = self.customer

    def send(self, command):
        drafts = self.env["cobranzas.receipt"].search_count([])
        self.form.form_command = command
        self.assertFalse(self.form.form_command)
        self.assertEqual(self.env["cobranzas.receipt"].search_count([]), drafts)

    def assertLines(self, *rows):
        found = []
        for index in range(len(self.form.line_ids)):
            with self.form.line_ids.edit(index) as line:
                found.append((line.move_line_id, line.amount))
        self.assertEqual(found, [*rows])

    def test_documents_are_listed_at_once_debts_first(self):
        self.assertEqual(self.company.cobranzas_show_documents, "always")
        self.assertLines((self.older, 0), (self.newer, 0), (self.note, 0))
        self.assertEqual(self.form.amount_documents, 0)

    def test_allocate_and_clear(self):
        self.send("propose")
        self.assertLines((self.older, 300), (self.newer, 500), (self.note, 0))
        self.assertEqual(self.form.amount_documents, 800)
        self.send("clear")
        self.assertLines((self.older, 0), (self.newer, 0), (self.note, 0))
        self.assertEqual(self.form.amount_documents, 0)

    def test_find_ticks_what_is_chosen_of_the_customer(self):
        foreign = self.invoice(70, partner=self.other_customer)
        self.send(f"find:{self.newer.id},{foreign.id},x")
        self.assertLines((self.older, 0), (self.newer, 500), (self.note, 0))
        self.assertEqual(self.form.amount_documents, 500)

    def test_debts_stay_before_credits_whatever_is_added(self):
        """Each of both has one title in the list, so none begins twice.

        The client sorts by sequence; the form of the tests does not.
        """
        more = self.invoice(70, due="2026-01-20")
        credit = self.invoice(20, move_type="out_refund", date="2026-01-06")
        self.company.cobranzas_show_documents = "request"
        self.form = Form(self.env["cobranzas.receipt"])
        self.form.partner_id = self.customer
        self.send(f"find:{self.newer.id},{self.note.id}")
        self.assertLines((self.newer, 500), (self.note, -50))
        self.send(f"find:{self.older.id},{credit.id}")
        found = [self.newer, self.older, self.note, credit]
        self.assertEqual(self.get_items_by_sequence(), found)
        self.send("list")
        found.insert(2, more)
        self.assertEqual(self.get_items_by_sequence(), found)

    def get_items_by_sequence(self):
        found = []
        for index in range(len(self.form.line_ids)):
            with self.form.line_ids.edit(index) as line:
                found.append((line.sequence, line.move_line_id))
        return [item for _sequence, item in sorted(found, key=lambda row: row[0])]

    def test_list_on_request(self):
        self.company.cobranzas_show_documents = "request"
        self.form = Form(self.env["cobranzas.receipt"])
        self.form.partner_id = self.customer
        self.assertLines()
        self.send("list")
        self.assertLines((self.older, 0), (self.newer, 0), (self.note, 0))

    def test_an_unknown_command_does_nothing(self):
        self.send("write:1")
        self.assertLines((self.older, 0), (self.newer, 0), (self.note, 0))

    def test_analysis_leaves_out_drafts_and_voided(self):
        posted, voided = (
            self.receipt([], [self.cash_value(10)], partner_id=self.customer.id) for _n in "12"
        )
        draft = self.receipt([], [self.cash_value(10)])
        (posted | voided).action_post()
        voided.action_void(self.day("2026-02-02"), "Error")
        action = self.env.ref("l10n_cobranzas.cobranzas_receipt_action_analysis")
        found = self.env["cobranzas.receipt"].search(safe_eval(action.domain))
        self.assertEqual(found & (posted | voided | draft), posted)
