"""No client reads what it may not see by sending its id to one of the add-on's models (COL-10)."""

import datetime

from odoo.addons.l10n_cobranzas.models.ledger.client_values import ClientValues
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.foreign_records import ROLES, SECRET, ForeignRecordsCommon


@tagged("post_install", "-at_install")
class TestForeignRecords(ForeignRecordsCommon):
    # ------------------------------------------------------------------
    # The walk
    # ------------------------------------------------------------------

    def _cases(self, user):
        """Each Many2one and Many2many of own models whose records the user may write, with ids of
        records that the user may not read."""
        found = {}
        for model in self._own_models():
            mine = model.with_user(user)
            if not mine.has_access("create"):
                continue
            for field in model._fields.values():
                if field.type not in ("many2one", "many2many"):
                    continue
                if field.comodel_name not in found:
                    found[field.comodel_name] = self._find_forbidden(user, field.comodel_name)
                for record_id in found[field.comodel_name]:
                    yield mine, field, record_id

    def _find_forbidden(self, user, name):
        """Ids of a record of the model of each company that the user may not read."""
        comodel = self.env[name]
        if comodel._abstract or not comodel._auto:
            return []
        records = comodel.sudo().with_context(active_test=False).search([], order="id desc")
        readable = records.with_user(user)._filtered_access("read")
        forbidden = (records - readable).sudo()
        if "company_id" in comodel._fields:
            grouped = forbidden.grouped("company_id").values()
            return [group[:1].id for group in grouped]
        return forbidden[:1].ids

    def test_own_models_alone_check_what_clients_send(self):
        """Each of the add-on's models that has records, and none of core's."""
        guarded = {
            name
            for name in self.registry.descendants(["cobranzas.guarded.mixin"], "_inherit")
            if not self.env[name]._abstract
        }
        self.assertEqual({model._name for model in self._own_models()}, guarded)

    def test_no_field_takes_what_its_user_may_not_see(self):
        walked = {role: 0 for role in ROLES}
        for role, user in self.users.items():
            for model, field, record_id in self._cases(user):
                walked[role] += 1
                with self.subTest(role=role, field=str(field), record=record_id):
                    many = field.type == "many2many"
                    value = [Command.link(record_id)] if many else record_id
                    calls = [
                        lambda m=model, f=field, v=value: m.onchange(
                            {f.name: v}, [f.name], self._spec(m)
                        ),
                        lambda m=model, f=field, v=value: m.create({f.name: v}),
                        lambda m=model, f=field, v=value: m.with_context(
                            **{f"default_{f.name}": v}
                        ).onchange({}, [], self._spec(m)),
                    ]
                    if not many:  # the record above a row, as forms send it
                        calls.append(
                            lambda m=model, f=field, i=record_id: m.onchange(
                                {f.name: {"id": i}}, [f.name], self._spec(m)
                            )
                        )
                    for number, call in enumerate(calls):
                        self._assert_refused(call, number)
        self.assertGreater(min(walked.values()), 20, walked)

    def _assert_refused(self, call, number):
        """Refused, or without a word of what is foreign."""
        try:
            with self.env.cr.savepoint():
                answer = call()
        except UserError as error:  # AccessError is one
            answer = str(error)
        else:
            self.assertIsInstance(answer, dict, f"call {number} wrote it")
        self.assertNotIn(SECRET, repr(answer), number)
        self.assertNotIn("987", repr(answer), number)

    def test_rows_within_take_nothing_either(self):
        """Nested commands: a row typed, a row linked, a row changed."""
        for role, user in self.users.items():
            receipts = self.env["cobranzas.receipt"].with_user(user)
            draft = receipts.create({"partner_id": self.customer.id})
            item = self.payroll.line_ids[0] if role != "accountant" else self._item_elsewhere()
            spec = {"line_ids": {"fields": {"move_line_id": {"fields": {"display_name": {}}}}}}
            for commands in (
                [[0, "virtual_1", {"move_line_id": item.id}]],
                [[0, "virtual_1", {"move_line_id": {"id": item.id}}]],
            ):
                vals = {"partner_id": self.customer.id, "line_ids": commands}
                for call in (
                    lambda v=vals, m=receipts, s=spec: m.onchange(v, ["line_ids"], s),
                    lambda v=vals, m=draft, s=spec: m.onchange(v, ["line_ids"], s),
                ):
                    with self.subTest(role=role, vals=vals), self.assertRaises(AccessError):
                        call()
            rows = [[0, 0, {"move_line_id": item.id}]]
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                draft.write({"line_ids": rows})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                receipts.create({"partner_id": self.customer.id, "line_ids": rows})

    def _item_elsewhere(self):
        move = self.env["account.move"].create(
            {
                "company_id": self.elsewhere.id,
                "journal_id": self.env["account.journal"]
                .search([("type", "=", "general"), ("company_id", "=", self.elsewhere.id)], limit=1)
                .id,
                "line_ids": [
                    Command.create(
                        {
                            "name": SECRET,
                            "balance": 0,
                            "account_id": self.env["account.account"]
                            .search([("company_ids", "in", self.elsewhere.ids)], limit=1)
                            .id,
                        }
                    )
                ],
            }
        )
        return move.line_ids

    def test_a_dialog_opens_on_what_its_user_may_see(self):
        user = self.make_user("test_far", "l10n_cobranzas.group_cobranzas_accountant")
        user.write(
            {"company_ids": [Command.set(self.elsewhere.ids)]} | {"company_id": self.elsewhere.id}
        )
        void = (
            self.env["cobranzas.receipt.void"]
            .with_user(user)
            .with_context(
                allowed_company_ids=self.elsewhere.ids,
                active_model="cobranzas.receipt",
                active_ids=self.theirs.ids,
            )
        )
        with self.assertRaises(AccessError):
            void.onchange({}, [], self._spec(void))

    # ------------------------------------------------------------------
    # What is kept
    # ------------------------------------------------------------------

    def test_what_a_record_has_already_is_sent_again(self):
        """A form sends back what it was given, also of what its user may not open."""
        user = self.users["collector"]
        draft = (
            self.env["cobranzas.receipt"].with_user(user).create({"partner_id": self.customer.id})
        )
        line = (
            self.env["cobranzas.receipt.line"]
            .sudo()
            .create({"receipt_id": draft.id, "move_line_id": self.invoice(5).id})
        )
        line.move_line_id.sudo().partner_id = self.other_customer  # no debtor of the collector
        line.with_user(user).write({"move_line_id": line.move_line_id.id})
        with self.assertRaises(AccessError):
            line.with_user(user).write({"move_line_id": self.payroll.line_ids[0].id})

    def test_a_draft_is_not_given_to_anothers_customer(self):
        user = self.users["collector"]
        draft = (
            self.env["cobranzas.receipt"].with_user(user).create({"partner_id": self.customer.id})
        )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            draft.write({"partner_id": self.other_customer.id})
        self.assertEqual(draft.partner_id, self.customer)

    def test_access_is_checked_for_all_rows_at_once(self):
        """The number of queries does not grow with the rows."""
        counts = []
        for size in (2, 2, 20):  # the first reads rules and groups besides
            items = self.env["account.move.line"].union(
                *(self.invoice(10 + number) for number in range(size))
            )
            vals = {
                "partner_id": self.customer.id,
                "line_ids": [
                    [0, f"virtual_{item.id}", {"move_line_id": item.id}] for item in items
                ],
            }
            receipts = self.env["cobranzas.receipt"].with_user(self.users["cashier"])
            self.env.invalidate_all()
            ClientValues(receipts.env).check_access()
            before = self.env.cr.sql_log_count
            values = ClientValues(receipts.env)
            values.add(receipts, vals)
            values.check_access()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    # ------------------------------------------------------------------
    # What is typed
    # ------------------------------------------------------------------

    def test_dates_that_can_not_be_right(self):
        draft = self.receipt([], [self.cash_value(5)])
        for day in ("9999-12-31", "0026-01-15", datetime.date(2999, 1, 1), "no date", 20260101):
            with self.subTest(day=day), self.assertRaises(UserError), self.env.cr.savepoint():
                draft.write({"date": day})
            with self.subTest(day=day), self.assertRaises(UserError):
                draft.onchange({"date": day}, ["date"], {"date": {}})

    def test_every_typed_date_has_the_range(self):
        for model in self._own_models():
            if not model.has_access("create"):
                continue
            for field in model._fields.values():
                if field.type in ("date", "datetime"):
                    with self.subTest(field=str(field)), self.assertRaises(UserError):
                        model.onchange({field.name: "9999-12-31"}, [field.name], {field.name: {}})

    def test_a_context_of_the_wrong_kind_is_told_in_a_sentence(self):
        self.env.invalidate_all()
        for model, context in (
            ("cobranzas.receipt", {"default_date": True}),
            ("cobranzas.receipt", {"default_date": "9999-12-31"}),
            ("cobranzas.receipt", {"default_line_ids": 5}),
            ("cobranzas.document", {"cobranzas_due": {"x": 1}}),
            ("cobranzas.open.item", {"cobranzas_date": {"x": 1}}),
            ("account.move.line", {"cobranzas_document": {"x": 1}}),
        ):
            sent = self.env[model].with_user(self.users["cashier"]).with_context(**context)
            with self.subTest(context=context), self.assertRaises(UserError):
                if context.keys() & {"cobranzas_document", "cobranzas_date"}:
                    sent.search_read([], ["display_name"])
                sent.onchange({}, [], {"display_name": {}, "date": {}, "line_ids": {}})

    def test_values_of_the_wrong_kind_are_told_in_a_sentence(self):
        receipts = self.env["cobranzas.receipt"]
        mine = {"partner_id": self.customer.id}
        for vals in (
            {"partner_id": "x"},
            {"partner_id": 2**40},
            {"partner_id": 1.5},
            {**mine, "line_ids": 5},
            {**mine, "line_ids": [[9, 0, 0]]},
            {**mine, "line_ids": [[0, 0, "x"]]},
            {**mine, "line_ids": [[4, "x", 0]]},
            {**mine, "submission_key": "x" * 100_000},
            {**mine, "submission_key": "🧾" * 1000},
            {**mine, "submission_key": ["x"]},
            {**mine, "note": "a\0b"},
            {**mine, "excess": "whatever"},
            {**mine, "nothing": 1},
            {**mine, "rate_ids": [[0, 0, {"rate": float("inf")}]]},
            {**mine, "rate_ids": [[0, 0, {"rate": float("nan")}]]},
            {**mine, "value_ids": [[0, 0, {"amount": 1e300}]]},
            {**mine, "value_ids": [[0, 0, {"instalments": 2**40}]]},
        ):
            with (
                self.subTest(vals=str(vals)[:80]),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                receipts.create(vals)
                self.env.flush_all()
