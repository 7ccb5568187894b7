"""What changes on a posted receipt, who may, and what its history says (REC-16)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon

HOSTILE = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestReceiptEdit(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # tests go without tracking unless they say so
        cls.env = cls.env(
            context={**cls.env.context, "tracking_disable": False, "mail_notrack": False}
        )
        roles = ("collector", "cashier", "accountant")
        cls.users = {
            role: cls.make_user(f"edit_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in roles
        }
        cls.collector = cls.env["cobranzas.collector"].create(
            {"name": "Mariana Ruiz", "user_id": cls.users["collector"].id}
        )
        cls.customer.cobranzas_collector_id = cls.collector
        cls.title = cls.env["cobranzas.legend.title"].create({"name": "Recibido por"})

    def _posted(self, *args, **kw):
        receipt = self.receipt(*args, **kw)
        receipt.action_post()
        self._flush_tracking()
        return receipt

    def _flush_tracking(self):
        """Write the messages that the end of a request writes."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _simple(self, **kw):
        return self._posted([self.invoice(100)], [self.cash_value(100)], **kw)

    def _tracked(self, receipt):
        """Return {field: (before, after)} of what the messages tell since the last call."""
        self._flush_tracking()
        values = receipt.message_ids.sudo().tracking_value_ids
        return {
            value.field_id.name: (
                value.old_value_char or value.old_value_text,
                value.new_value_char or value.new_value_text,
            )
            for value in values
            if value.field_id.name in ("user_id", "collector_id", "note")
        }

    def test_light_fields_are_audited(self):
        receipt = self._simple(note="Before")
        receipt.with_user(self.users["cashier"]).write(
            {
                "note": HOSTILE,
                "collector_id": False,
                "user_id": self.users["accountant"].id,
            }
        )
        self.assertEqual(
            self._tracked(receipt),
            {
                "note": ("Before", HOSTILE),
                "collector_id": ("Mariana Ruiz", False),
                "user_id": (False, "edit_accountant"),
            },
        )
        message = receipt.message_ids[0]
        self.assertEqual(message.author_id, self.users["cashier"].partner_id)

    def test_drafts_make_no_noise(self):
        """Also what is typed and posted in one transaction; what follows posting is told."""
        receipt = self.receipt(
            [],
            [self.cash_value(10)],
            legend_ids=[Command.create({"title_id": self.title.id, "text": "Ana"})],
        )
        self._flush_tracking()
        receipt.write({"note": "Typing", "collector_id": False})
        receipt.legend_ids.text = "Eva"
        receipt.action_post()
        receipt.note = "Posted"
        self.assertEqual(self._tracked(receipt), {"note": ("Typing", "Posted")})
        self.assertNotIn("Legend", "".join(receipt.message_ids.mapped("body")))

    def test_legends_are_audited(self):
        receipt = self._simple(
            legend_ids=[Command.create({"title_id": self.title.id, "text": "Ana"})]
        )
        receipt.legend_ids = [Command.update(receipt.legend_ids.id, {"text": HOSTILE})]
        self.assertEqual(
            receipt.message_ids[0].body,
            "<p>Legend «Recibido por»: Ana → &lt;script&gt;alert(1)&lt;/script&gt;</p>",
        )
        other = self.title.copy({"name": "Ruta"})
        receipt.legend_ids.title_id = other
        self.assertEqual(
            receipt.message_ids[0].body,
            "<p>Legend «Recibido por»: &lt;script&gt;alert(1)&lt;/script&gt; → —<br>"
            "Legend «Ruta»: — → &lt;script&gt;alert(1)&lt;/script&gt;</p>",
        )
        receipt.legend_ids = [Command.create({"title_id": self.title.id, "text": "Eva"})]
        self.assertEqual(receipt.message_ids[0].body, "<p>Legend «Recibido por»: — → Eva</p>")
        count = len(receipt.message_ids)
        receipt.legend_ids[0].sequence = 99
        self.assertEqual(len(receipt.message_ids), count)
        receipt.legend_ids.filtered(lambda legend: legend.title_id == self.title).unlink()
        self.assertEqual(receipt.message_ids[0].body, "<p>Legend «Recibido por»: Eva → —</p>")

    def test_a_posted_receipt_is_the_cashiers(self):
        legend = [Command.create({"title_id": self.title.id, "text": "Ana"})]
        receipt, draft = self._simple(legend_ids=legend), self.receipt([], [], legend_ids=legend)
        mine = receipt.with_user(self.users["collector"])
        self.assertFalse(mine.is_editable)
        self.assertTrue(draft.with_user(self.users["collector"]).is_editable)
        theirs = draft.with_user(self.users["collector"]).legend_ids
        theirs.text = "Eva"  # a draft of an own debtor is the collector's to type
        for name, change in (
            ("note", lambda: mine.write({"note": "x"})),
            ("collector", lambda: mine.write({"collector_id": False})),
            ("legends", lambda: mine.write({"legend_ids": [Command.clear()]})),
            ("legend", lambda: mine.legend_ids.write({"text": "x"})),
            ("new", lambda: mine.legend_ids.create({"receipt_id": mine.id, **legend[0][2]})),
            ("delete", lambda: mine.legend_ids.unlink()),
            ("moved in", lambda: theirs.write({"receipt_id": mine.id})),
            ("moved out", lambda: mine.legend_ids.write({"receipt_id": draft.id})),
        ):
            with (
                self.subTest(name),
                self.assertRaisesRegex(AccessError, "takes a cashier"),
                self.env.cr.savepoint(),
            ):
                change()
        cashier = receipt.with_user(self.users["cashier"])
        self.assertTrue(cashier.is_editable)
        cashier.legend_ids.text = "Luz"
        self.assertIn("Ana → Luz", receipt.message_ids[0].body)

    def test_what_it_collected_stays(self):
        receipt = self._simple()
        for vals in (
            {"date": "2026-02-02"},
            {"partner_id": self.other_customer.id},
            {"posted_by": False},
            {"voided_at": False},
        ):
            for record in (receipt, receipt.with_user(self.users["accountant"])):
                with (
                    self.subTest(vals=vals),
                    self.assertRaises(UserError),  # AccessError is one
                    self.env.cr.savepoint(),
                ):
                    record.with_context(cobranzas_correction=True).write(vals)

    def test_history(self):
        receipt = self.receipt([], [self.cash_value(10)])
        self.assertFalse(receipt.posted_by)
        receipt.with_user(self.users["cashier"]).action_post()
        receipt.with_user(self.users["accountant"]).action_void("2026-02-02", "Error")
        self.assertEqual(receipt.posted_by, self.users["cashier"])
        self.assertEqual(receipt.voided_by, self.users["accountant"])
        self.assertTrue(receipt.posted_at and receipt.voided_at)
        self.assertFalse(receipt.copy().posted_by | receipt.copy().voided_by)
