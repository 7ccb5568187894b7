import io
import zipfile
from dataclasses import dataclass, field
from itertools import islice

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...engine import sheet

#: headings, simplified, by what a column holds
COLUMNS = {
    "partner": ("customer", "cliente", "client", "rut", "cuit", "rfc", "vat", "codigo", "code"),
    "document_type": ("type", "tipo", "tipo de documento", "document type"),
    "document_number": ("number", "numero", "documento", "document", "folio"),
    "date": ("date", "fecha", "emision", "fecha de emision", "issue date"),
    "date_due": ("due", "vencimiento", "fecha de vencimiento", "due date"),
    "amount": ("amount", "importe", "monto", "saldo"),
    "currency": ("currency", "moneda"),
    "rate": ("rate", "cotizacion", "tipo de cambio", "cambio", "tasa"),
    "note": ("comment", "comentario", "observaciones", "notes"),
}
#: what every file needs
NEEDED = ("partner", "amount")
#: rows of a file, at most
MOST_ROWS = 10_000


@dataclass
class DebtRow:
    """A row of the file: its line, its cells by what they hold, and what is wrong with it."""

    line: int
    cells: dict
    vals: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)


class DryRun(Exception):
    """Takes back the drafts that a dry run made."""


class CobranzasOperation(models.Model):
    """Outside debts of a spreadsheet: all of them, or none (OPS-01)."""

    _inherit = "cobranzas.operation"

    @api.model
    def _import_outside_debts(self, content, company, dry_run=False):
        """Enter the debts of a file and confirm them, all or none; return (operations, rows).

        :param content: bytes of an XLSX or CSV file, headings in its first row
        :param dry_run: only say what is wrong, row by row: ``problems`` of the ``DebtRow``
        Raises ``AccessError`` below accountant, ``UserError`` for a file that can't be read or a
        company without the accounts.
        """
        self._check_confirm_right()
        self.env["cobranzas.operation.kind.outside_debt"]._check_debt_settings(company)
        rows = self._read_debt_file(content)
        self._fill_debt_rows(rows, company)
        operations = self.browse()
        try:
            with self.env.cr.savepoint():
                operations = self._create_debts([row for row in rows if not row.problems])
                if dry_run or any(row.problems for row in rows):
                    raise DryRun
        except DryRun:
            self.env.invalidate_all(flush=False)
            return self.browse(), rows
        operations.action_confirm()
        return operations, rows

    @api.model
    def _create_debts(self, good):
        """Create the drafts of the good rows; add what keeps one from being confirmed to it."""
        quiet = self.with_context(tracking_disable=True, mail_create_nolog=True)
        operations = quiet.create([row.vals for row in good]).with_env(self.env)
        seen = {}
        for row, operation in zip(good, operations, strict=True):
            try:
                operation._check_confirmable()
                operation._prepare_plan()
            except (UserError, ValidationError, AccessError) as error:
                row.problems.append(str(error))
            key = operation.document_name and operation._get_document_key()
            if key in seen:
                row.problems.append(
                    self.env._("The same document is on line %(line)s.", line=seen[key])
                )
            elif key:
                seen[key] = row.line
        return operations

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------

    @api.model
    def _read_debt_file(self, content):
        """Return the ``DebtRow`` of each row of the file that is not empty."""
        table = self._read_table(content)
        columns = sheet.find_columns(table[0], COLUMNS) if table else {}
        missing = [name for name in NEEDED if name not in columns.values()]
        if missing:
            raise UserError(
                self.env._(
                    "The first row needs the headings Customer and Amount; it may have Type, "
                    "Number, Date, Due, Currency, Rate and Comment."
                )
            )
        rows = [
            DebtRow(line, {name: cells[at] for at, name in columns.items() if at < len(cells)})
            for line, cells in enumerate(table[1:], start=2)
            if any(str(cell).strip() for cell in cells if cell is not None)
        ]
        if not rows:
            raise UserError(self.env._("The file has no debts."))
        if len(rows) > MOST_ROWS:
            raise UserError(
                self.env._("The file has more than %(most)s debts: split it.", most=MOST_ROWS)
            )
        return rows

    @api.model
    def _read_table(self, content):
        """Return the cells of the first sheet, by row."""
        if not content.startswith(b"PK"):
            return sheet.read_csv(content)
        # imported where it is used: few calls need it, and it takes its time
        from openpyxl import load_workbook

        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return [list(row) for row in islice(book.worksheets[0].values, MOST_ROWS + 2)]
        except (KeyError, ValueError, IndexError, OSError, zipfile.BadZipFile) as error:
            raise UserError(
                self.env._("The file can't be read: save it as XLSX or CSV and try again.")
            ) from error

    # ------------------------------------------------------------------
    # The values
    # ------------------------------------------------------------------

    @api.model
    def _fill_debt_rows(self, rows, company):
        """Write on the rows the values of their operations, or what is wrong with them."""
        partners = self._find_debt_partners(rows, company)
        currencies = {
            sheet.simplify(name): currency
            for currency in self.env["res.currency"].search([])
            for name in (currency.name, currency.symbol)
        }
        for row in rows:
            self._fill_debt_row(row, company, partners, currencies)

    @api.model
    def _fill_debt_row(self, row, company, partners, currencies):
        """Write on a row the values of its operation, or what is wrong with them."""
        cells = {name: row.cells.get(name) for name in COLUMNS}
        texts = {name: self._read_cell_text(cell) for name, cell in cells.items()}
        found = partners.get(sheet.simplify(texts["partner"]), [])
        if len(found) != 1:
            row.problems.append(self._get_partner_problem(texts["partner"], found))
        currency = self._get_row_currency(row, texts["currency"], company, currencies)
        row.vals = {
            "kind": "outside_debt",
            "company_id": company.id,
            "partner_id": found[0].id if len(found) == 1 else False,
            "currency_id": currency.id if currency else False,
            "document_type": texts["document_type"],
            "document_number": texts["document_number"],
            "note": texts["note"],
        }
        self._fill_debt_values(row, cells, texts)

    @api.model
    def _get_row_currency(self, row, name, company, currencies):
        """Return the currency of a row; None, told on the row, for a name that is none."""
        if not name:
            return company.currency_id
        currency = currencies.get(sheet.simplify(name))
        if not currency:
            row.problems.append(self.env._("There is no currency %(name)s.", name=name))
        return currency

    @api.model
    def _fill_debt_values(self, row, cells, texts):
        """Write the amounts and dates of the cells on the row, or which of them can't be read."""
        for name, read in (
            ("amount", sheet.read_amount),
            ("rate", sheet.read_amount),
            ("date", sheet.read_day),
            ("date_due", sheet.read_day),
        ):
            try:
                value = read(cells[name])
            except ValueError:
                row.problems.append(self.env._("%(text)s can't be read.", text=texts[name]))
                continue
            if value:
                row.vals[name] = value

    @api.model
    def _read_cell_text(self, cell):
        """Return the text of a cell; a number without decimals as people write it."""
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return str(cell if cell is not None else "").strip()

    @api.model
    def _get_partner_problem(self, text, found):
        if not text:
            return self.env._("The customer is missing.")
        if found:
            return self.env._(
                "There are %(count)s customers %(text)s.", count=len(found), text=text
            )
        return self.env._("There is no customer %(text)s.", text=text)

    @api.model
    def _find_debt_partners(self, rows, company):
        """Return {text, simplified: [customers]}: by tax number or code, else by name."""
        texts = list({self._read_cell_text(row.cells.get("partner")) for row in rows} - {""})
        domain = Domain("name", "in", texts) | Domain("vat", "in", texts)
        domain |= Domain("ref", "in", texts) | Domain.OR(
            [Domain("name", "=ilike", text.replace("%", r"\%")) for text in texts]
        )
        domain &= Domain("company_id", "in", (False, company.id)) & Domain("parent_id", "=", False)
        partners = self.env["res.partner"].search(domain)
        found = {}
        for name in ("vat", "ref", "name"):
            named = {}
            for partner in partners.filtered(name):
                named.setdefault(sheet.simplify(partner[name]), []).append(partner)
            for text, those in named.items():
                found.setdefault(text, those)
        return found
