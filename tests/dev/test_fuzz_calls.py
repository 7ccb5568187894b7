"""Random calls of every public method and onchange, as four roles: no trace, nothing foreign.

The calls are the same in every run; ``COBRANZAS_FUZZ_CALLS`` and ``COBRANZAS_FUZZ_SEED`` ask for
more and others.
"""

import inspect
import os
import random

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.foreign_records import ELSEWHERE, PAYROLL, ForeignRecordsCommon

CALLS = int(os.environ.get("COBRANZAS_FUZZ_CALLS", "60"))  # of methods and of onchanges, a role
SEED = int(os.environ.get("COBRANZAS_FUZZ_SEED", "10"))
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
    "active_ids",
    "active_id",
    "default_receipt_id",
    "default_partner_id",
    "default_date",
)
#: what a role never sees; accountants read every entry of their company
HIDDEN = {
    "collector": (PAYROLL, ELSEWHERE),
    "cashier": (PAYROLL, ELSEWHERE),
    "accountant": (ELSEWHERE,),
    "clerk": (ELSEWHERE,),
}
#: they end the transaction by themselves
LEFT_OUT = {"set_values", "get_values"}


class Undone(Exception):
    """Takes a call back."""


@tagged("post_install", "-at_install")
class TestFuzzCalls(ForeignRecordsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["clerk"] = cls.make_user("test_clerk", "account.group_account_invoice")
        cls.mine = cls.receipt([cls.invoice(100)], [cls.cash_value(100)])
        cls.env.flush_all()

    def _methods(self):
        """(model, name, parameters) of each public method that the add-on defines."""
        found = []
        for name, model in sorted(self.env.items()):
            for key, method in inspect.getmembers(type(model), inspect.isfunction):
                own = "l10n_cobranzas" in method.__module__
                if own and not key.startswith("_") and not hasattr(method, "_api_private"):
                    parameters = list(inspect.signature(method).parameters)[1:]
                    inherited = key in dir(self.env["base"])
                    if not inherited and key not in LEFT_OUT:
                        found.append((name, key, parameters))
        return found

    def _records(self, draw, model):
        """One record of the model, of whomever; of a model without rows, none."""
        if model._abstract or not model._auto or draw.random() < 0.1:
            return model
        ids = model.sudo().with_context(active_test=False).search([], limit=30).ids
        return model.browse(draw.choice(ids)) if ids else model

    def _context(self, draw):
        keys = draw.sample(CONTEXT_KEYS, draw.choice((0, 0, 1, 2)))
        return {key: draw.choice(THINGS) for key in keys}

    def _assert_call(self, role, call, label):
        answer = None
        self.env.invalidate_all()  # a request begins with nothing read
        try:
            with self.env.cr.savepoint():
                answer = repr(call())
                self.env.flush_all()
                raise Undone
        except (Undone, UserError, IntegrityError) as error:  # a sentence over RPC, each of them
            answer = answer or str(error)
        except ValueError as error:
            if "Expected singleton" not in str(error):  # of no record, where one is asked for
                self.fail(f"{label}: {error!r}")
        except Exception as error:  # noqa: BLE001
            self.fail(f"{label}: {error!r}")
        for word in HIDDEN[role]:
            self.assertNotIn(word, answer or "", label)

    @mute_logger("odoo.sql_db", "odoo.http", "odoo.addons.base.models.ir_rule")
    def test_methods(self):
        methods = self._methods()
        self.assertGreater(len(methods), 50)
        for role, user in self.users.items():
            draw = random.Random(f"{SEED} {role}")
            for number in range(CALLS):
                name, key, parameters = draw.choice(methods)
                model = self.env[name].with_user(user).with_context(**self._context(draw))
                records = self._records(draw, model)
                arguments = [draw.choice(THINGS) for _parameter in parameters]
                label = f"{number} {role} {records!r}.{key}{arguments!r} {model.env.context!r}"
                with self.subTest(label[:300]):
                    self._assert_call(
                        role,
                        lambda r=records, k=key, a=arguments: inspect.getattr_static(type(r), k)(
                            r, *a
                        ),
                        label,
                    )

    @mute_logger("odoo.sql_db", "odoo.http", "odoo.addons.base.models.ir_rule")
    def test_onchanges(self):
        models = [model for model in self._own_models() if model._auto]
        for role, user in self.users.items():
            draw = random.Random(f"{SEED} onchange {role}")
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
