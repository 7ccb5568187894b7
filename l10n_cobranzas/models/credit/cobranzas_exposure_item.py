from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import SQL

from ..ledger.l10n_latam_check import PORTFOLIO_METHODS
from ..ledger.read_scope import ItemKind, Kept

#: parts that are no open items
OTHERS = ("drafts", "checks", "orders")
#: key of ``ReadScope.kept`` while rows are read with their contacts in a WITH clause: which parts
READ_BARE = "bare"
#: key of ``ReadScope.kept`` while they are read without the open items
READ_OTHERS = "others"
#: the currencies of which the rates are worked out beforehand
COUNTED_CURRENCY = SQL("currency.id")


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
        part = self._get_part_sql()
        return {
            **super()._get_item_columns(),
            "part": part,
            "order_id": SQL("item.order_id"),
            "exposure": self._get_exposure_sql(part),
        }

    @api.model
    def _get_part_sql(self):
        """Return the part that a row counts as."""
        return SQL(
            """COALESCE(item.part, CASE
                WHEN COALESCE(NULLIF(item.residual, 0), item.residual_currency) < 0 THEN 'credits'
                WHEN item.date_due > %s AND EXISTS (SELECT FROM cobranzas_document document
                    WHERE document.move_line_id = item.move_line_id) THEN 'postdated'
                ELSE 'items' END)""",
            self._get_reference_date(),
        )

    @api.model
    def _get_exposure_sql(self, part):
        """Return what a row of ``part`` counts, in the currency of its company."""
        return SQL(
            "CASE WHEN %s THEN %s ELSE 0 END", self._get_counted_sql(part), self._get_worth_sql()
        )

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

    @api.model
    def _is_bare(self):
        """Tell whether rows are read without names and rights, as ``_select_counted`` does."""
        kept = self._get_read_scope().kept
        return bool(kept) and READ_BARE in kept.values

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
        scope = self._get_read_scope()
        if not scope.partner_ids:
            return SQL()
        contacts = self._get_contacts_sql()
        if self._is_bare():
            contacts = SQL("counted_contact")
        return SQL(" AND %s = ANY (ARRAY(SELECT id FROM %s))", contact, contacts)

    @api.model
    def _get_contacts_sql(self):
        """Return the contacts of the scope's customers, each with its customer."""
        return SQL(
            """(SELECT id, commercial_partner_id FROM res_partner
            WHERE commercial_partner_id IN %s) counted_contact""",
            self._get_read_scope().partner_ids,
        )

    @api.model
    def _get_base(self):
        """Return the open items, then the rows of other parts, each with its part."""
        kept = self._get_read_scope().kept
        parts = kept.values.get(READ_BARE, OTHERS) if kept else OTHERS
        others = {
            "drafts": self._get_base_drafts,
            "checks": self._get_base_unclear,
            "orders": self._get_base_orders,
        }
        if kept and READ_OTHERS in kept.values:  # their columns alone
            columns = self._get_base_columns(SQL("line.balance"), SQL("line.balance"))
            items = SQL("SELECT %s FROM account_move_line line WHERE FALSE", columns)
        else:
            items = super()._get_base()
        posted = SQL(
            "SELECT posted.*, NULL::varchar AS part, NULL::integer AS order_id FROM (%s) posted",
            items,
        )
        return SQL(" UNION ALL ").join(
            [posted, *(others[part]() for part in OTHERS if part in parts)]
        )

    @api.model
    def _make_bare(self, parts=(), posted=True):
        """Return the model to be read without names and rights, by the contacts of a WITH clause.

        :param parts: beside the open items
        :param posted: whether the open items are read at all
        """
        kept = {READ_BARE: parts} if posted else {READ_BARE: parts, READ_OTHERS: True}
        return self._with_scope(replace(self._get_read_scope(), kept=Kept(kept)))

    @api.model
    def _select_counted(self, parts, company, condition, posted=True):
        """Return the SELECT of what counts of the scope's customers, quick for PostgreSQL to plan.

        It has no names of documents and knows no rights; its columns are those of the base, and
        ``customer_id``, ``counts_as`` (its part), ``exposure``.

        :param parts: beside the open items
        :param company: with all the branches of its root
        :param posted: whether the open items are read at all
        """
        bare = self._make_bare(parts, posted)
        # each part and each rate is worked out once, not for every use of it in every row
        return SQL(
            """WITH counted_contact AS MATERIALIZED (SELECT * FROM %(contacts)s),
            counted_rate AS MATERIALIZED (
                SELECT currency.id AS currency_id, %(rate)s AS rate
                FROM res_currency currency
                JOIN res_company company_root ON company_root.id = %(root)s
                WHERE currency.active)
            SELECT * FROM (
                SELECT contact.commercial_partner_id AS customer_id, %(exposure)s AS exposure,
                    item.*
                FROM (SELECT item.*, %(part)s AS counts_as FROM (%(rows)s) item OFFSET 0) item
                JOIN counted_contact contact ON contact.id = item.contact_id
                JOIN res_company company ON company.id = item.company_id
                JOIN res_company company_root
                    ON company_root.id = SPLIT_PART(company.parent_path, '/', 1)::integer
                WHERE company_root.id = %(root)s
            ) counted WHERE %(condition)s""",
            contacts=self._get_contacts_sql(),
            rate=bare._get_rate_sql(COUNTED_CURRENCY),
            part=bare._get_part_sql(),
            exposure=bare._get_exposure_sql(SQL("item.counts_as")),
            rows=bare._get_base(),
            root=company._cobranzas_get_root_id(),
            condition=condition,
        )

    @api.model
    def _flush_counted(self):
        """Write what the rows are made of, as a query of the ORM does before it reads them."""
        for name, fields_read in self._depends.items():
            self.env[name].flush_model(fields_read)

    @api.model
    def _get_base_drafts(self):
        """Return the receivable items of draft invoices."""
        return SQL(
            """SELECT %s, 'drafts', NULL FROM account_move_line line WHERE %s
                AND line.move_id IN (SELECT id FROM account_move
                    WHERE state = 'draft' AND move_type IN ('out_invoice', 'out_receipt'))
                AND line.balance > 0""",
            self._get_base_columns(SQL("line.balance"), SQL("line.amount_currency")),
            self._get_draft_sql(),
        )

    @api.model
    def _get_base_unclear(self):
        """Return the cheques received that are not cleared, below zero as what they pay."""
        checks = self._get_base_checks(self._get_reference_date())
        return SQL("SELECT cheque.*, 'checks', NULL FROM (%s) cheque", checks)

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
    # Actions
    # ------------------------------------------------------------------

    def action_open_document(self):
        """Open the order, else the document or entry."""
        self.ensure_one()
        self.check_access("read")
        if self.order_id:
            return self.order_id._get_records_action()
        return super().action_open_document()
