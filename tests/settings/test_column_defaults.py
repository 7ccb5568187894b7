"""Core's records are also written while the add-on's fields are not known: by what loads before."""

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

REQUIRED = SQL(
    """
    SELECT c.table_name, c.column_name, c.column_default
    FROM information_schema.columns AS c
    JOIN ir_model AS m ON replace(m.model, '.', '_') = c.table_name
    WHERE c.table_schema = current_schema
      AND c.is_nullable = 'NO'
      AND c.column_name LIKE 'cobranzas%%'
      AND m.model NOT LIKE 'cobranzas%%'
    """
)


@tagged("post_install", "-at_install")
class TestColumnDefaults(TransactionCase):
    """Required fields on core's models have their default in the database too (NOT NULL)."""

    def test_every_required_column_of_cores_tables_has_a_default(self):
        columns = self.env.execute_query(REQUIRED)
        self.assertIn("res_company", {table for table, _name, _default in columns})
        self.assertEqual([column for column in columns if not column[2]], [])

    def test_a_company_made_without_the_add_ons_fields_has_its_settings(self):
        self.env.cr.execute(
            SQL(
                "INSERT INTO res_company (name, partner_id, currency_id, %s) "
                "SELECT 'Fulana', %s, currency_id, %s FROM res_company WHERE id = %s RETURNING id",
                SQL(", ").join(SQL.identifier(name) for name in self._required_of_others()),
                self.env["res.partner"].create({"name": "Fulana"}).id,
                SQL(", ").join(SQL.identifier(name) for name in self._required_of_others()),
                self.env.company.id,
            )
        )
        company = self.env["res.company"].browse(self.env.cr.fetchone()[0])
        names = company._cobranzas_get_setting_names()
        required = [name for name in names if company._fields[name].required]
        self.assertIn("cobranzas_aging_days", required)
        for name in required:
            self.assertEqual(company[name], company._fields[name].default(company), name)

    def _required_of_others(self):
        """The columns without a default that core's own add-ons want."""
        query = SQL(
            """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = current_schema AND table_name = 'res_company'
              AND is_nullable = 'NO' AND column_default IS NULL
              AND column_name NOT LIKE 'cobranzas%%'
              AND column_name NOT IN ('name', 'partner_id', 'currency_id')
            """
        )
        return [name for (name,) in self.env.execute_query(query)]
