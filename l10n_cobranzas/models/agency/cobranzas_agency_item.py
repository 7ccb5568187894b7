from odoo import api, fields, models
from odoo.tools import SQL

from .cobranzas_agency_handover_line import HANDED, STATUSES


def money(string, help_text):
    """Return a field of an amount in the company's currency."""
    return fields.Monetary(
        string=string, currency_field="currency_id", readonly=True, help=help_text
    )


class CobranzasAgencyItem(models.Model):
    """Documents that were handed over, with what came of each: the results of agencies (COL-09).

    All amounts are in the company's currency, as of today.
    """

    _name = "cobranzas.agency.item"
    _inherit = ["cobranzas.item"]
    _description = "Result of a Hand-over"
    _auto = False
    _order = "date desc, id desc"
    _depends = {
        "cobranzas.agency.handover.line": [
            "agency_id",
            "amount_company",
            "date",
            "date_end",
            "days_overdue",
            "document",
            "move_line_id",
            "percent",
            "status",
        ],
        "cobranzas.receipt.withholding": ["move_id"],
    }

    date = fields.Date(string="Handed Over on", readonly=True)
    agency_id = fields.Many2one("cobranzas.agency", readonly=True)
    bucket = fields.Selection(
        selection=lambda self: self.env.company._cobranzas_get_buckets(),
        string="Age",
        readonly=True,
        help="Days overdue at the hand-over.",
    )
    status = fields.Selection(
        [each for each in STATUSES if each[0] in HANDED], string="State", readonly=True
    )
    days_with = fields.Integer(
        string="Days with the Agency", readonly=True, aggregator="max", help="Until it came back."
    )
    handed = money("Handed Over", "What was owed at the hand-over.")
    collected = money("Collected", "Money that came in while the agency had it.")
    missing = money("Not Collected", "What was handed over less what was collected.")
    commission = money("Commission", "Of what was collected, before taxes.")
    returned = money("Came Back", "What was recalled or returned without being collected.")

    @api.model
    def _get_base(self):
        return SQL(
            """SELECT line.id, line.move_line_id, item.move_id, line.document AS move_name,
                item.ref, item.partner_id AS contact_id, item.account_id, item.journal_id,
                line.company_id, item.company_currency_id AS currency_id,
                item.company_currency_id, line.date, line.date_due, line.agency_id, line.status,
                line.date_end, line.days_overdue, line.percent, line.amount_company AS handed,
                COALESCE(paid.amount, 0) AS collected
            FROM cobranzas_agency_handover_line line
            JOIN account_move_line item ON item.id = line.move_line_id
            LEFT JOIN (SELECT line_id, SUM(amount) AS amount FROM (%s) part GROUP BY line_id) paid
                ON paid.line_id = line.id
            WHERE line.status IN %s %s""",
            self.env["cobranzas.agency.handover.line"]._select_collected(SQL("TRUE")),
            HANDED,
            self._get_narrowed_sql(SQL("item.partner_id")),
        )

    @api.model
    def _get_item_columns(self):
        places = SQL(
            """(SELECT decimal_places FROM res_currency WHERE id = item.company_currency_id)"""
        )
        left = SQL("item.handed - item.collected")
        return {
            **super()._get_item_columns(),
            "agency_id": SQL("item.agency_id"),
            "bucket": self._get_age_sql(),
            "status": SQL("item.status"),
            "days_with": SQL(
                "COALESCE(item.date_end, %s) - item.date", fields.Date.context_today(self)
            ),
            "handed": SQL("item.handed"),
            "collected": SQL("item.collected"),
            "missing": left,
            "commission": SQL("ROUND((item.collected * item.percent / 100)::numeric, %s)", places),
            "returned": SQL("CASE WHEN item.status = 'in_force' THEN 0 ELSE %s END", left),
        }

    @api.model
    def _get_age_sql(self):
        """Return the key of the range of days overdue at the hand-over, as aging has them."""
        bounds = [0, *self.env.company._cobranzas_get_aging_days()]
        cases = [
            SQL("WHEN item.days_overdue <= %s THEN %s", bound, str(number))
            for number, bound in enumerate(bounds)
        ]
        return SQL("CASE %s ELSE %s END", SQL(" ").join(cases), str(len(bounds)))
