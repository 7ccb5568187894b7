"""Random calls of every public method and onchange, as four roles: no trace, nothing foreign.

The calls are the same in every run; ``COBRANZAS_FUZZ_CALLS`` and ``COBRANZAS_FUZZ_SEEDS`` ask
for more and others.
"""

import os
import random

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.foreign_records import ELSEWHERE, PAYROLL, THEIRS, ForeignRecordsCommon
from ..lib.public_methods import call_method, count_positional, find_public_methods

CALLS = int(os.environ.get("COBRANZAS_FUZZ_CALLS", "60"))  # of methods and of onchanges, a role
SEEDS = os.environ.get("COBRANZAS_FUZZ_SEEDS", "10").split()
#: what a client may send where something else is wanted
THINGS = (
    None,
    False,
    True,
    0,
    -1,
    1,
    2**40,
    1.5,
    float("inf"),
    float("nan"),
    "",
    "x",
    "a\0b",
    "2026-02-01",
    "9999-12-31",
    "Ñandú " * 400,
    [],
    [1],
    ["x"],
    [[0, 0, {}]],
    [[6, 0, [1]]],
    [[4, 2**40]],
    {},
    {"x": 1},
    {"id": 1},
)
CONTEXT_KEYS = (
    "cobranzas_date",
    "cobranzas_postdated",
    "cobranzas_scope",
    "cobranzas_receipt_id",
    "cobranzas_correction",
    "cobranzas_allocations",
    "cobranzas_document",
    "cobranzas_due",
    "cobranzas_statements",
    "cobranzas_judged",
    "cobranzas_grown",
    "active_ids",
    "active_id",
    "default_receipt_id",
    "default_partner_id",
    "default_date",
)
#: what a role never sees; accountants read every entry of their company, collectors their debtors'
HIDDEN = {
    "collector": (PAYROLL, ELSEWHERE, *THEIRS),
    "cashier": (PAYROLL, ELSEWHERE),
    "accountant": (ELSEWHERE,),
    "clerk": (ELSEWHERE,),
    "salesman": (PAYROLL, ELSEWHERE),
}


class Undone(Exception):
    """Takes a call back."""


