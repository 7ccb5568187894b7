"""What the read models of receivable items share: customer, document, kind, dates."""

import datetime
from collections.abc import Set
from dataclasses import replace

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd, DomainCondition
from odoo.tools import SQL

from .client_values import read_date
from .read_scope import ItemKind, ReadScope

FEW = 1000  # customers, at most, whose items are read by the index of customers


class CobranzasItem(models.AbstractModel):
    """A journal item on a receivable account, as reports see it (DESIGN 7).

    A model made of it gives its rows by ``_get_base``; customer, document and kind are joined
    here. PostgreSQL leaves out a join none of whose columns is asked for, so the totals of a
    customer never read its invoices. Other themes add what they know of an item, such as its
    receipt or its collector: the field, its column, its join, its kinds.
    """

    _name = "cobranzas.item"
    _inherit = "cobranzas.guarded.mixin"
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
            "matching_number",
            "move_id",
            "move_name",
            "parent_state",
            "partner_id",
            "reconciled",
            "ref",
        ],
        "account.move": [
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
        "res.company": ["currency_exchange_journal_id"],
        "res.partner": ["commercial_partner_id", "user_id"],
    }

    move_line_id = fields.Many2one("account.move.line", string="Journal Item", readonly=True)
    move_id = fields.Many2one("account.move", string="Entry", readonly=True)
    name = fields.Char(string="Document", readonly=True)
    ref = fields.Char(string="Reference", readonly=True)
    kind = fields.Selection(selection="_selection_kind", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, help="The company of the contact."
    )
    salesperson_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="That of the document, else that of the customer.",
    )
    account_id = fields.Many2one("account.account", readonly=True)
    journal_id = fields.Many2one("account.journal", readonly=True)
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
        """Return the SQL of each column by field; ``item`` is a row of the base."""
        return {
            "id": SQL("item.id"),
            "move_line_id": SQL("item.move_line_id"),
            "move_id": SQL("item.move_id"),
            "name": SQL("item.move_name"),
            "ref": SQL("item.ref"),
            "kind": self._get_kind_sql(self._get_kinds()),
            "partner_id": SQL("contact.commercial_partner_id"),
            "salesperson_id": SQL("COALESCE(move.invoice_user_id, customer.user_id)"),
            "account_id": SQL("item.account_id"),
            "journal_id": SQL("item.journal_id"),
            "company_id": SQL("item.company_id"),
            "currency_id": SQL("item.currency_id"),
            "company_currency_id": SQL("item.company_currency_id"),
            "date": SQL("item.date"),
            "date_due": SQL("item.date_due"),
        }

    @api.model
    def _get_item_joins(self):
        """Return the SQL of what is joined to ``item``, in order, a row or none of each."""
        return [
            SQL("LEFT JOIN res_partner contact ON contact.id = item.contact_id"),
            SQL("LEFT JOIN res_partner customer ON customer.id = contact.commercial_partner_id"),
            SQL("LEFT JOIN account_move move ON move.id = item.move_id"),
            SQL("LEFT JOIN res_company company ON company.id = item.company_id"),
        ]

    @property
    def _table_query(self):
        columns = self._get_item_columns()
        return SQL(
            "SELECT %s FROM (%s) item %s",
            SQL(", ").join(
                SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items()
            ),
            self._get_base(),
            SQL(" ").join(self._get_item_joins()),
        )

    # ------------------------------------------------------------------
    # Kinds
    # ------------------------------------------------------------------

    @api.model
    def _get_kinds(self):
        """Return the kinds of item; of those whose condition is true, the first one counts.

        A theme puts its kinds before these, with conditions that leave other items to them. The
        last one is that of all other items.
        """
        debit_note = SQL("move.move_type = 'out_invoice' AND move.debit_origin_id IS NOT NULL")
        invoice = SQL("move.move_type IN ('out_invoice', 'out_receipt')")
        credit_note = SQL("move.move_type = 'out_refund'")
        void = SQL("move.reversed_entry_id IS NOT NULL")
        payment = SQL("move.origin_payment_id IS NOT NULL")
        exchange = SQL("move.journal_id = company.currency_exchange_journal_id")
        return [
            ItemKind("credit_note", self.env._("Credit Note"), 30, credit_note),
            ItemKind("debit_note", self.env._("Debit Note"), 20, debit_note),
            ItemKind("invoice", self.env._("Invoice"), 10, invoice),
            ItemKind("void", self.env._("Void Entry"), 100, void),
            ItemKind("payment", self.env._("Payment"), 70, payment),
            ItemKind("exchange", self.env._("Exchange Difference"), 80, exchange),
            ItemKind("entry", self.env._("Journal Entry"), 110, SQL("TRUE")),
        ]

    @api.model
    def _selection_kind(self):
        kinds = sorted(self._get_kinds(), key=lambda kind: kind.sequence)
        return [(kind.key, kind.label) for kind in kinds]

    @api.model
    def _get_kind_sql(self, kinds):
        """Return the SQL of the key of the first of ``kinds`` whose condition is true."""
        cases = [SQL("WHEN %s THEN %s", kind.condition, kind.key) for kind in kinds]
        return SQL("CASE %s END", SQL(" ").join(cases))

    # ------------------------------------------------------------------
    # Conditions
    # ------------------------------------------------------------------

    @api.model
    def _get_receivable_sql(self):
        """Return the condition of a posted receivable ``line``.

        With the ids of the accounts: PostgreSQL plans badly with a join to them.
        """
        return SQL(
            "line.parent_state = 'posted' AND line.account_id IN (%s)%s",
            self._get_receivable_accounts_sql(),
            self._get_narrowed_sql(SQL("line.partner_id")),
        )

    @api.model
    def _get_receivable_accounts_sql(self):
        """Return the ids of the receivable accounts as a list in SQL."""
        accounts = self.env["account.account"]._cobranzas_get_receivable_ids()
        return SQL(", ").join(SQL("%s", account) for account in accounts or (0,))

    # ------------------------------------------------------------------
    # A few customers
    # ------------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Read the rows of a few customers by their index, where the domain asks for no others.

        PostgreSQL takes no condition into a UNION with a join around it, so the condition on
        customers is put into each part as well.
        """
        partner_ids = self._get_partners_of(Domain(domain))
        if partner_ids and len(partner_ids) <= FEW:
            narrowed = self._with_scope(replace(self._get_read_scope(), partner_ids=partner_ids))
            return super(CobranzasItem, narrowed)._search(domain, *args, **kwargs)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_partners_of(self, domain):
        """Return the ids of the only customers that can meet a domain; None for any."""
        for part in domain.children if isinstance(domain, DomainAnd) else (domain,):
            if isinstance(part, DomainCondition) and part.field_expr == "partner_id":
                ids = [part.value] if part.operator == "=" else part.value
                listed = part.operator in ("=", "in") and isinstance(ids, (list, tuple, Set))
                if listed and all(isinstance(value, int) and value for value in ids):
                    return tuple(ids)
        return None

    @api.model
    def _get_narrowed_sql(self, contact):
        """Return the condition that keeps the items of the scope's customers, if any."""
        partner_ids = self._get_read_scope().partner_ids
        if not partner_ids:
            return SQL()
        # sudo: ids of the contacts of customers, to find their items by; rules are on the items
        contacts = self.env["res.partner"].sudo().with_context(active_test=False)
        found = self._keep(
            ("contacts", frozenset(partner_ids)),
            lambda: contacts.search([("commercial_partner_id", "in", partner_ids)])._ids,
        )
        return SQL(" AND %s IN %s", contact, found or (0,))

    # ------------------------------------------------------------------
    # How it is read
    # ------------------------------------------------------------------

    @api.model
    def _get_read_scope(self):
        """Return the ``ReadScope`` of the context.

        Raises ``UserError`` when ``cobranzas_date`` is no date, or one of the other keys is neither
        true nor false.
        """
        scope = self.env.context.get("cobranzas_scope")
        if not isinstance(scope, ReadScope):
            scope = ReadScope()
        return replace(
            scope,
            date=self._read_date(),
            postdated=self._read_flag("cobranzas_postdated"),
            as_known=self._read_flag("cobranzas_as_known"),
        )

    @api.model
    def _keep(self, key, compute):
        """Return what ``compute`` returns: where the scope's reader keeps things, only once."""
        kept = self._get_read_scope().kept
        if kept is None:
            return compute()
        if key not in kept.values:
            kept.values[key] = compute()
        return kept.values[key]

    @api.model
    def _read_date(self):
        return read_date(self.env, self.env.context.get("cobranzas_date"))

    @api.model
    def _read_flag(self, key):
        value = self.env.context.get(key)
        if value not in (None, False, True):
            raise UserError(self.env._("%(value)s is neither true nor false.", value=value))
        return bool(value)

    @api.model
    def _with_scope(self, scope):
        """Return the model, to be read in ``scope`` whatever the context has.

        The others stay plain keys: the cache of the fields goes by them. The object is put
        there only when it narrows more, since contexts of actions go to the client as JSON.
        """
        return self.with_context(
            cobranzas_scope=scope if scope.is_narrowed else None,
            cobranzas_date=scope.date,
            cobranzas_postdated=scope.postdated,
            cobranzas_as_known=scope.as_known,
        )

    @api.model
    def _determine_fields_to_fetch(self, field_names=None, ignore_when_in_cache=False):
        # refuse what can't be a key of the cache before the ORM looks into the cache
        self._get_read_scope()
        return super()._determine_fields_to_fetch(field_names, ignore_when_in_cache)

    @api.model
    def _get_reference_date(self):
        """Return the date up to which days overdue are counted: today's in the user's time zone."""
        return self._get_read_scope().date or fields.Date.context_today(self)

    # ------------------------------------------------------------------
    # As it was known then
    # ------------------------------------------------------------------

    @api.model
    def _get_known_until(self):
        """Return when the day of the scope ended, in UTC; None unless read as known then.

        The day is one of the user's time zone.
        """
        scope = self._get_read_scope()
        if not (scope.as_known and scope.date):
            return None
        next_day = scope.date + datetime.timedelta(days=1)
        midnight = self.env.tz.localize(datetime.datetime.combine(next_day, datetime.time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _get_known_sql(self, made_at):
        """Return the condition that what was ``made_at`` a time was known at the scope's date."""
        until = self._get_known_until()
        return SQL("TRUE") if until is None else SQL("(%s < %s) IS NOT FALSE", made_at, until)

    @api.model
    def _get_known_entry_sql(self, move_id):
        """Return the condition that an entry had been entered by the scope's date."""
        if self._get_known_until() is None:
            return SQL("TRUE")
        return SQL(
            "EXISTS (SELECT FROM account_move entered WHERE entered.id = %s AND %s)",
            move_id,
            self._get_known_sql(SQL("entered.create_date")),
        )

    @api.depends("name", "kind")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name or item.move_id.display_name or ""

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_open_document(self):
        """Open the document of the item, else its entry."""
        self.ensure_one()
        self.check_access("read")
        return self.move_id._cobranzas_documents_action(self.display_name)

    def action_open_customer(self):
        """Open the sheet of the customer, or list the customers of several."""
        self.check_access("read")
        return self.partner_id._get_records_action()
