"""What clients can't get by calling models of the collections work as they like (COL-10)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.access_records import ELSEWHERE, OTHER, OWN, PLACES, ROLES, SECRET, AccessRecordsCommon
from ..lib.public_methods import call_method, count_positional, find_public_methods

#: what nobody but another collector, or another company, may be told
HIDDEN = (SECRET, "54321", "54,321", "98765", "98,765")
FORGED = (None, True, 1, -1, 2**40, 1.5, "x", "a\0b", [], ["x"], [[4, 1]], {}, {"id": 1})


class Undone(Exception):
    """Takes a call back."""


@tagged("post_install", "-at_install")
class TestAccessAttacks(AccessRecordsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.env(user=cls.users["collector"])
        cls.dialogs = cls._make_dialogs()

    @classmethod
    def _make_dialogs(cls):
        """A dialog of each kind, as who may opens it."""
        own, partner = cls.records, {"partner_id": cls.customer.id}
        reason = own["cobranzas.dispute.reason"][OWN].id
        values = {
            "contact.log.new": partner,
            "promise.new": partner,
            "dispute.new": {**partner, "move_line_id": cls.items[OWN].id, "reason_id": reason},
            "promise.cancel": {"promise_id": own["cobranzas.promise"][OWN].id, "reason": "x"},
            "dispute.resolve": {"dispute_id": own["cobranzas.dispute"][OWN].id},
            "worklist.snooze.new": {**partner, "company_id": cls.company.id, "reason": "x"},
        }
        return {
            f"cobranzas.{name}": cls.mine[f"cobranzas.{name}"].create(vals)
            for name, vals in values.items()
        }

    def ask(self, call, label):
        """Call, and take it back: a sentence or an answer, never a word of what is hidden."""
        answer = None
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                answer = repr(call())
                self.env.flush_all()
                raise Undone
        except (Undone, UserError, IntegrityError) as error:
            answer = answer or str(error)
        except Exception as error:  # noqa: BLE001
            self.fail(f"{label}: {error!r}")
        for word in HIDDEN:
            self.assertNotIn(word, answer, label)
        return answer

    def foreign(self, name):
        """The records of a model that the collector may not read."""
        found = [self.records.get(name, {}).get(place) for place in (OTHER, ELSEWHERE)]
        found = [one.with_env(self.mine) for one in found if one]
        return [one for one in found if not one._filtered_access("read")]

    # ------------------------------------------------------------------
    # Methods
    # ------------------------------------------------------------------

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.http")
    def test_public_methods(self):
        """Of records of one's own, of others and elsewhere, with whatever for an argument."""
        called = 0
        for name, key, parameters in find_public_methods(self.env):
            records = [self.records[name][place] for place in self.records.get(name, ())]
            records += [self.dialogs[name]] if name in self.dialogs else []
            wanted = count_positional(parameters)
            for record in records:
                for argument in FORGED if wanted else FORGED[:1]:
                    called += 1
                    with self.subTest(f"{record!r}.{key} {argument!r}"):
                        self.ask(
                            lambda r=record, k=key, a=argument, n=wanted: call_method(
                                r.with_env(self.mine), k, [a] * n
                            ),
                            key,
                        )
        self.assertGreater(called, 100)

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.http")
    def test_whole_models(self):
        """Searches, groups and exports of every model have only what is one's own."""
        for name in self.records:
            if name == "res.partner":
                continue
            model = self.mine[name].with_context(active_test=False)
            names = [key for key, field in model._fields.items() if field.store or not model._auto]
            names = [key for key in names if model._has_field_access(model._fields[key], "read")]
            plain = [key for key in names if model._fields[key].type != "binary"]
            summed = [
                f"{key}:sum"
                for key in plain
                if model._fields[key].type in ("monetary", "integer", "float")
                and model._fields[key].aggregator
            ]
            grouped = [
                key for key in ("partner_id", "collector_id", "company_id", "state") if key in plain
            ]
            spec = {key: {} for key in plain}
            calls = {
                "search_read": lambda m=model, n=plain: m.search_read([], n),
                "web_search_read": lambda m=model, s=spec: m.web_search_read([], s),
                "name_search": lambda m=model: m.name_search(""),
                "sums": lambda m=model, s=summed: m.formatted_read_group([], [], [*s, "__count"]),
                "groups": lambda m=model, g=grouped, s=summed: m.formatted_read_group(
                    [], g[:1], [*s, "__count"]
                ),
                "export": lambda m=model, n=plain: m.search([]).export_data(n),
            }
            for key, call in calls.items():
                with self.subTest(f"{name} {key}"):
                    self.ask(call, key)

    # ------------------------------------------------------------------
    # Records
    # ------------------------------------------------------------------

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.http")
    def test_records_of_others(self):
        for name in self.records:
            for record in self.foreign(name):
                if name == "res.partner" or not record._auto:
                    continue  # of a row that is not one's own nothing is there to read
                for call in (
                    lambda r=record: r.read(["display_name"]),
                    lambda r=record: r.web_read({"display_name": {}}),
                    lambda r=record: r.web_save({}, {"display_name": {}}),
                    lambda r=record: r.write({"display_name": "x"}),
                    lambda r=record: r.unlink(),
                    lambda r=record: r.copy(),
                    lambda r=record: r.export_data(["display_name"]),
                ):
                    with (
                        self.subTest(repr(record)),
                        self.assertRaises(UserError),
                        self.env.cr.savepoint(),
                    ):
                        call()

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.http")
    def test_dialogs_take_nothing_of_others(self):
        """By a value, by a default of the context, or as what a list had chosen."""
        walked = 0
        for name, dialog in self.dialogs.items():
            model = dialog.browse()
            spec = {key: {} for key in model._fields if key not in ("id", "__last_update")}
            for key, field in model._fields.items():
                if field.type not in ("many2one", "many2many"):
                    continue
                for record in self.foreign(field.comodel_name):
                    walked += 1
                    value = record.id if field.type == "many2one" else [Command.link(record.id)]
                    context = {f"default_{key}": value, "active_ids": record.ids}
                    calls = (
                        lambda m=model, k=key, v=value: m.create({k: v}),
                        lambda d=dialog, k=key, v=value: d.write({k: v}),
                        lambda m=model, k=key, v=value, s=spec: m.onchange({k: v}, [k], s),
                        lambda m=model, c=context, s=spec: m.with_context(**c).onchange({}, [], s),
                        lambda m=model, c=context, k=key: m.with_context(**c).default_get([k]),
                    )
                    for number, call in enumerate(calls):
                        with (
                            self.subTest(f"{name}.{key} {number} {record!r}"),
                            self.assertRaises(UserError),
                            self.env.cr.savepoint(),
                        ):
                            call()
        self.assertGreater(walked, 8)

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.http")
    def test_a_context_opens_nothing(self):
        theirs = self.debtors[OTHER].ids
        for context in (
            {"cobranzas_scope": {"partner_ids": theirs}},
            {"cobranzas_scope": True},
            {"cobranzas_date": "2020-01-01"},
            {"cobranzas_date": [1]},
            {"cobranzas_assignment_reason": {"x": 1}},
            {"allowed_company_ids": self.companies[ELSEWHERE].ids},
            {"active_ids": theirs, "active_model": "res.partner"},
            {"lang": "xx_XX", "tz": "Nowhere"},
        ):
            for name in ("worklist", "collect.item", "promise", "dispute", "notice"):
                model = self.mine[f"cobranzas.{name}"].with_context(**context)
                with self.subTest(f"{name} {context}"):
                    self.ask(lambda m=model: m.search_read([]), name)

    def test_imports(self):
        """An import adds nothing to what is another's."""
        theirs = str(self.debtors[OTHER].id)
        for name, columns, row in (
            ("contact.permission", ["partner_id/.id", "channel"], [theirs, "E-mail"]),
            ("contact.log", ["partner_id/.id", "channel"], [theirs, "Call"]),
            ("promise", ["partner_id/.id", "amount"], [theirs, "5"]),
            ("worklist.snooze", ["partner_id/.id", "reason"], [theirs, "x"]),
            ("collector.assignment", ["partner_id/.id"], [theirs]),
        ):
            model = self.mine[f"cobranzas.{name}"]
            before = model.sudo().search_count([])
            with self.subTest(name):
                try:
                    answer = model.load(columns, [row])
                    self.assertFalse(answer["ids"], answer)
                    self.assertTrue(answer["messages"])
                except UserError as error:
                    self.assertTrue(str(error))
                self.assertEqual(model.sudo().search_count([]), before)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_dialogs_of_somebody_else(self):
        """Who sees everything sees no dialog of another user's."""
        for name, dialog in self.dialogs.items():
            with self.subTest(name), self.assertRaises(AccessError):
                dialog.with_user(self.users["manager"]).read(["display_name"])

    # ------------------------------------------------------------------
    # Evidence, answers, promises of groups
    # ------------------------------------------------------------------

    def test_answers_are_not_forged(self):
        """Nobody writes by a call what a debtor answered."""
        log = self.env["cobranzas.contact.log"]
        before = log.search_count([])
        for place in PLACES:
            for role in ROLES:
                notice = self.records["cobranzas.notice"][place].with_user(self.users[role])
                with self.subTest(f"{role} {place}"), self.assertRaises(AccessError):
                    notice.message_update({"subject": "x", "body": "I owe nothing"})
        self.assertEqual(log.search_count([]), before)
        self.assertFalse(self.customer.cobranzas_reply_unread)

    def test_who_has_read_an_answer(self):
        customers = self.customer | self.other_customer
        group = self.records["cobranzas.debtor.group"][OWN]
        self.records["cobranzas.debtor.group.member"][OTHER].unlink()
        group.member_ids = [Command.create({"partner_id": self.other_customer.id})]
        customers.sudo().cobranzas_reply_unread = True
        key = "action_cobranzas_mark_reply_read"
        for role, debtor in (
            ("nobody", self.customer),
            ("collector", self.other_customer),
            ("substitute", self.other_customer),
        ):
            with self.subTest(role), self.assertRaises(AccessError):
                call_method(debtor.with_user(self.users[role]), key, [])
        self.assertEqual(customers.mapped("cobranzas_reply_unread"), [True, True])
        group.with_user(self.users["collector"]).action_cobranzas_mark_reply_read()
        self.assertEqual(customers.mapped("cobranzas_reply_unread"), [False, True])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_changes_contacts_reads_nothing_of_debts(self):
        """Activities and notes of collections, though every contact is theirs to change."""
        user = self.make_user("is_secretary", "base.group_user", "base.group_partner_manager")
        activity = self.customer.activity_schedule(
            "l10n_cobranzas.mail_activity_type_call", note=SECRET, user_id=self.env.uid
        )
        self.customer._cobranzas_note({self.customer.id: SECRET})
        self.customer.message_post(body="Saludos")
        others = self.customer.activity_schedule("mail.mail_activity_data_todo", note="Otra")
        for thing in (activity, self.customer.message_ids.filtered(lambda m: SECRET in m.body)):
            mine = thing.with_user(user)
            with self.subTest(repr(thing)):
                self.assertEqual(len(thing), 1)
                self.assertFalse(mine.search([("id", "=", mine.id)]))
                with self.assertRaises(AccessError):
                    mine.read(["display_name"])
        found = self.env["mail.message"].with_user(user).search(
            [("model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertIn("Saludos", "".join(found.mapped("body")))
        self.assertTrue(others.with_user(user).search([("id", "=", others.id)]))

    def test_a_promise_of_a_group_tells_nothing_of_others(self):
        group = self.records["cobranzas.debtor.group"][OTHER]
        self.records["cobranzas.debtor.group.member"][OWN].unlink()
        group.member_ids = [Command.create({"partner_id": self.customer.id})]
        self.records["cobranzas.promise"][OWN].sudo().state = "kept"
        action = group.with_user(self.users["collector"]).action_cobranzas_promise()
        self.assertFalse(action["context"]["default_debtor_group_id"])
        self.assertEqual(action["context"]["default_partner_id"], self.customer.id)
        wizard = self.mine["cobranzas.promise.new"].create(
            {
                "partner_id": self.customer.id,
                "debtor_group_id": group.id,
                "about": "account",
                "amount": 10**9,
            }
        )
        with self.assertRaisesRegex(AccessError, "another collector's debtor") as caught:
            wizard.action_save()
        self.assertNotIn("54", str(caught.exception).replace(",", ""))
