from odoo import api, models
from odoo.tools import SQL

#: ids of the rows of orders are below this one, those of cheques above it, both negative
ORDERS = -(2**30)


class CobranzasExposureItem(models.Model):
    """What is not invoiced of confirmed orders (CRE-03), never counted twice with its invoice."""

    _inherit = "cobranzas.exposure.item"

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
            JOIN sale_order_line line ON line.order_id = sale.id
            LEFT JOIN product_product product ON product.id = line.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            WHERE sale.state = 'sale' AND sale.invoice_status IS DISTINCT FROM 'invoiced'
                AND line.display_type IS NULL %(narrowed)s""",
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
            """SELECT item.move_id, SUM(%(worth)s) FROM (
                SELECT drafted.move_id, sale.company_id, sale.currency_id, 'orders' AS part,
                    owner.currency_id AS company_currency_id, drafted.amount AS residual_currency,
                    %(booked)s AS residual
                FROM (
                    SELECT move_id, order_id, SUM(amount) AS amount FROM (%(drafts)s) made
                    WHERE move_id IN %(moves)s GROUP BY move_id, order_id
                ) drafted
                JOIN sale_order sale ON sale.id = drafted.order_id
                JOIN res_company owner ON owner.id = sale.company_id
                JOIN res_currency own ON own.id = owner.currency_id
            ) item
            JOIN res_company company ON company.id = item.company_id AND %(counted)s
            JOIN res_company company_root
                ON company_root.id = SPLIT_PART(company.parent_path, '/', 1)::integer
            GROUP BY item.move_id""",
            worth=self._get_worth_sql(),
            booked=self._get_order_worth_sql(SQL("drafted.amount")),
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
