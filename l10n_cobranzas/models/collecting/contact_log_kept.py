from odoo import models
from odoo.tools import SQL

#: changed by the database when contacts are merged; nothing else ever is
MERGED = ("contact_id", "partner_id")
#: within a transaction, set to on while contacts are merged
MERGING = "cobranzas.merging_contacts"

FUNCTION = """
CREATE OR REPLACE FUNCTION cobranzas_contact_log_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- what a company had goes with it: its deletion is what fires the trigger then
    IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_ARGV[0] = 'merge'
            AND current_setting('cobranzas.merging_contacts', TRUE) = 'on' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The log of contacts is not changed or deleted: correct it by a new row.';
END $$
"""
#: trigger -> when it calls the function, and with which argument
TRIGGERS = {
    "cobranzas_contact_log_deleted": ("BEFORE DELETE", "FOR EACH ROW", "never"),
    "cobranzas_contact_log_emptied": ("BEFORE TRUNCATE", "FOR EACH STATEMENT", "never"),
    "cobranzas_contact_log_changed": ("BEFORE UPDATE", "FOR EACH ROW", "never"),
    "cobranzas_contact_log_moved": ("BEFORE UPDATE", "FOR EACH ROW", "merge"),
}


class CobranzasContactLog(models.Model):
    """The database itself keeps the log: rows are not changed or deleted, by any path (COL-04)."""

    _inherit = "cobranzas.contact.log"

    def init(self):
        result = super().init()
        known = {*MERGED, "write_uid", "write_date"}
        columns = [
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in known
        ]
        watched = {
            "cobranzas_contact_log_changed": columns,
            "cobranzas_contact_log_moved": MERGED,
        }
        self.env.cr.execute(SQL(FUNCTION))
        for trigger, (event, each, mode) in TRIGGERS.items():
            self._cobranzas_make_trigger(trigger, f"{event} ON {self._table} {each}", mode, watched)
        return result

    def _cobranzas_make_trigger(self, trigger, event, mode, watched):
        """Make a trigger of the table anew; one that watches columns fires when these change."""
        table, name = SQL.identifier(self._table), SQL.identifier(trigger)
        condition = SQL()
        if trigger in watched:
            differ = SQL(" OR ").join(
                SQL("OLD.%s IS DISTINCT FROM NEW.%s", SQL.identifier(each), SQL.identifier(each))
                for each in watched[trigger]
            )
            condition = SQL("WHEN (%s)", differ)
        self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", name, table))
        self.env.cr.execute(
            SQL(
                "CREATE TRIGGER %s %s %s EXECUTE FUNCTION cobranzas_contact_log_keep(%s)",
                name,
                SQL(event),
                condition,
                mode,
            )
        )


class BasePartnerMerge(models.TransientModel):
    """When contacts are merged, the log of their contacts follows."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env.cr.execute(SQL("SELECT set_config(%s, 'on', TRUE)", MERGING))
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.cr.execute(SQL("SELECT set_config(%s, 'off', TRUE)", MERGING))
        return result
