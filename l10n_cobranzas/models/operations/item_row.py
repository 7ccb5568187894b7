"""Open items as rows: what decides which of many an operation takes, read by one query."""

import datetime
from dataclasses import dataclass

from odoo import models
from odoo.tools import SQL

#: what a row is read from
ROW_FIELDS = (
    "account_id",
    "amount_currency",
    "amount_residual_currency",
    "currency_id",
    "date",
    "date_maturity",
    "move_id",
    "move_name",
    "partner_id",
)


@dataclass(slots=True)
class ItemRow:
    """An open item, before any of them is worth a record.

    :param residual: what posted entries left of it, signed, in minor units of its currency
    :param reconcile_key: as ``_cobranzas_get_reconcile_key`` gives it
    """

    id: int
    move_id: int
    is_debt: bool
    residual: int
    date_due: datetime.date
    date: datetime.date
    number: str
    reconcile_key: tuple


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _cobranzas_read_rows(self, held):
        """Return the ``ItemRow`` of each of these items, in no order.

        Of what the caller found with the rights of the user.

        :param held: as ``_cobranzas_get_held`` gives it
        """
        if not self:
            return []
        self.flush_model(ROW_FIELDS)
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        found = self.env.execute_query(
            SQL(
                """SELECT line.id, line.move_id, line.amount_currency > 0,
                line.amount_residual_currency, COALESCE(line.date_maturity, line.date), line.date,
                COALESCE(line.move_name, ''), partner.commercial_partner_id, line.account_id,
                line.currency_id
                FROM account_move_line line
                LEFT JOIN res_partner partner ON partner.id = line.partner_id
                WHERE line.id IN %s""",
                tuple(self.ids),
            )
        )
        currencies = self.env["res.currency"].browse({row[-1] for row in found})
        currencies = {currency.id: currency for currency in currencies}
        nothing = (0.0, 0.0)
        return [
            ItemRow(
                id_,
                move_id,
                is_debt,
                currencies[key[-1]]._cobranzas_to_minor_units(left + held.get(id_, nothing)[0]),
                due,
                date,
                number,
                (key[0] or False, *key[1:]),
            )
            for id_, move_id, is_debt, left, due, date, number, *key in found
        ]
