"""What the read models of receivable items share: who owes them, what they are, their state."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd, DomainCondition
from odoo.tools import SQL

FEW = 1000  # customers that are worth looking up one by one


class CobranzasItem(models.AbstractModel):
    """A journal item on a receivable account, as reports see it (DESIGN 6).

    A model made of it gives its rows by ``_get_base``; customer, document and kind are joined
    here. PostgreSQL leaves out a join none of whose columns is asked for, so the totals of a
    customer never read its invoices.
    """

    _name = "cobranzas.item"
    _description = "Receivable Item"
    _auto = False
    _depends = {
        "account.move.line": [
            "account_id",
            "amount_currency",
            "amount_residual",
            "amount_residual_currency",
            "balance",
            "company_currency_id",
            "company_id",
            "currency_id",
            "date",
            "date_maturity",
            "journal_id",
            "move_id",
            "move_name",
            "parent_state",
            "partner_id",
            "reconciled",
            "ref",
        ],
        "account.move": [
            "cobranzas_receipt_id",
            "debit_origin_id",
            "invoice_user_id",
            "journal_id",
            "move_type",
            "origin_payment_id",
            "reversed_entry_id",
        ],
        "account.partial.reconcile": [
            "amount",
            "credit_amount_currency",
            "credit_currency_id",
            "credit_move_id",
            "debit_amount_currency",
            "debit_currency_id",
            "debit_move_id",
            "max_date",
        ],
        "cobranzas.document": ["kind", "move_line_id", "name"],
        "cobranzas.receipt": ["kind", "name", "state", "void_date"],
        "res.company": ["currency_exchange_journal_id"],
        "res.partner": [
            "cobranzas_collector_id",
            "cobranzas_group_id",
            "commercial_partner_id",
            "user_id",
        ],
    }

    move_line_id = fields.Many2one("account.move.line", string="Journal Item", readonly=True)
    move_id = fields.Many2one("account.move", string="Entry", readonly=True)
    name = fields.Char(string="Document", readonly=True)
    ref = fields.Char(string="Reference", readonly=True)
    kind = fields.Selection(
        selection=[
            ("invoice", "Invoice"),
            ("debit_note", "Debit Note"),
            ("credit_note", "Credit Note"),
            ("document", "Document Received"),
            ("receipt", "Receipt"),
            ("application", "Application of Credits"),
            ("payment", "Payment"),
            ("exchange", "Exchange Difference"),
            ("conversion", "Paid in Another Currency"),
            ("void", "Void Entry"),
            ("entry", "Journal Entry"),
            ("postdated_check", "Post-dated Cheque"),
        ],
        readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, help="The company of the contact."
    )
    debtor_group_id = fields.Many2one("cobranzas.debtor.group", readonly=True)
    collector_id = fields.Many2one("cobranzas.collector", readonly=True)
    salesperson_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="That of the document, else that of the customer.",
    )
    account_id = fields.Many2one("account.account", readonly=True)
    journal_id = fields.Many2one("account.journal", readonly=True)
    receipt_id = fields.Many2one("cobranzas.receipt", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(string="Issue Date", readonly=True)
    date_due = fields.Date(string="Due", readonly=True)

    @api.model
    def _get_base(self):
        """Return the SQL of the rows, with the columns that ``_get_item_columns`` reads."""
        raise NotImplementedError

    @api.model
    def _get_item_columns(self):
        """Return the SQL of each column by field; ``item`` is a row of the base.

        The kind is read off the entry: what it is (``move_type``), which receipt or payment
        made it, whether it undoes another.
        """
        return {
            "id": SQL("item.id"),
            "move_line_id": SQL("item.move_line_id"),
            "move_id": SQL("item.move_id"),
            "name": SQL(
                """CASE WHEN move.cobranzas_receipt_id IS NULL THEN item.move_name
                ELSE COALESCE(
                    (SELECT document.name FROM cobranzas_document document
                    WHERE document.move_line_id = item.move_line_id LIMIT 1),
                    receipt.name, item.move_name) END"""
            ),
            "ref": SQL("item.ref"),
            "kind": self._get_kind_sql(),
            "partner_id": SQL("contact.commercial_partner_id"),
            "debtor_group_id": SQL("customer.cobranzas_group_id"),
            "collector_id": SQL("customer.cobranzas_collector_id"),
            "salesperson_id": SQL("COALESCE(move.invoice_user_id, customer.user_id)"),
            "account_id": SQL("item.account_id"),
            "journal_id": SQL("item.journal_id"),
            "receipt_id": SQL("move.cobranzas_receipt_id"),
            "company_id": SQL("item.company_id"),
            "currency_id": SQL("item.currency_id"),
            "company_currency_id": SQL("item.company_currency_id"),
            "date": SQL("item.date"),
            "date_due": SQL("item.date_due"),
        }

    @api.model
    def _get_kind_sql(self):
        return SQL(
            """CASE
                WHEN move.move_type = 'out_refund' THEN 'credit_note'
                WHEN move.move_type = 'out_invoice' AND move.debit_origin_id IS NOT NULL
                    THEN 'debit_note'
                WHEN move.move_type IN ('out_invoice', 'out_receipt') THEN 'invoice'
                WHEN move.reversed_entry_id IS NOT NULL THEN 'void'
                WHEN move.cobranzas_receipt_id IS NOT NULL AND EXISTS (
                    SELECT FROM cobranzas_document document
                    WHERE document.move_line_id = item.move_line_id) THEN 'document'
                WHEN receipt.kind = 'application' THEN 'application'
                WHEN receipt.id IS NOT NULL THEN 'receipt'
                WHEN move.origin_payment_id IS NOT NULL THEN 'payment'
                WHEN move.journal_id = company.currency_exchange_journal_id THEN 'exchange'
                ELSE 'entry' END"""
        )

    @property
    def _table_query(self):
        columns = self._get_item_columns()
        return SQL(
            """SELECT %(columns)s
            FROM (%(base)s) item
            LEFT JOIN res_partner contact ON contact.id = item.contact_id
            LEFT JOIN res_partner customer ON customer.id = contact.commercial_partner_id
            LEFT JOIN account_move move ON move.id = item.move_id
            LEFT JOIN cobranzas_receipt receipt ON receipt.id = move.cobranzas_receipt_id
            LEFT JOIN res_company company ON company.id = item.company_id""",
            columns=SQL(", ").join(
                SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items()
            ),
            base=self._get_base(),
        )

    @api.model
    def _get_receivable_sql(self):
        """Return the condition of a posted receivable ``line``, as ids: the plan hangs on it."""
        return SQL(
            "line.parent_state = 'posted' AND line.account_id IN (%s)%s",
            self._get_receivable_accounts_sql(),
            self._get_narrowed_sql(SQL("line.partner_id")),
        )

    @api.model
    def _get_receivable_accounts_sql(self):
        """Return the ids of the receivable accounts, with commas between."""
        accounts = self.env["account.account"]._cobranzas_get_receivable_ids()
        return SQL(", ").join(SQL("%s", account) for account in accounts or (0,))

    # ------------------------------------------------------------------
    # A few customers
    # ------------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Read the rows of a few customers by their index, where the domain asks for no others.

        PostgreSQL can't look into a list of several parts with a join around it; so what the
        domain says of customers is said inside as well.
        """
        partner_ids = self._get_partners_of(Domain(domain))
        if partner_ids and len(partner_ids) <= FEW:
            narrowed = self.with_context(cobranzas_partner_ids=partner_ids)
            return super(CobranzasItem, narrowed)._search(domain, *args, **kwargs)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_partners_of(self, domain):
        """Return the ids of the only customers that can meet a domain; None for any."""
        for part in domain.children if isinstance(domain, DomainAnd) else (domain,):
            if isinstance(part, DomainCondition) and part.field_expr == "partner_id":
                ids = [part.value] if part.operator == "=" else part.value
                listed = part.operator in ("=", "in") and isinstance(ids, (list, tuple, set))
                if listed and all(isinstance(value, int) and value for value in ids):
                    return tuple(ids)
        return None

    @api.model
    def _get_narrowed_sql(self, contact):
        """Return the condition that keeps the items of the context's customers, if any."""
        partner_ids = self.env.context.get("cobranzas_partner_ids")
        if not partner_ids:
            return SQL()
        # sudo: ids of the contacts of customers, to find their items by; rules are on the items
        contacts = self.env["res.partner"].sudo().with_context(active_test=False)
        found = contacts.search([("commercial_partner_id", "in", partner_ids)])
        return SQL(" AND %s IN %s", contact, found._ids or (0,))

    @api.model
    def _get_date(self):
        """Return the date the context asks to see the ledger at, or None for today's.

        Raises ``UserError`` when it is not a date.
        """
        value = self.env.context.get("cobranzas_date")
        try:
            return fields.Date.to_date(value) or None
        except (TypeError, ValueError):
            raise UserError(self.env._("%(value)s is not a date.", value=value)) from None

    @api.model
    def _get_reference_date(self):
        """Return the date that days are counted to."""
        return self._get_date() or fields.Date.context_today(self)

    @api.depends("name", "kind")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name or item.move_id.display_name or ""

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_open_document(self):
        """Open the receipt the item came in, else its document or entry."""
        self.ensure_one()
        self.check_access("read")
        if self.receipt_id:
            return self.receipt_id._get_records_action()
        return self.move_id._cobranzas_documents_action(self.display_name)

    def action_open_customer(self):
        """Open the sheet of the customer, or list the customers of several."""
        self.check_access("read")
        return self.partner_id._get_records_action()

    def action_register_receipt(self):
        """Open a receipt filled in with what of these is still open (REC-21)."""
        return self.move_line_id._cobranzas_register_receipt()