@tagged("post_install", "-at_install")
class TestFuzzCalls(ForeignRecordsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["clerk"] = cls.make_user("test_clerk", "account.group_account_invoice")
        cls.users["salesman"] = cls.make_user("test_salesman", "sales_team.group_sale_salesman")
        cls.mine = cls.receipt([cls.invoice(100)], [cls.cash_value(100)])
        cls.env.flush_all()

    def _records(self, draw, model):
        """One record of the model, of whomever; of a model without rows, none."""
        if model._abstract or not model._auto or draw.random() < 0.1:
            return model
        if model._name == "cobranzas.receipt" and draw.random() < 0.3:
            return model.browse(self.theirs.id)
        # core lets everybody read the contacts of companies, by their names
        domain = [("ref_company_ids", "=", False)] if model._name == "res.partner" else []
        ids = model.sudo().with_context(active_test=False).search(domain, limit=30).ids
        return model.browse(draw.choice(ids)) if ids else model

    def _draws(self, what=""):
        """(role, user, what draws) of each role and seed."""
        for seed in SEEDS:
            for role, user in self.users.items():
                yield role, user, random.Random(f"{seed} {what}{role}")

    def _argument(self, draw):
        """A thing of any kind, or ids of what another's receipt is made of."""
        if draw.random() < 0.7:
            return draw.choice(THINGS)
        theirs = self.theirs
        records = draw.choice(
            [theirs, theirs.line_ids, theirs.line_ids.move_line_id, theirs.value_ids]
            + [theirs.partner_id, theirs.move_ids, theirs.payment_ids, theirs.check_ids]
        )
        return draw.choice([records.ids, records[:1].id])

    def _context(self, draw):
        keys = draw.sample(CONTEXT_KEYS, draw.choice((0, 0, 1, 2)))
        return {key: self._argument(draw) for key in keys}

    def _assert_call(self, role, call, label):
        """Make a call and take it back; return whether it was answered."""
        answer = None
        self.env.invalidate_all()  # a request begins with nothing read
        try:
            with self.env.cr.savepoint():
                answer = repr(call())
                self.env.flush_all()
                raise Undone
        except Undone:
            refusal = None
        except (UserError, IntegrityError) as error:  # a sentence over RPC, each of them
            refusal = str(error)
        except Exception as error:  # noqa: BLE001
            self.fail(f"{label}: {error!r}")
        for word in HIDDEN[role]:
            self.assertNotIn(word, f"{answer} {refusal}", label)
        return refusal is None

    @mute_logger("odoo.sql_db", "odoo.http", "odoo.addons.base.models.ir_rule")
    def test_methods(self):
        methods = find_public_methods(self.env)
        self.assertGreater(len(methods), 50)
        for role, user, draw in self._draws():
            for number in range(CALLS):
                name, key, parameters = draw.choice(methods)
                model = self.env[name].with_user(user).with_context(**self._context(draw))
                records = self._records(draw, model)
                arguments = [self._argument(draw) for _each in range(count_positional(parameters))]
                label = f"{number} {role} {records!r}.{key}{arguments!r} {model.env.context!r}"
                with self.subTest(label[:300]):
                    self._assert_call(
                        role,
                        lambda r=records, k=key, a=arguments: call_method(r, k, a),
                        label,
                    )

    def _readable(self):
        """Own models, and those of core that the add-on lets its roles read."""
        names = [model._name for model in self._own_models() if not model._transient]
        return [*names, "account.move", "account.move.line", "account.payment", "res.partner"] + [
            "account.partial.reconcile",
            "l10n_latam.check",
        ]

    @mute_logger("odoo.sql_db", "odoo.http", "odoo.addons.base.models.ir_rule")
    def test_reads(self):
        """All that a role reads of all records that it finds; field by field if it is refused."""
        for role, user in self.users.items():
            for name in self._readable():
                model = self.env[name].with_user(user)
                if not model.has_access("read"):
                    continue
                self.env.invalidate_all()
                records = model.with_context(active_test=False).search([])
                if name == "res.partner":  # core shows them all: what is theirs are their figures
                    records = self.other_customer.with_user(user)
                keys = [
                    key
                    for key, field in model._fields.items()
                    if model._has_field_access(field, "read")
                ]
                with self.subTest(role=role, model=name):
                    if not self._assert_read(role, records, keys):
                        for key in keys:
                            self._assert_read(role, records, [key])

    def _assert_read(self, role, records, keys):
        label = f"{role} {records._name} {keys}"
        return self._assert_call(role, lambda: records.read(keys), label)

    @mute_logger("odoo.sql_db", "odoo.http", "odoo.addons.base.models.ir_rule")
    def test_onchanges(self):
        models = [model for model in self._own_models() if model._auto]
        for role, user, draw in self._draws("onchange "):
            for number in range(CALLS):
                model = draw.choice(models).with_user(user).with_context(**self._context(draw))
                names = draw.sample(sorted(model._fields), draw.choice((0, 1, 2)))
                values = {name: self._value(draw, model._fields[name]) for name in names}
                label = f"{number} {role} {model._name}.onchange({values!r}) {model.env.context!r}"
                with self.subTest(label[:300]):
                    self._assert_call(
                        role,
                        lambda m=model, v=values: m.onchange(v, list(v), self._spec(m)),
                        label,
                    )

    def _value(self, draw, field):
        """A thing of any kind, or the id of any record where one is wanted."""
        if not field.relational or draw.random() < 0.3:
            return draw.choice(THINGS)
        comodel = self.env[field.comodel_name]
        if comodel._abstract or not comodel._auto:
            return draw.choice(THINGS)
        ids = comodel.sudo().with_context(active_test=False).search([], limit=30).ids or [0]
        record_id = draw.choice(ids)
        return record_id if field.type == "many2one" else [[4, record_id, 0]]
