"""The spreadsheet of all open items beside the same cells written by XlsxWriter alone."""

import tempfile
import zipfile
from datetime import date
from pathlib import Path

import xlsxwriter
from odoo.tools import SQL

from .timing import take_memory, take_time


def print_sheet(env, addon):
    """Print time and memory of the add-on's aging in detail, and of its cells alone."""
    report = addon.report("aging", detail=True)
    table = report._get_table(details=True)
    codes = dict(env.execute_query(SQL("SELECT id, name FROM res_currency")))
    rows = [_cells(row, table.columns, codes) for row in [*table.rows, *table.totals]]
    del table
    print(f"\n{'spreadsheet':44}{'rows':>8}{'seconds':>9}{'MB more':>9}{'file MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "addon.xlsx", Path(folder) / "alone.xlsx"
        for name, path, way in (
            ("aging in detail", one, lambda: report._write_xlsx(str(one))),
            ("its cells by XlsxWriter alone", other, lambda: _write(other, rows)),
        ):
            (spent, _none), grown = take_memory(lambda way=way: take_time(env, way))
            size = path.stat().st_size / 2**20
            print(f"{name:44}{len(rows):8,}{spent / 1000:9.1f}{grown:9.0f}{size:9.1f}", flush=True)
        cells, expected = _count(one), _count(other)
    # title, notes and headings come on top
    assert 0 <= cells - expected < 100, f"{cells} cells beside {expected}"


def _cells(row, columns, codes):
    return (
        row.kind,
        row.label,
        codes[row.currency_id],
        *(row.values.get(column.name) for column in columns if not column.is_amount),
        *(row.values.get(column.name) for column in columns if column.is_amount),
    )


def _write(path, rows):
    """Write the cells of rows, each by its type, the memory constant."""
    label = ""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        formats = {
            kind: {
                str: book.add_format(style),
                date: book.add_format({**style, "num_format": "yyyy-mm-dd"}),
                float: book.add_format({**style, "num_format": "#,##0.00"}),
            }
            for kind, style in {
                "group": {"bold": True},
                "detail": {},
                "total": {"bold": True, "top": 1},
            }.items()
        }
        for number, (kind, own, *cells) in enumerate(rows):
            if kind == "detail":
                sheet.set_row(number, None, None, {"level": 1})
            label = own or label
            for place, value in enumerate([label, *cells]):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(number, place, value, formats[kind][str])
                elif isinstance(value, date):
                    sheet.write_datetime(number, place, value, formats[kind][date])
                elif value is not None:
                    sheet.write_number(number, place, value, formats[kind][float])


def _count(path):
    """Return how many cells the only sheet of a file has."""
    with zipfile.ZipFile(path) as archive, archive.open("xl/worksheets/sheet1.xml") as sheet:
        count, rest = 0, b""
        while chunk := sheet.read(2**20):
            rest += chunk
            count += rest.count(b"<c r=")
            rest = rest[-5:]
        return count
