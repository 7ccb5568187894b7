"""OCA's aged partner balance (``account_financial_report``), fetched when measured.

It is the report most Odoo Community users age their debts with. It is installed into a folder of
its own, never into the environment, and into the throw-away database only.
"""

import sys
import tempfile
from pathlib import Path

import odoo.addons
from odoo.tools import SQL

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("account-financial-report", "date-range", "report-xlsx")
MODULE = "account_financial_report"
INDEX = "account_move_line_account_id_partner_id_index"  # its own; the others go without


class Unavailable(Exception):
    """OCA's module can't be had here."""


def install(env, module=MODULE, packages=PACKAGES):
    """Install a module of OCA's while there is nothing yet to migrate.

    :return: the folder of its files, to be kept while it is used
    :raises Unavailable: when the machine's package index has it not
    """
    folder = tempfile.TemporaryDirectory(prefix="bench-oca-")
    _fetch(folder.name, packages)
    odoo.addons.__path__.append(str(Path(folder.name) / "odoo" / "addons"))
    env["ir.module.module"].update_list()
    env["ir.module.module"].search([("name", "=", module)]).button_immediate_install()
    env.transaction.reset()
    with_index(env, there=False)
    return folder


def _fetch(folder, packages):
    sys.path.insert(0, str(ROOT / "dev"))
    from env import pyenv
    from env.steps import SetupError

    try:
        pyenv.install(
            *("--no-deps", "--target", folder),
            *(f"odoo-addon-{name}==19.0.*" for name in packages),
        )
    except SetupError as error:
        raise Unavailable(str(error).strip().splitlines()[0]) from error


def with_index(env, there):
    """Make or drop the index OCA's module brings, for its own turns."""
    if there:
        statement = SQL(
            "CREATE INDEX IF NOT EXISTS %s ON account_move_line (account_id, partner_id)",
            SQL.identifier(INDEX),
        )
    else:
        statement = SQL("DROP INDEX IF EXISTS %s", SQL.identifier(INDEX))
    env.cr.execute(statement)
    env.cr.commit()


def aging(env, day):
    """Run the report as its wizard does, summary only; return {customer: amounts}.

    Its amounts are the company's currency: total, not due, 1-30, 31-60, 61-90, over 90 days.
    """
    wizard = env["aged.partner.balance.report.wizard"].create(
        {"date_at": day, "receivable_accounts_only": True}
    )
    wizard.onchange_type_accounts_only()
    data = {**wizard._prepare_report_data(), "date_at": str(day)}
    report = env["report.account_financial_report.aged_partner_balance"]
    values = report._get_report_values(wizard.ids, data)
    return {
        row["name"]: (
            *(row[key] for key in ("residual", "current", "30_days", "60_days", "90_days")),
            row["120_days"] + row["older"],
        )
        for account in values["aged_partner_balance"]
        for row in account["partners"]
    }
