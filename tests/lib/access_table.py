"""Tables of rights: role, model, whose record; each cell is tried and taken back."""

from odoo.exceptions import UserError
from psycopg2 import IntegrityError

from .access_records import PLACES, ROLES

WRITABLE = ("note", "reason", "name", "comment", "sequence", "date_from", "date_to")


class Undone(Exception):
    """Takes back what a cell did."""


class AccessTable:
    """Of records of ``AccessRecordsCommon``: what each role may do with them, as text."""

    def passes(self, call):
        """Tell whether a call is allowed and has an answer; what it did is taken back."""
        self.env.invalidate_all()
        answer = False
        try:
            with self.env.cr.savepoint():
                answer = call()
                self.env.flush_all()
                raise Undone
        except Undone:
            return bool(answer)
        except UserError:  # AccessError is one
            return False
        except IntegrityError:  # in use: no matter who asks
            return True

    def table(self, make, rows):
        """Return a table as text: ``make`` returns what a role may do with a record."""
        lines = [["", *ROLES]]
        for title, records in rows:
            cells = [
                "/".join(
                    make(role, title, records[place]) if place in records else "."
                    for place in PLACES
                )
                for role in ROLES
            ]
            lines.append([title, *cells])
        return lines

    def assertTable(self, found, wanted):
        lines = [line.split("|") for line in wanted.strip("\n").splitlines()]
        wanted = [" | ".join(cell.strip() for cell in line) for line in lines]
        self.assertEqual("\n".join(" | ".join(line) for line in found), "\n".join(wanted))

    def cell(self, role, _title, record):
        """Return what a role may do with a record."""
        mine = record.with_user(self.users[role])
        letters = self.read_letter(mine)
        if not mine._auto:
            return letters or "-"
        name = next((each for each in WRITABLE if each in mine._fields), None)
        value = name and record[name]
        if name and self.passes(lambda: mine.write({name: value})):
            letters += "w"
        if self.passes(lambda: mine.has_access("create")):
            letters += "c"
        if self.passes(mine.unlink):
            letters += "d"
        return letters or "-"

    def read_letter(self, mine):
        """A record is found and read, or neither of both."""
        names = [
            name
            for name, field in mine._fields.items()
            if field.store and field.column_type and mine._has_field_access(field, "read")
        ]
        read = self.passes(lambda: mine.read(names))
        anyone = mine.browse().with_context(active_test=False)
        found = self.passes(lambda: anyone.search([("id", "=", mine.id)]))
        if read != found:
            return "!"
        return "r" if read else ""
