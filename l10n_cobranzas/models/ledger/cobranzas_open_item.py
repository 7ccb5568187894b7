from odoo import api, fields, models
from odoo.tools import SQL

from .item_fields import amount_pair
from .read_scope import ItemKind

#: the keys of the context on which the values of a field depend
AT_DATE = ("cobranzas_date", "cobranzas_postdated", "cobranzas_as_known")


class CobranzasOpenItem(models.Model):
    """The open items, today or at ``with_context(cobranzas_date=date)`` (DESIGN 7, REP-04).

    At a past date it starts from today's residual and adds the partials made after that date:
    only items that are open, or were reconciled since, are read. A partial counts between posted
    entries only, from the later of its two items' dates, as in core, or from the date of the owner
    that decided it if that is later, and until the date on which it was undone.

    With ``cobranzas_as_known`` in the context it is the list as it read at the end of that day:
    without the entries and partials made since, with the partials undone since.

    With ``cobranzas_postdated`` in the context, the deferred cheques not yet payable at the date
    are listed too, as rows of a kind of their own: in the ledger they are no debt any more.
    """

    _name = "cobranzas.open.item"
    _inherit = ["cobranzas.item"]
    _description = "Open Item"
    _auto = False
    _order = "date_due, id"
    _depends = {
        "account.payment": [
            "amount",
            "amount_company_currency_signed",
            "company_id",
            "currency_id",
            "date",
            "destination_account_id",
            "journal_id",
            "memo",
            "move_id",
            "partner_id",
            "partner_type",
            "payment_method_line_id",
            "payment_type",
            "state",
        ],
        "l10n_latam.check": ["amount", "name", "operation_ids", "payment_date", "payment_id"],
        "res.company": ["currency_id"],
        "res.currency": ["decimal_places"],
    }

    days_overdue = fields.Integer(
        readonly=True,
        depends_context=AT_DATE,
        aggregator="max",
        help="Days past the due date; 0 when not due. Of several, the most.",
    )
    amount, amount_company = amount_pair("Original Amount", help="In the currency of the item.")
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
    expected, expected_company = amount_pair(
        "Expected",
        depends_context=AT_DATE,
        help="What is to come in: the balance, or the amount of a post-dated cheque.",
    )
    bucket = fields.Selection(
        selection="_selection_bucket",
        string="Age",
        readonly=True,
        depends_context=(*AT_DATE, "company"),
    )
    is_postdated = fields.Boolean(
        string="Post-dated",
        readonly=True,
        depends_context=AT_DATE,
        help="Settled by a post-dated document or cheque that is not payable yet.",
    )

    @api.model
    def _selection_bucket(self):
        """Return the aging buckets: not due, then each range of days of the company's setting."""
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
            "expected": self._get_expected_sql(SQL("item.residual_currency")),
            "expected_company": self._get_expected_sql(SQL("item.residual")),
            "bucket": self._get_bucket_sql(day),
            "is_postdated": SQL("item.move_line_id IS NULL"),
        }

    @api.model
    def _get_kinds(self):
        cheque = ItemKind(
            "postdated_check",
            self.env._("Post-dated Cheque"),
            120,
            SQL("item.move_line_id IS NULL"),
        )
        return [cheque, *super()._get_kinds()]

    @api.model
    def _get_expected_sql(self, residual):
        """Return the amount expected: the residual, or of a cheque, a credit, its amount."""
        if not self._get_read_scope().postdated:
            return residual
        return SQL(
            "CASE WHEN item.move_line_id IS NULL THEN -%(left)s ELSE %(left)s END", left=residual
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
        scope = self._get_read_scope()
        changes = self._find_changes(scope.date)
        if not changes:
            prefix, rows = SQL(), [self._get_base_open(scope.date)]
        elif scope.by_parts:
            prefix, rows = self._get_base_by_parts(scope.date, changes)
        else:
            prefix = SQL("WITH later AS (%s)", self._get_changes_sql(scope.date, changes))
            rows = self._get_base_at(scope.date)
        if scope.postdated:
            rows.append(self._get_base_checks(self._get_reference_date()))
        return SQL("%s %s", prefix, SQL(" UNION ALL ").join(rows))

    @api.model
    def _get_base_open(self, day, condition=None):
        """Return the items open today; with ``day``, only those dated until then."""
        return SQL(
            "SELECT %s FROM account_move_line line WHERE %s AND %s AND %s AND %s",
            self._get_base_columns(
                SQL("line.amount_residual"), SQL("line.amount_residual_currency")
            ),
            self._get_open_sql(),
            self._get_receivable_sql(),
            self._get_until_sql(day),
            condition or SQL("TRUE"),
        )

    @api.model
    def _get_base_by_parts(self, day, changes):
        """Return a WITH clause and the rows that sum to the residuals at ``day``.

        Each partial dated after ``day`` is a row of its item, without grouping by item: an item
        may have several rows, all of its sign. Of items where a part would be of the other sign,
        those of undone or unposted partials, the row is exact.
        """
        later = [kind for kind in changes if kind == "later"]
        special = [kind for kind in changes if kind != "later"]
        others, prefix = SQL("TRUE"), SQL()
        if special:
            prefix = SQL("WITH special AS (%s)", self._get_changes_sql(day, special))
            others = SQL("line.id NOT IN (SELECT line_id FROM special)")
        rows = [self._get_base_open(day, others)]
        for part in self._get_parts_sql(day, later):
            joined = SQL("(%s) part JOIN account_move_line line ON line.id = part.line_id", part)
            amounts = SQL("part.amount"), SQL("part.amount_currency")
            rows.append(self._get_base_rows(day, joined, amounts, others))
        if special:
            joined = SQL(
                """(SELECT line_id, SUM(amount) AS amount, SUM(amount_currency) AS amount_currency
                FROM (SELECT * FROM special %s) part GROUP BY line_id) later
                JOIN account_move_line line ON line.id = later.line_id""",
                SQL(" ").join(
                    SQL(
                        "UNION ALL SELECT * FROM (%s) part WHERE line_id IN "
                        "(SELECT line_id FROM special)",
                        part,
                    )
                    for part in self._get_parts_sql(day, later)
                ),
            )
            rows.append(self._get_exact_rows(day, joined, SQL("TRUE")))
        return prefix, rows

    @api.model
    def _get_base_at(self, day):
        """Return the items open today, and those settled since: two lists without a common item."""
        return [
            self._get_exact_rows(day, joined, condition)
            for joined, condition in (
                (
                    SQL("account_move_line line LEFT JOIN later ON later.line_id = line.id"),
                    self._get_open_sql(),
                ),
                (
                    SQL("later JOIN account_move_line line ON line.id = later.line_id"),
                    SQL("(%s) IS NOT TRUE", self._get_open_sql()),
                ),
            )
        ]

    @api.model
    def _get_exact_rows(self, day, joined, condition):
        """Return the items of ``joined``, each ``line`` with the sum of its ``later`` parts."""
        residual = SQL("line.amount_residual + COALESCE(later.amount, 0)")
        residual_currency = SQL(
            "line.amount_residual_currency + COALESCE(later.amount_currency, 0)"
        )
        left = SQL("%s AND (%s <> 0 OR %s <> 0)", condition, residual, residual_currency)
        return self._get_base_rows(day, joined, (residual, residual_currency), left)

    @api.model
    def _get_base_rows(self, day, joined, amounts, condition):
        """Return the receivable items of ``joined`` dated until ``day``, with these amounts."""
        return SQL(
            "SELECT %s FROM %s WHERE %s AND %s AND %s",
            self._get_base_columns(*amounts),
            joined,
            condition,
            self._get_receivable_sql(),
            self._get_until_sql(day),
        )

    @api.model
    def _get_until_sql(self, day):
        if not day:
            return SQL("TRUE")
        return SQL("line.date <= %s AND %s", day, self._get_known_entry_sql(SQL("line.move_id")))

    @api.model
    def _get_open_sql(self):
        """Return the condition of a ``line`` open today, as the index of open items has it."""
        return SQL(
            """line.reconciled IS NOT TRUE
            AND (line.amount_residual <> 0 OR line.amount_residual_currency <> 0)"""
        )

    @api.model
    def _get_base_columns(self, residual, residual_currency):
        """Return the columns of an item with its residual in the company's currency and its own."""
        return SQL(
            """line.id, line.id AS move_line_id, line.move_id, line.move_name, line.ref,
            line.partner_id AS contact_id, line.account_id, line.journal_id, line.company_id,
            line.currency_id, line.company_currency_id, line.date,
            COALESCE(line.date_maturity, line.date) AS date_due,
            line.amount_currency AS amount, line.balance AS amount_company,
            %s AS residual, %s AS residual_currency""",
            residual,
            residual_currency,
        )

    @api.model
    def _get_base_checks(self, day):
        """Return third-party cheques received until ``day`` and payable later, as credits.

        One that was voided by then, or whose payment was cancelled, is left out, and so is one
        that was given back, endorsed or deposited: the last operation until then says where it is.
        A deposited cheque is to come in at the bank, where the ledger shows it.
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
            LEFT JOIN LATERAL (
                SELECT method.code, operation.payment_type, operation.partner_type
                FROM l10n_latam_check_account_payment_rel moved
                JOIN account_payment operation ON operation.id = moved.payment_id
                JOIN account_payment_method_line way ON way.id = operation.payment_method_line_id
                JOIN account_payment_method method ON method.id = way.payment_method_id
                WHERE moved.check_id = cheque.id AND (%(moved)s) AND operation.date <= %(day)s
                    AND %(known_operation)s
                ORDER BY operation.date DESC, operation.id DESC LIMIT 1
            ) last_operation ON TRUE
            WHERE %(listed)s AND payment.date <= %(day)s AND %(known)s
                AND payment.payment_type = 'inbound' AND payment.partner_type = 'customer'
                AND (%(held)s) %(narrowed)s""",
            day=day,
            listed=self._get_listed_checks_sql(day),
            known=self._get_known_sql(SQL("payment.create_date")),
            known_operation=self._get_known_sql(SQL("operation.create_date")),
            held=self._get_held_checks_sql(day),
            moved=self._get_moved_checks_sql(day),
            narrowed=self._get_narrowed_sql(SQL("payment.partner_id")),
            company=SQL(
                """-ROUND(cheque.amount * CASE WHEN payment.amount = 0 THEN 1
                ELSE payment.amount_company_currency_signed / payment.amount END,
                currency.decimal_places)"""
            ),
        )

    @api.model
    def _get_listed_checks_sql(self, day):
        """Return which cheques are listed, by ``cheque`` and its ``last_operation`` until ``day``.

        Here those in hand that are payable later. To extend.
        """
        return SQL(
            """cheque.payment_date > %s
            AND COALESCE(last_operation.code, 'in_third_party_checks') = 'in_third_party_checks'""",
            day,
        )

    @api.model
    def _get_held_checks_sql(self, day):
        """Return the condition of a ``payment`` whose cheques were still in hand at ``day``."""
        return SQL("payment.state IN ('in_process', 'paid')")

    @api.model
    def _get_moved_checks_sql(self, day):
        """Return the condition of an ``operation``, a payment that still stood at ``day``."""
        return SQL("operation.state IN ('in_process', 'paid')")
