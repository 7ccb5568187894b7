"""Every public method answers with a sentence for none, for many and for vanished records."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.foreign_records import ForeignRecordsCommon
from ..lib.public_methods import call_method, find_public_methods

#: what is given for each argument that a method wants
ARGUMENTS = (None, "2026-02-01", 1, [], {})
#: ids of no record
VANISHED = (2**30, 2**30 + 1)


class Undone(Exception):
    """Takes a call back."""


@tagged("post_install", "-at_install")
class TestPublicMethods(ForeignRecordsCommon):
    def _records(self, model):
        """Sets that a method for one record can't take, and ones that hold no record any more."""
        found = model.browse()
        if model._auto and not model._abstract:
            # as superuser: of some models the user may read none
            everything = model.sudo().with_context(active_test=False)
            found = everything.search([], limit=2).with_env(model.env)
        return [model.browse(), found, model.browse(VANISHED), model.browse(VANISHED[:1])]

    def _answer(self, records, key, arguments):
        """What a method answers or raises; what it did is taken back."""
        answer = None
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                answer = call_method(records, key, arguments)
                self.env.flush_all()
                raise Undone
        except Undone:
            return answer
        except Exception as error:  # noqa: BLE001
            return error

    @mute_logger("odoo.sql_db", "odoo.http")
    def test_a_sentence_for_none_and_for_many(self):
        methods = find_public_methods(self.env)
        self.assertGreater(len(methods), 50)
        for name, key, parameters in methods:
            wanted = [one for one in parameters if one.default is one.empty]
            wanted = [one for one in wanted if one.kind == one.POSITIONAL_OR_KEYWORD]
            for records in self._records(self.env[name]):
                for argument in ARGUMENTS if wanted else ARGUMENTS[:1]:
                    arguments = [argument for _each in wanted]
                    with self.subTest(f"{records!r}.{key}{arguments!r}"):
                        answer = self._answer(records, key, arguments)
                        if isinstance(answer, Exception):
                            self.assertIsInstance(answer, UserError)
                            self.assertTrue(str(answer))

    def test_one_sentence_for_many(self):
        self.theirs.copy()
        pair = self.env["cobranzas.receipt"].search([], limit=2)
        self.assertEqual(len(pair), 2)
        for records in (pair, pair.browse(), pair.move_ids):
            key = "action_open_cobranzas_receipts"
            answer = self._answer(
                records, key if records._name == "account.move" else "action_open_entries", []
            )
            self.assertEqual(str(answer), "This is done for one record at a time: choose one.")
