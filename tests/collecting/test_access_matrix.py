"""Role, model, whose record: who reads, writes, creates and deletes what, cell by cell (COL-10)."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.access_records import AccessRecordsCommon
from ..lib.access_table import AccessTable

#: own / another's / another company's (of what is of no debtor: the company's / shared / another
#: company's): r reads, w writes, c creates, d deletes, - nothing; a dot: there is none. Plans,
#: steps and collectors of these records are in use, so that nobody deletes them
RECORDS = """
                    | nobody | collector | substitute | cashier   | accountant  | manager
bank.deposit        | -/./-  | -/./-     | -/./-      | rwcd/./-  | rwcd/./-    | rwcd/./-
collect.item        | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
collector           | r/r/-  | r/r/-     | r/r/-      | r/r/-     | r/r/-       | rwc/rwc/-
collector.absence   | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | rwcd/rwcd/-
collector.assignment | -/-/- | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
contact             | -/-/-  | r/r/-     | r/r/-      | r/r/-     | r/r/-       | rwcd/rwcd/-
contact.group       | -/-/-  | r/r/-     | r/r/-      | r/r/-     | r/r/-       | rwcd/rwcd/-
contact.log         | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
contact.permission  | -/-/-  | rwc/-/-   | rwc/-/-    | rwc/rwc/- | rwcd/rwcd/- | rwcd/rwcd/-
contact.result      | r/./.  | r/./.     | r/./.      | r/./.     | r/./.       | rwcd/./.
contact.rule        | r/r/-  | r/r/-     | r/r/-      | r/r/-     | r/r/-       | rwcd/rwcd/-
debtor.group        | r/r/-  | r/r/-     | r/r/-      | r/r/-     | rwcd/rwcd/- | rwcd/rwcd/-
debtor.group.member | r/r/-  | r/r/-     | r/r/-      | r/r/-     | rwcd/rwcd/- | rwcd/rwcd/-
deposit.account     | -/./-  | -/./-     | -/./-      | r/./-     | r/./-       | rwcd/./-
dispute             | -/-/-  | rw/-/-    | rw/-/-     | rw/rw/-   | rw/rw/-     | rw/rw/-
dispute.reason      | r/./.  | r/./.     | r/./.      | r/./.     | r/./.       | rwcd/./.
notice              | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
notice.episode      | -/-/-  | -/-/-     | -/-/-      | -/-/-     | -/-/-       | r/r/-
notice.item         | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
notice.plan         | r/r/-  | r/r/-     | r/r/-      | r/r/-     | r/r/-       | rwc/rwc/-
notice.run          | -/./-  | -/./-     | -/./-      | r/./-     | r/./-       | r/./-
notice.step         | -/-/-  | r/r/-     | r/r/-      | r/r/-     | r/r/-       | rwc/rwc/-
promise             | -/-/-  | rw/-/-    | rw/-/-     | rw/rw/-   | rw/rw/-     | rw/rw/-
promise.item        | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
promise.line        | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
worklist            | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
worklist.snooze     | -/-/-  | r/-/-     | r/-/-      | r/r/-     | r/r/-       | r/r/-
"""
#: what hangs on them: r reads it, p adds another one of the kind. The activity is somebody else's:
#: Odoo shows it to who may write on its document; to managers it is shown by the agenda
THREADS = """
                              | nobody | collector | substitute | cashier | accountant | manager
