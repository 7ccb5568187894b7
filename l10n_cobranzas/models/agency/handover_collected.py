from odoo import api, fields, models
from odoo.tools import SQL

from .cobranzas_agency_handover_line import HANDED


class CobranzasAgencyHandoverLine(models.Model):
    """What was collected of documents while an agency had them: read from the ledger (COL-09).

    Money alone counts: values and withholdings of receipts, payments, lines of bank statements. A
    credit note or an adjustment brings nothing in. What a returned cheque paid does not count any
    more, and a voided receipt leaves no allocation behind.
    """

    _inherit = "cobranzas.agency.handover.line"

    collected = fields.Monetary(
        compute="_compute_collected",
        currency_field="company_currency_id",
        help="Money that came in while the agency had it, to us or to the agency; in the "
        "company's currency.",
    )

    def _compute_collected(self):
        self.env.flush_all()
        query = SQL(
            "SELECT line_id, SUM(amount) FROM (%s) paid GROUP BY line_id",
            self._select_collected(SQL("line.id IN %s", self._ids or (0,))),
        )
        found = dict(self.env.execute_query(query))
        for line in self:
            line.collected = found.get(line.id, 0.0)

    @api.model
    def _select_collected(self, condition):
        """Return the SELECT of allocations: line_id, partial_id, day, amount.

        In the company's currency. A payment counts for the agency that had the document on its
        day; of two, for the later one.

        :param condition: of the lines, as ``line``
        """
        return SQL(
            """SELECT line.id AS line_id, partial.id AS partial_id, partial.max_date AS day,
                ROUND((partial.amount * (1 - LEAST(COALESCE(
                    returned.amount / NULLIF(returned.total, 0), 0), 1)))::numeric,
                    currency.decimal_places) AS amount
            FROM cobranzas_agency_handover_line line
            JOIN account_partial_reconcile partial ON partial.debit_move_id = line.move_line_id
                AND partial.max_date >= line.date
                AND (line.date_end IS NULL OR partial.max_date <= line.date_end)
            JOIN account_move_line credit ON credit.id = partial.credit_move_id
                AND credit.parent_state = 'posted'
            JOIN account_move paying ON paying.id = credit.move_id
            JOIN res_company company ON company.id = line.company_id
            JOIN res_currency currency ON currency.id = company.currency_id
            LEFT JOIN LATERAL (%(returned)s) returned ON TRUE
            WHERE %(condition)s AND line.status IN %(handed)s AND (
                    paying.origin_payment_id IS NOT NULL OR paying.statement_line_id IS NOT NULL
                    OR EXISTS (SELECT FROM cobranzas_receipt_withholding withheld
                        WHERE withheld.move_id = paying.id))
                AND NOT EXISTS (SELECT FROM cobranzas_agency_handover_line later
                    WHERE later.move_line_id = line.move_line_id AND later.id > line.id
                        AND later.status IN %(handed)s AND later.date <= partial.max_date)""",
            returned=self.env["cobranzas.promise"]._select_returned(),
            condition=condition,
            handed=HANDED,
        )
