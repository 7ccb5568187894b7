"""A sheet of the file for an agency: a title row, values of their own type, nothing run as code."""

import datetime

#: nothing in the data is taken for a formula, a link or a number
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}
LONGEST_NAME = 31  # of a sheet, as spreadsheets have it
WIDEST = 48


def write_sheet(book, name, titles, rows):
    """Add a sheet with a row of titles and then rows; numbers and dates are such."""
    sheet = book.add_worksheet(name[:LONGEST_NAME])
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, (number, column), value, money)
    for column, title in enumerate(titles):
        longest = max((len(str(row[column])) for row in rows), default=0)
        sheet.set_column(column, column, min(max(len(title), longest) + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(titles) - 1)


def _write(sheet, cell, value, money):
    if isinstance(value, float):
        sheet.write_number(*cell, value, money)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(*cell, value)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(*cell, value)
    elif value:
        sheet.write_string(*cell, str(value))