res.partner: message          | r/r/-  | rp/r/-    | rp/r/-     | rp/rp/- | rp/rp/-    | rp/rp/-
debtor.group: message         | r/r/-  | rp/r/-    | rp/r/-     | rp/rp/- | rp/rp/-    | rp/rp/-
notice: message               | -/-/-  | rp/-/-    | rp/-/-     | rp/rp/- | rp/rp/-    | rp/rp/-
bank.deposit: message         | -/./-  | -/./-     | -/./-      | rp/./-  | rp/./-     | rp/./-
res.partner: note             | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
res.partner: activity         | -/-/-  | p/-/-     | p/-/-      | p/p/-   | p/p/-      | rp/rp/-
res.partner: activity done    | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
debtor.group: note            | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
debtor.group: activity        | -/-/-  | p/-/-     | p/-/-      | p/p/-   | rp/rp/-    | rp/rp/-
debtor.group: activity done   | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
promise: attachment           | -/-/-  | rp/-/-    | rp/-/-     | rp/rp/- | rp/rp/-    | rp/rp/-
dispute: attachment           | -/-/-  | rp/-/-    | rp/-/-     | rp/rp/- | rp/rp/-    | rp/rp/-
contact.log: attachment       | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
notice: attachment            | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
bank.deposit: attachment      | -/./-  | -/./-     | -/./-      | rp/./-  | rp/./-     | rp/./-
"""
#: themes of the collections work; of deposits those to the bank
THEMES = ("collecting", "debtors")
DEPOSITS = {"cobranzas.bank.deposit", "cobranzas.deposit.account"}


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessTable, AccessRecordsCommon):
    maxDiff = None

    # ------------------------------------------------------------------
    # Records
    # ------------------------------------------------------------------

    def test_no_model_is_left_out(self):
        """Every model of the collections work that has records is in the table."""
        found = set()
        for name, model in self.env.items():
            if name.startswith("cobranzas.") and not model._abstract and not model._transient:
                classes = [one for one in type(model).mro() if getattr(one, "_name", "") == name]
                path = classes[-1].__module__.rpartition(".models.")[2]
                if path.split(".")[0] in THEMES or name in DEPOSITS:
                    found.add(name)
        self.assertEqual(found, set(self.records) - {"res.partner"})

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_records(self):
        rows = [
            (name.removeprefix("cobranzas."), records)
            for name, records in sorted(self.records.items())
            if name != "res.partner"
        ]
        self.assertTable(self.table(self.cell, rows), RECORDS)

    # ------------------------------------------------------------------
    # Threads, activities, attachments
    # ------------------------------------------------------------------

    def things(self):
        """Return {title: {place: what hangs on the record}}."""
        found = {}
        for name in ("res.partner", "cobranzas.debtor.group", "cobranzas.notice"):
            found[f"{name}: message"] = self.of_each(name, self.make_message)
        found["cobranzas.bank.deposit: message"] = self.of_each(
            "cobranzas.bank.deposit", self.make_message
        )
        for name in ("res.partner", "cobranzas.debtor.group"):
            found[f"{name}: note"] = self.of_each(name, self.make_note)
            found[f"{name}: activity"] = self.of_each(name, self.make_activity)
            found[f"{name}: activity done"] = self.of_each(
                name, lambda one: self.make_activity(one)._action_done()[0]
            )
        for name in ("promise", "dispute", "contact.log", "notice", "bank.deposit"):
            found[f"{name}: attachment"] = self.of_each(f"cobranzas.{name}", self.make_attachment)
        return found

    def of_each(self, name, make):
        return {place: make(record.sudo()) for place, record in self.records[name].items()}

    def make_message(self, record):
        return record.message_post(body="Dicho")

    def make_note(self, record):
        record._cobranzas_note({record.id: "Debe"})
        return self.env["mail.message"].search(
            [("model", "=", record._name), ("res_id", "=", record.id)], order="id desc", limit=1
        )

    def make_activity(self, record):
        return record.activity_schedule(
            "l10n_cobranzas.mail_activity_type_call", note="Debe", user_id=self.env.uid
        )

    def make_attachment(self, record):
        return record.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": record._name, "res_id": record.id}
        )

    def add_another(self, title, mine, thing):
        """Add another thing of the kind by what a client may call; None: nobody does."""
        record = mine.env[thing["model" if "model" in thing._fields else "res_model"]].browse(
            thing.res_id
        )
        if title.endswith("message"):
            return record.message_post(body="Digo")
        if title.endswith("attachment"):
            vals = {"name": "b.txt", "raw": b"x", "res_model": record._name, "res_id": record.id}
            return mine.env["ir.attachment"].create(vals)
        if title.endswith("activity"):
            return record.activity_schedule("l10n_cobranzas.mail_activity_type_call")
        return None

    def thing_cell(self, role, title, thing):
        mine = thing.with_user(self.users[role])
        letters = self.read_letter(mine)
        if self.passes(lambda: self.add_another(title, mine, thing.sudo())):
            letters += "p"
        return letters or "-"

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_threads_and_attachments(self):
        """Of what is said on a contact everybody reads, but not of what it owes."""
        rows = [(title.removeprefix("cobranzas."), each) for title, each in self.things().items()]
        found = self.table(self.thing_cell, rows)
        self.assertTable(found, THREADS)
