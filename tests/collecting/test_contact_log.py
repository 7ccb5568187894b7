"""The log of contacts: rows are added, and never changed or deleted (COL-04)."""

import io
from datetime import timedelta

import openpyxl
import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.contacts import ContactsCommon


@tagged("post_install", "-at_install")
class TestContactLog(ContactsCommon):
    def read_row(self, row):
        self.env.invalidate_all()
        return row.read(["note", "partner_id", "channel", "date", "user_id"])

    def test_a_row_is_of_the_commercial_entity_and_its_collector(self):
        collector = self.env["cobranzas.collector"].create({"name": "Mariana Ruiz"})
        self.customer.write({"is_company": True, "cobranzas_collector_id": collector.id})
        person = self.env["res.partner"].create({"name": "Susana", "parent_id": self.customer.id})
        row = self.log._cobranzas_log([{"partner_id": person.id, "channel": "call"}])
        self.assertEqual(row.partner_id, self.customer)
        self.assertEqual(row.contact_id, person)
        self.assertEqual(row.collector_id, collector)
        self.assertEqual(row.user_id, self.env.user)
        self.assertEqual(row.company_id, self.company)
        self.assertEqual(self.customer.cobranzas_contact_count, 1)

    # ------------------------------------------------------------------
    # Never changed or deleted
    # ------------------------------------------------------------------

    def test_nobody_changes_or_deletes_a_row(self):
        row = self.add(self.chile, "2025-12-01 10:00", note="She pays on Friday")
        before = self.read_row(row)
        for env in (self.env, self.env(su=True), self.env(user=self.env.ref("base.user_root"))):
            mine = row.with_env(env)
            for action in (
                lambda mine=mine: mine.write({"note": "x"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.update({"channel": "sms"}),
            ):
                with self.assertRaisesRegex(UserError, "log of contacts|not allowed to delete"):
                    action()
        self.assertEqual(self.read_row(row), before)

    def test_nobody_adds_a_row_by_hand(self):
        manager = self.make_user("jefa", "l10n_cobranzas.group_cobranzas_manager")
        with self.assertRaises(AccessError):
            self.log.with_user(manager).create({"partner_id": self.chile.id, "channel": "call"})

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_too(self):
        row = self.add(self.chile, "2025-12-01 10:00", note="She pays on Friday")
        before = self.read_row(row)
        for statement in (
            "UPDATE cobranzas_contact_log SET note = 'x'",
            "UPDATE cobranzas_contact_log SET reached = NOT COALESCE(reached, FALSE)",
            f"UPDATE cobranzas_contact_log SET partner_id = {self.customer.id}",
            "UPDATE cobranzas_contact_log SET create_date = NOW() - INTERVAL '1 year'",
            "DELETE FROM cobranzas_contact_log",
            "TRUNCATE cobranzas_contact_log CASCADE",
        ):
            with (
                self.subTest(statement),
                self.assertRaisesRegex(psycopg2.Error, "log of contacts is not changed"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)
        self.assertEqual(self.read_row(row), before)

    def test_every_stored_field_is_watched_by_the_database(self):
        self.env.cr.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgrelid = 'cobranzas_contact_log'::regclass AND NOT tgisinternal"
        )
        triggers = " ".join(definition for (definition,) in self.env.cr.fetchall())
        for name, field in self.log._fields.items():
            if field.store and field.column_type and name not in ("write_uid", "write_date"):
                self.assertRegex(
                    triggers, rf"old\.{name}\)?(::text)? IS DISTINCT FROM \(?new\.{name}\b"
                )

    def test_a_debtor_with_contacts_is_not_deleted(self):
        self.add(self.chile, "2025-12-01 10:00")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            self.chile.unlink()

    def test_the_log_follows_when_contacts_are_merged(self):
        row = self.add(self.chile, "2025-12-01 10:00")
        twin = self.make_debtor("Camila Soto R.", "cl")
        self.env["base.partner.merge.automatic.wizard"]._merge((self.chile | twin).ids, twin)
        self.env.invalidate_all()
        self.assertEqual(row.partner_id, twin)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.Error),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE cobranzas_contact_log SET partner_id = %s", [self.customer.id]
            )

    def test_the_log_of_a_company_goes_with_it(self):
        company = self.env["res.company"].create({"name": "De paso"})
        row = self.add(self.chile, "2025-12-01 10:00", company_id=company.id)
        self.env.flush_all()
        with self.env.cr.savepoint():
            for table, column in (
                ("payment_provider", "company_id"),
                ("cobranzas_receipt_book", "company_id"),
                ("res_company", "id"),
            ):
                self.env.cr.execute(f"DELETE FROM {table} WHERE {column} = %s", [company.id])
        self.assertFalse(row.exists())

    # ------------------------------------------------------------------
    # Corrections
    # ------------------------------------------------------------------

    def test_a_correction_is_a_further_row(self):
        row = self.add(self.chile, "2025-12-01 10:00", note="Pays on Friday", reached=True)
        action = row.action_correct()
        dialog = self.env[action["res_model"]].with_context(action["context"]).create({})
        self.assertEqual(dialog.note, "Pays on Friday")
        with self.assertRaisesRegex(UserError, "Say why the contact is corrected"):
            dialog.action_save()
        dialog.write({"note": "Pays on Monday", "reason": "Heard wrongly"})
        dialog.action_save()
        correction = row.correction_ids
        self.assertEqual(correction.note, "Pays on Monday")
        self.assertEqual(correction.date, row.date)
        self.assertTrue(correction.reached)
        with self.assertRaisesRegex(UserError, "corrected already"):
            row.action_correct()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.add(self.chile, "2025-12-01 10:00", corrects_id=row.id, reason="Again")

    def test_what_was_corrected_does_not_count_and_its_correction_does(self):
        row = self.add(self.chile, "2025-12-01 10:00")
        self.assertEqual(self.ask(self.chile, "call", "2025-12-02 10:00")[0], "week")
        later = self.add(
            self.chile, "2025-12-01 10:00", corrects_id=row.id, channel="email", reason="A mail"
        )
        self.assertIsNone(self.ask(self.chile, "call", "2025-12-02 10:00"))
        self.assertEqual(self.ask(self.chile, "sms", "2025-12-02 10:00")[0], "gap")
        self.add(
            self.chile, "2025-12-01 10:00", corrects_id=later.id, reason="Another", annuls=True
        )
        self.assertIsNone(self.ask(self.chile, "sms", "2025-12-02 10:00"))

    # ------------------------------------------------------------------
    # Bad input
    # ------------------------------------------------------------------

    def test_bad_input(self):
        row = self.add(self.chile, "2025-12-01 10:00")
        other = self.env.ref("l10n_cobranzas.cobranzas_contact_result_other")
        cases = [
            ({"date": fields.Datetime.now() + timedelta(hours=1)}, "still to come"),
            ({"date": self.at("2025-12-05 10:00"), "next_date": "2025-12-04"}, "later day"),
            ({"result_id": other.id}, "Write a note"),
            ({"result_id": other.id, "note": "  "}, "Write a note"),
            ({"annuls": True}, "did not take place"),
            ({"corrects_id": row.id}, "Say why"),
            (
                {"corrects_id": row.id, "reason": "Wrong", "partner_id": self.customer.id},
                "of the debtor and company",
            ),
        ]
        for vals, pattern in cases:
            with (
                self.subTest(pattern),
                self.assertRaisesRegex(ValidationError, pattern),
                self.env.cr.savepoint(),
            ):
                self.log._cobranzas_log([{"partner_id": self.chile.id, "channel": "call", **vals}])
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            self.log._cobranzas_log([{"partner_id": self.chile.id, "channel": "smoke"}])

    # ------------------------------------------------------------------
    # Export
    # ------------------------------------------------------------------

    def test_the_export_has_every_row_and_starts_no_formula(self):
        self.env.user.tz = "America/Santiago"
        row = self.add(self.chile, "2025-12-01 10:00", note="=1+1", reached=True)
        self.add(self.chile, "2025-12-01 10:00", corrects_id=row.id, reason="Heard wrongly")
        action = self.chile.action_cobranzas_export_contacts()
        number = action["url"].split("/")[3].split("?")[0]
        attachment = self.env["ir.attachment"].browse(int(number))
        self.assertFalse(attachment.res_model)
        sheet = openpyxl.load_workbook(io.BytesIO(attachment.raw)).active
        head, *lines = list(sheet.iter_rows(min_row=4, values_only=True))
        table = [dict(zip(head, line, strict=True)) for line in lines]
        self.assertEqual(len(table), 2)
        self.assertEqual(table[0]["When (UTC)"], "2025-12-01 13:00:00")
        self.assertEqual(table[0]["When (America/Santiago)"], "2025-12-01 10:00:00 -0300")
        self.assertEqual((table[0]["Note"], table[0]["Reached"]), ("=1+1", "Yes"))
        self.assertEqual(table[1]["Corrects Number"], str(row.id))
        with self.assertRaisesRegex(UserError, "No contact with"):
            self.other_customer.action_cobranzas_export_contacts()
