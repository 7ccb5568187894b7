"""The add-on's reports, as rows that can be laid beside those of raw SQL."""

from odoo.fields import Command

from .raw import WEEKS

AGES = ("balance", "age_0", "age_1", "age_2", "age_3", "age_4", "age_5")
#: order and fields of the explorer's list, and of core's with the same content
LISTED = (
    "date_due, id",
    "name kind partner_id collector_id date date_due days_overdue bucket currency_id amount "
    "residual_currency residual company_id",
)
CORE_LISTED = (
    "date_maturity, id",
    "move_name move_type partner_id move_id date date_maturity ref matching_number currency_id "
    "amount_currency amount_residual_currency amount_residual company_id",
)
BALANCES = ("debts", "overdue", "credits", "balance")


def make_user(env):
    """Make somebody who may see every debtor: access rights and rules count in our time."""
    return env["res.users"].create(
        {
            "name": "Gerencia de cobranzas",
            "login": "bench-manager",
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [Command.link(env.ref("l10n_cobranzas.group_cobranzas_manager").id)],
        }
    )


class AddOn:
    """The reports of a user's, as rows (customer's name, its id, currency, amounts...)."""

    def __init__(self, env, user, today):
        self.env = env(user=user.id, su=False)
        self.today = today

    def report(self, key, **values):
        """The user's filters of a report, as of ``date_to``."""
        Report = self.env["cobranzas.report"]
        values = {"period": "custom", "date_to": self.today, **values}
        found = Report.search([("report", "=", key), ("user_id", "=", self.env.uid)])
        if found:
            found.write(values)
            return found
        return Report.create({"report": key, **values})

    def table(self, key, **values):
        """The whole table of a report, as its screen, page and spreadsheet show it."""
        return self.report(key, **values)._get_table(details=values.get("detail", False))

    @staticmethod
    def _rows(table, columns):
        return [
            (row.label, row.path[-1], row.currency_id, *(row.values[name] for name in columns))
            for row in table.rows
            if row.kind == "group"
        ]

    def aging(self, day, mode="each"):
        """See ``Raw.aging``."""
        return self._rows(self.table("aging", date_to=day, currency_mode=mode), AGES)

    def balances(self):
        """See ``Raw.balances``."""
        return self._rows(self.table("balance"), BALANCES)

    def forecast(self):
        """See ``Raw.forecast``."""
        periods = [f"period_{number}" for number in range(1, WEEKS + 1)]
        table = self.table("forecast", forecast_unit="week", forecast_count=WEEKS)
        return self._rows(table, ["overdue", *periods, "later", "credits", "total"])

    def statement(self, partner_id, first, last):
        """See ``Raw.statement``."""
        table = self.table(
            "statement",
            date_from=first,
            date_to=last,
            partner_ids=[Command.set([partner_id])],
            detail=True,
        )
        opening = {
            row.currency_id: row.values["opening"] for row in table.rows if row.kind == "group"
        }
        return opening, [
            (
                *(row.values[name] for name in ("date", "name", "ref", "date_due", "kind")),
                row.currency_id,
                *(row.values[name] for name in ("charge", "credit", "balance")),
            )
            for row in table.rows
            if row.kind == "detail"
        ]

    def explorer(self):
        """The first page of the open items, as the web client asks for it."""
        return self._first_page("cobranzas.open.item", [], LISTED)

    def core_explorer(self):
        """The same items in core's list of journal items, with fields that say the same."""
        domain = self.env["account.move.line"]._cobranzas_open_items_domain()
        return self._first_page("account.move.line", list(domain), CORE_LISTED)

    def _first_page(self, model, domain, order_and_fields):
        order, names = order_and_fields
        fields = self.env[model]._fields
        specification = {
            name: {"fields": {"display_name": {}}} if fields[name].relational else {}
            for name in names.split()
        }
        return self.env[model].web_search_read(
            domain, specification, limit=80, order=order, count_limit=10001
        )
