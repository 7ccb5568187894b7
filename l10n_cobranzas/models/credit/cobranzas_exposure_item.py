from odoo import api, fields, models
from odoo.tools import SQL

from ..ledger.read_scope import ItemKind
from ..operations.check_return import PORTFOLIO_METHODS

#: ids of the rows of orders are below this one, those of cheques above it, both negative
ORDERS = -(2**30)


class CobranzasExposureItem(models.Model):
    """What counts against a customer's credit limit, row by row (CRE-03).

    The open items; and, where the company counts them, draft invoices, what is not invoiced of
    confirmed orders, and cheques received that are not cleared. ``exposure`` is what a row counts,
    in the currency of the company; a credit counts negative. As of today: orders and drafts have
    no history.
    """

    _name = "cobranzas.exposure.item"
    _inherit = ["cobranzas.open.item"]
    _description = "Credit Used"
    _auto = False
    _order = "date_due, id"
    _depends = {
        "account.move": ["move_type", "state"],
        "account.move.line": ["price_total", "reconciled"],
        "account.payment.method": ["code"],
        "account.payment.method.line": ["journal_id", "payment_method_id"],
        "l10n_latam.check": ["current_journal_id"],
        "cobranzas.document": ["move_line_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["invoice_policy"],
        "res.company": [
            "cobranzas_credit_count_checks",
            "cobranzas_credit_count_credits",
            "cobranzas_credit_count_drafts",
            "cobranzas_credit_count_orders",
            "cobranzas_credit_count_postdated",
            "cobranzas_credit_rate_day",
            "parent_path",
        ],
        "res.currency.rate": ["company_id", "currency_id", "name", "rate"],
        "sale.order": [
            "company_id",
            "currency_id",
            "currency_rate",
            "date_order",
            "client_order_ref",
            "invoice_status",
            "name",
            "partner_invoice_id",
            "state",
        ],
        "sale.order.line": [
            "discount",
            "display_type",
            "invoice_lines",
            "is_downpayment",
            "order_id",
            "price_total",
            "price_unit",
            "product_id",
            "product_uom_qty",
            "qty_delivered",
            "qty_invoiced",
        ],
    }

    part = fields.Selection(selection="_selection_part", string="Counts As", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    exposure = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What counts against the credit limit, in the currency of the company; 0 for what "
        "the company does not count.",
    )

    @api.model
    def _selection_part(self):
        return [
            ("items", self.env._("Open Documents")),
            ("postdated", self.env._("Documents to Collect")),
            ("checks", self.env._("Cheques Not Cleared")),
            ("orders", self.env._("Orders Not Invoiced")),
            ("drafts", self.env._("Draft Invoices")),
            ("credits", self.env._("Credits and Advances")),
        ]

    @api.model
    def _get_kinds(self):
        return [
            ItemKind("order", self.env._("Sales Order"), 5, SQL("item.part = 'orders'")),
            ItemKind("draft", self.env._("Draft Invoice"), 6, SQL("item.part = 'drafts'")),
            ItemKind("check", self.env._("Cheque"), 121, SQL("item.part = 'checks'")),
            *super()._get_kinds(),
        ]

    @api.model
    def _get_item_columns(self):
        columns = super()._get_item_columns()
        part = SQL(
            """COALESCE(item.part, CASE
                WHEN COALESCE(NULLIF(item.residual, 0), item.residual_currency) < 0 THEN 'credits'
                WHEN item.date_due > %s AND EXISTS (SELECT FROM cobranzas_document document
                    WHERE document.move_line_id = item.move_line_id) THEN 'postdated'
                ELSE 'items' END)""",
            self._get_reference_date(),
        )
        return {
            **columns,
            "part": part,
            "order_id": SQL("item.order_id"),
            "exposure": SQL(
                "CASE WHEN %s THEN %s ELSE 0 END",
                self._get_counted_sql(part),
                self._get_worth_sql(),
            ),
        }

    # ------------------------------------------------------------------
    # Settings
    # ------------------------------------------------------------------

    @api.model
    def _get_setting_sql(self, name):
        """Return the SQL of whether the row's ``company`` has a setting of credit control on."""
        return SQL("company.%s IS TRUE", SQL.identifier(f"cobranzas_credit_{name}"))

    @api.model
    def _get_counted_sql(self, part):
        """Return the condition that the company counts rows of ``part``; open items always do."""
        cases = [
            SQL("WHEN %s THEN %s", name, self._get_setting_sql(f"count_{name}"))
            for name in ("postdated", "checks", "orders", "drafts", "credits")
        ]
        return SQL("CASE %s %s ELSE TRUE END", part, SQL(" ").join(cases))

    # ------------------------------------------------------------------
    # Worth in the currency of the company
    # ------------------------------------------------------------------

    @api.model
    def _get_worth_sql(self):
        """Return what is left of a row in the company's currency: at today's rate, or as booked."""
        return SQL(
            """CASE item.part WHEN 'checks' THEN -1 ELSE 1 END
            * CASE WHEN item.currency_id = item.company_currency_id OR %s THEN item.residual
            ELSE ROUND((item.residual_currency * %s / %s)::numeric,
                (SELECT decimal_places FROM res_currency WHERE id = item.company_currency_id))
            END""",
            self._get_booked_sql(),
            self._get_rate_sql(SQL("item.company_currency_id")),
            self._get_rate_sql(SQL("item.currency_id")),
        )

    @api.model
    def _get_booked_sql(self):
        """Return the condition that the company counts at the rate of each document."""
        return SQL("company.cobranzas_credit_rate_day = 'document'")

    @api.model
    def _get_rate_sql(self, currency):
        """Return the rate of a currency today, as core takes it: units of it for one of core's.

        That of the row's company before those of all; before the first one, the first.
        """

        def find(condition, direction):
            return SQL(
                """(SELECT recorded.rate FROM res_currency_rate recorded
                WHERE recorded.currency_id = %s AND %s AND COALESCE(
                    recorded.company_id, company_root.id) = company_root.id
                ORDER BY recorded.company_id, recorded.name %s LIMIT 1)""",
                currency,
                condition,
                direction,
            )

        until = SQL("recorded.name <= %s", self._get_reference_date())
        return SQL(
            "COALESCE(%s, %s, 1)", find(until, SQL("DESC")), find(SQL("TRUE"), SQL("ASC"))
        )

    @api.model
    def _get_item_joins(self):
        root = SQL(
            """LEFT JOIN res_company company_root
            ON company_root.id = SPLIT_PART(company.parent_path, '/', 1)::integer"""
        )
        return [*super()._get_item_joins(), root]

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    @api.model
    def _get_narrowed_sql(self, contact):
        """Return the condition that keeps the rows of the scope's customers, without a query.

        An array, which PostgreSQL makes once and looks up by index.
        """
        partner_ids = self._get_read_scope().partner_ids
        if not partner_ids:
            return SQL()
        return SQL(
            """ AND %s = ANY (ARRAY(
                SELECT id FROM res_partner WHERE commercial_partner_id IN %s))""",
            contact,
            partner_ids,
        )

    @api.model
    def _get_base(self):
        """Return the open items, then the rows of the other parts, each with its part."""
        return SQL(
            """SELECT posted.*, NULL::varchar AS part, NULL::integer AS order_id FROM (%s) posted
            UNION ALL SELECT %s, 'drafts', NULL FROM account_move_line line WHERE %s
                AND line.move_id IN (SELECT id FROM account_move
                    WHERE state = 'draft' AND move_type IN ('out_invoice', 'out_receipt'))
                AND line.balance > 0
            UNION ALL SELECT cheque.*, 'checks', NULL FROM (%s) cheque
            UNION ALL %s""",
            super()._get_base(),
            self._get_base_columns(SQL("line.balance"), SQL("line.amount_currency")),
            self._get_draft_sql(),
            self._get_base_checks(self._get_reference_date()),
            self._get_base_orders(),
        )

    @api.model
    def _get_draft_sql(self):
        """Return the condition of a draft's receivable ``line``, which open items' index has."""
        return SQL(
            """line.parent_state = 'draft' AND line.reconciled IS NOT TRUE
            AND line.account_id IN (%s)%s""",
            self._get_receivable_accounts_sql(),
            self._get_narrowed_sql(SQL("line.partner_id")),
        )

    @api.model
    def _get_listed_checks_sql(self, day):
        """Return which cheques are not cleared: those in hand, and others until their day.

        One that was deposited early, or endorsed to a vendor, may still come back; one that was
        returned to the customer is a debt again by itself.
        """
        in_hand = SQL(
            """cheque.current_journal_id IN (
                SELECT way.journal_id FROM account_payment_method_line way
                JOIN account_payment_method method ON method.id = way.payment_method_id
                WHERE method.code IN %s)""",
            PORTFOLIO_METHODS,
        )
        return SQL(
            """(cheque.payment_date > %(day)s OR %(in_hand)s) AND (%(in_hand)s
            OR last_operation.payment_type IS DISTINCT FROM 'outbound'
            OR last_operation.partner_type = 'supplier')""",
            day=day,
            in_hand=in_hand,
        )

    # ------------------------------------------------------------------
    # Orders
    # ------------------------------------------------------------------

    @api.model
    def _get_base_orders(self):
        """Return the confirmed orders with what is left to invoice of each, taxes included.

        What is in a draft invoice counts as invoiced, as in core; where drafts don't count, what
        they took of the order counts as its rest. A draft credit note gives nothing back yet.
        """
        return SQL(
            """SELECT %(first)s - sale.id, NULL::integer, NULL::integer, sale.name,
                sale.client_order_ref, sale.partner_invoice_id, NULL::integer, NULL::integer,
                sale.company_id, sale.currency_id, owner.currency_id, sale.date_order::date,
                NULL::date, sale.amount_total, %(total)s, %(rest)s, left_over.amount,
                'orders', sale.id
            FROM (
                SELECT order_id, SUM(amount) AS amount FROM (
                    %(lines)s UNION ALL SELECT order_id, amount FROM (%(drafts)s) drafted
                ) part GROUP BY order_id HAVING SUM(amount) > 0
            ) left_over
            JOIN sale_order sale ON sale.id = left_over.order_id
            JOIN res_company owner ON owner.id = sale.company_id
            JOIN res_currency own ON own.id = owner.currency_id""",
            first=ORDERS,
            total=self._get_order_worth_sql(SQL("sale.amount_total")),
            rest=self._get_order_worth_sql(SQL("left_over.amount")),
            lines=self._get_order_lines_sql(),
            drafts=self._get_drafted_sql(),
        )

    @api.model
    def _get_order_worth_sql(self, amount):
        """Return an amount of an order in its company's currency, at the rate of the order."""
        return SQL(
            "ROUND((%s / COALESCE(NULLIF(sale.currency_rate, 0), 1))::numeric, own.decimal_places)",
            amount,
        )

    @api.model
    def _get_order_lines_sql(self):
        """Return (order, amount) of each order line: its rest at its price with taxes.

        Ordered and not invoiced, whichever the policy of the product; of what is invoiced as
        delivered, what was delivered beyond. A down payment takes off what was invoiced of it.
        """
        return SQL(
            """SELECT line.order_id, CASE WHEN line.is_downpayment THEN -COALESCE(%(advance)s, 0)
                ELSE COALESCE(line.price_total / NULLIF(line.product_uom_qty, 0),
                    line.price_unit * (1 - COALESCE(line.discount, 0) / 100))
                * CASE WHEN line.product_uom_qty < 0
                    THEN LEAST(line.product_uom_qty - line.qty_invoiced, 0)
                    ELSE GREATEST(CASE WHEN template.invoice_policy = 'delivery'
                        THEN GREATEST(line.product_uom_qty, line.qty_delivered)
                        ELSE line.product_uom_qty END - line.qty_invoiced, 0) END
                END AS amount
            FROM sale_order sale
            JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL
            LEFT JOIN product_product product ON product.id = line.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            WHERE sale.state = 'sale' AND sale.invoice_status IS DISTINCT FROM 'invoiced'
                %(narrowed)s""",
            advance=SQL(
                """(SELECT SUM(%s) FROM sale_order_line_invoice_rel made
                JOIN account_move_line invoiced ON invoiced.id = made.invoice_line_id
                JOIN account_move move ON move.id = invoiced.move_id
                WHERE made.order_line_id = line.id AND move.state <> 'cancel')""",
                self._get_invoiced_sql(),
            ),
            narrowed=self._get_narrowed_sql(SQL("sale.partner_invoice_id")),
        )

    @api.model
    def _get_drafted_sql(self):
        """Return (order, amount, draft) of each line of a draft that does not count itself."""
        return SQL(
            """SELECT ordered.order_id, %(invoiced)s AS amount, move.id AS move_id
            FROM account_move move
            JOIN account_move_line invoiced ON invoiced.move_id = move.id
            JOIN sale_order_line_invoice_rel made ON made.invoice_line_id = invoiced.id
            JOIN sale_order_line ordered ON ordered.id = made.order_line_id
            JOIN sale_order sale ON sale.id = ordered.order_id AND sale.state = 'sale'
            JOIN res_company company ON company.id = sale.company_id
            WHERE move.id IN (SELECT line.move_id FROM account_move_line line WHERE %(draft)s)
                AND (move.move_type = 'out_refund'
                    OR move.move_type = 'out_invoice' AND NOT (%(counted)s))""",
            invoiced=self._get_invoiced_sql(),
            draft=self._get_draft_sql(),
            counted=self._get_setting_sql("count_drafts"),
        )

    @api.model
    def _get_replaced_sql(self, move_ids):
        """Return (draft, amount in the company's currency) of what these have of orders."""
        return SQL(
            """SELECT drafted.move_id, SUM(%(worth)s) FROM (%(drafts)s) drafted
            JOIN sale_order sale ON sale.id = drafted.order_id
            JOIN res_company company ON company.id = sale.company_id AND %(counted)s
            JOIN res_currency own ON own.id = company.currency_id
            WHERE drafted.move_id IN %(moves)s GROUP BY drafted.move_id""",
            worth=self._get_order_worth_sql(SQL("drafted.amount")),
            drafts=self._get_drafted_sql(),
            counted=self._get_setting_sql("count_orders"),
            moves=move_ids,
        )

    @api.model
    def _get_invoiced_sql(self):
        """Return the total of an ``invoiced`` line of ``move``: of a credit note, negative."""
        return SQL(
            "invoiced.price_total * CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END"
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_open_document(self):
        """Open the order, else the document or entry."""
        self.ensure_one()
        self.check_access("read")
        if self.order_id:
            return self.order_id._get_records_action()
        return super().action_open_document()
