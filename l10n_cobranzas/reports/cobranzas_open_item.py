from odoo import api, fields, models
from odoo.tools import SQL

#: a field whose value depends on the date the ledger is seen at
AT_DATE = ("cobranzas_date", "cobranzas_postdated")


class CobranzasOpenItem(models.Model):
    """The open items, today or at ``with_context(cobranzas_date=date)`` (DESIGN 3, REP-04).

    At a past date it starts from today's residual and gives back the partials made after that
    date: only items that are open, or were touched since, are read. An allocation counts from
    the later of its two items' dates, as in core; one that was undone never counts.

    With ``cobranzas_postdated`` in the context, the deferred cheques not yet payable at the date
    are listed too, as rows of a kind of their own: they are no debt in the ledger any more.
    """

    _name = "cobranzas.open.item"
    _inherit = ["cobranzas.item"]
    _description = "Open Item"
    _auto = False
    _order = "date_due, id"
    _depends = {"l10n_latam.check": ["amount", "payment_date"]}

    days_overdue = fields.Integer(
        readonly=True,
        depends_context=AT_DATE,
        aggregator="max",
        help="Days past the due date; 0 when not due. Of several, the most.",
    )
    amount = fields.Monetary(
        string="Original Amount", readonly=True, help="In the currency of the item."
    )
    amount_company = fields.Monetary(
        string="Original Amount (Company)", currency_field="company_currency_id", readonly=True
    )
    residual_currency = fields.Monetary(
        string="Balance",
        readonly=True,
        depends_context=AT_DATE,
        help="What is left, in the currency of the item; credits are negative.",
    )
    residual = fields.Monetary(
        string="Balance (Company)",
        currency_field="company_currency_id",
        readonly=True,
        depends_context=AT_DATE,
        help="What is left, in the currency of the company, as booked.",
    )
    bucket = fields.Selection(
        selection="_selection_bucket",
        string="Age",
        readonly=True,
        depends_context=AT_DATE,
    )
    is_postdated = fields.Boolean(
        string="Post-dated",
        readonly=True,
        depends_context=AT_DATE,
        help="Settled by a post-dated document or cheque that is not payable yet.",
    )

    @api.model
    def _selection_bucket(self):
        """Return the ages by key: not due, then each range of days of the company's setting."""
        return self.env.company._cobranzas_get_buckets()

    @api.model
    def _get_item_columns(self):
        day = self._get_reference_date()
        return {
            **super()._get_item_columns(),
            "days_overdue": SQL("GREATEST(%s - item.date_due, 0)", day),
            "amount": SQL("item.amount"),
            "amount_company": SQL("item.amount_company"),
            "residual_currency": SQL("item.residual_currency"),
            "residual": SQL("item.residual"),
            "bucket": self._get_bucket_sql(day),
            "is_postdated": SQL(
                """item.move_line_id IS NULL OR item.date_due > %s AND EXISTS (
                    SELECT FROM cobranzas_document document WHERE document.kind = 'postdated'
                    AND document.move_line_id = item.move_line_id)""",
                day,
            ),
        }

    @api.model
    def _get_kind_sql(self):
        return SQL(
            "CASE WHEN item.move_line_id IS NULL THEN 'postdated_check' ELSE %s END",
            super()._get_kind_sql(),
        )

    @api.model
    def _get_bucket_sql(self, day):
        cases = [
            SQL("WHEN %s - item.date_due <= %s THEN %s", day, bound, str(number))
            for number, bound in enumerate([0, *self.env.company._cobranzas_get_aging_days()])
        ]
        return SQL("CASE %s ELSE %s END", SQL(" ").join(cases), str(len(cases)))

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    @api.model
    def _get_base(self):
        day = self._get_date()
        rows = [self._get_base_today()] if day is None else self._get_base_at(day)
        if self.env.context.get("cobranzas_postdated"):
            rows.append(self._get_base_checks(self._get_reference_date()))
        later = SQL() if day is None else SQL("WITH later AS (%s)", self._get_later_sql(day))
        return SQL("%s %s", later, SQL(" UNION ALL ").join(rows))

    @api.model
    def _get_base_today(self):
        return SQL(
            """SELECT %s
            FROM account_move_line line
            WHERE line.reconciled IS NOT TRUE AND %s
                AND (line.amount_residual <> 0 OR line.amount_residual_currency <> 0)""",
            self._get_base_columns(SQL("0"), SQL("0")),
            self._get_receivable_sql(),
        )

    @api.model
    def _get_base_at(self, day):
        """Return what is open today and was, and what was paid since: two disjoint lists."""
        columns = self._get_base_columns(
            SQL("COALESCE(later.amount, 0)"), SQL("COALESCE(later.amount_currency, 0)")
        )
        left = SQL(
            """%s AND line.date <= %s AND (
                line.amount_residual + COALESCE(later.amount, 0) <> 0
                OR line.amount_residual_currency + COALESCE(later.amount_currency, 0) <> 0)""",
            self._get_receivable_sql(),
            day,
        )
        return [
            SQL(
                """SELECT %s FROM account_move_line line
                LEFT JOIN later ON later.line_id = line.id
                WHERE line.reconciled IS NOT TRUE AND %s""",
                columns,
                left,
            ),
            SQL(
                """SELECT %s FROM later
                JOIN account_move_line line ON line.id = later.line_id
                WHERE line.reconciled IS TRUE AND %s""",
                columns,
                left,
            ),
        ]

    @api.model
    def _get_later_sql(self, day):
        """Return what partials made after ``day`` took from each item, signed as the item."""
        return SQL(
            """SELECT line_id, SUM(amount) AS amount, SUM(amount_currency) AS amount_currency
            FROM (
                SELECT debit_move_id AS line_id, amount, debit_amount_currency AS amount_currency
                FROM account_partial_reconcile WHERE max_date > %(day)s
                UNION ALL
                SELECT credit_move_id, -amount, -credit_amount_currency
                FROM account_partial_reconcile WHERE max_date > %(day)s
            ) partial
            GROUP BY line_id""",
            day=day,
        )

    @api.model
    def _get_receivable_sql(self):
        return SQL(
            "line.parent_state = 'posted' AND line.account_id IN (%s)",
            self._get_receivable_accounts_sql(),
        )

    @api.model
    def _get_receivable_accounts_sql(self):
        return SQL("SELECT id FROM account_account WHERE account_type = 'asset_receivable'")

    @api.model
    def _get_base_columns(self, more, more_currency):
        """Return the columns of an item; ``more`` is what its residual was above today's."""
        return SQL(
            """line.id, line.id AS move_line_id, line.move_id, line.move_name, line.ref,
            line.partner_id AS contact_id, line.account_id, line.journal_id, line.company_id,
            line.currency_id, line.company_currency_id, line.date,
            COALESCE(line.date_maturity, line.date) AS date_due,
            line.amount_currency AS amount, line.balance AS amount_company,
            line.amount_residual + %s AS residual,
            line.amount_residual_currency + %s AS residual_currency""",
            more,
            more_currency,
        )

    @api.model
    def _get_base_checks(self, day):
        """Return third-party cheques received by ``day`` and payable later, as credits to come.

        One that was voided, or whose payment was cancelled, by that date is left out.
        """
        return SQL(
            """SELECT -cheque.id, NULL::integer, payment.move_id, cheque.name, payment.memo,
                payment.partner_id, payment.destination_account_id, payment.journal_id,
                payment.company_id, payment.currency_id, currency.id, payment.date,
                cheque.payment_date, -cheque.amount, %(company)s, %(company)s, -cheque.amount
            FROM l10n_latam_check cheque
            JOIN account_payment payment ON payment.id = cheque.payment_id
            JOIN res_company company ON company.id = payment.company_id
            JOIN res_currency currency ON currency.id = company.currency_id
            LEFT JOIN cobranzas_receipt receipt ON receipt.id = payment.cobranzas_receipt_id
            WHERE cheque.payment_date > %(day)s AND payment.date <= %(day)s
                AND payment.payment_type = 'inbound' AND payment.partner_type = 'customer'
                AND (payment.state IN ('in_process', 'paid') OR receipt.void_date > %(day)s)""",
            day=day,
            company=SQL(
                """-ROUND(cheque.amount * CASE WHEN payment.amount = 0 THEN 1
                ELSE payment.amount_company_currency_signed / payment.amount END,
                currency.decimal_places)"""
            ),
        )
