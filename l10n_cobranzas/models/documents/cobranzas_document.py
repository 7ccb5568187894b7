from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang

#: states in which a document is still to be collected
OPEN = ("portfolio", "partial")


class CobranzasDocument(models.Model):
    """An instrument that stands for a debt until it is collected: a note, a bill, a credit invoice.

    Received in a receipt as a value (REC-05, REC-20), or issued with an invoice and accepted
    later (REC-22). Booked, it is an open item of its own, ``move_line_id``; its state is read
    from that item.
    """

    _name = "cobranzas.document"
    _inherit = ["cobranzas.receipt.source", "mail.thread", "mail.activity.mixin"]
    _description = "Document to Collect"
    _order = "date_due, id"
    _allocation_field = "document_id"
    _entry_field = "move_line_id"
    _guarded_fields = ("origin_line_id", "void_receipt_id", "amount_withheld")
    _given_fields = ("receipt_id", *_guarded_fields)

    kind = fields.Selection(
        selection=[
            ("promissory_note", "Promissory Note"),
            ("bill", "Bill"),
            ("postdated", "Post-dated Collection"),
            ("credit_invoice", "Credit Invoice"),
            ("third_party_credit_invoice", "Third-party Credit Invoice"),
        ],
        required=True,
        default="promissory_note",
    )
    name = fields.Char(string="Number", index="trigram")
    receipt_id = fields.Many2one(required=False, readonly=True)
    company_id = fields.Many2one(
        "res.company", related=False, compute="_compute_company_id", store=True, precompute=True
    )
    debtor_id = fields.Many2one(
        "res.partner",
        check_company=True,
        ondelete="restrict",
        help="Who owes a third-party credit invoice.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Owed by",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        index=True,
    )
    amount = fields.Monetary()
    amount_withheld = fields.Monetary(
        readonly=True,
        copy=False,
        help="What the customer withheld on accepting a credit invoice: it is collected for the "
        "rest.",
    )
    amount_residual = fields.Monetary(
        related="move_line_id.cobranzas_residual",
        string="Balance",
        help="What is left to collect.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_due = fields.Date(
        string="Due", required=True, default=fields.Date.context_today, index=True
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", string="Overdue")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("portfolio", "In Portfolio"),
            ("partial", "Partly Collected"),
            ("collected", "Collected"),
            ("voided", "Voided"),
        ],
        string="Status",
        related=False,
        compute="_compute_state",
        store=True,
        index=True,
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The open item of the document: what it is worth today.",
    )
    origin_line_id = fields.Many2one(
        "account.move.line",
        string="Instalment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        help="The instalment a credit invoice was issued for.",
    )
    invoice_id = fields.Many2one(
        related="origin_line_id.move_id", string="Invoice", store=True, index="btree_not_null"
    )
    void_receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Voided by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The receipt in which the customer paid otherwise.",
    )
    collection_receipt_ids = fields.Many2many(
        "cobranzas.receipt",
        string="Collected by",
        compute="_compute_collection_receipt_ids",
    )

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a document can't be negative."
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("receipt_id.company_id", "origin_line_id.company_id")
    def _compute_company_id(self):
        for document in self:
            document.company_id = (
                document.origin_line_id.company_id or document.receipt_id.company_id
            )

    @api.depends(
        "kind", "debtor_id", "receipt_id.commercial_partner_id", "origin_line_id.partner_id"
    )
    def _compute_partner_id(self):
        for document in self:
            debtor = document.receipt_id.partner_id
            if document.origin_line_id:
                debtor = document.origin_line_id.partner_id
            elif document.kind == "third_party_credit_invoice":
                debtor = document.debtor_id
            document.partner_id = debtor.commercial_partner_id

    @api.depends("receipt_id.currency_id")
    def _compute_currency_id(self):
        for document in self:
            document.currency_id = (
                document.currency_id
                or document.receipt_id.currency_id
                or document.company_id.currency_id
                or self.env.company.currency_id
            )

    @api.depends(
        "receipt_id.state",
        "void_receipt_id",
        "move_line_id.cobranzas_residual",
        "origin_line_id.cobranzas_residual",
    )
    def _compute_state(self):
        for document in self:
            document.state = document._get_state()

    def _get_state(self):
        """Return the state, as the ledger has it."""
        self.ensure_one()
        item, origin = self.move_line_id, self.origin_line_id
        if self.void_receipt_id or self.receipt_id.state == "voided":
            return "voided"
        if item:
            residual = item.cobranzas_residual
            if self.currency_id.is_zero(residual):
                return "collected"
            whole = self.currency_id.compare_amounts(residual, item.amount_currency) == 0
            return "portfolio" if whole else "partial"
        if not origin:
            return "draft"
        if self.receipt_id.state == "posted":
            return "collected"  # withholdings paid all of it
        # paid by other means: nothing is left that it could be accepted for
        return "voided" if origin.currency_id.is_zero(origin.cobranzas_residual) else "issued"

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for document in self:
            document.is_overdue = document.state in OPEN and document.date_due < today

    @api.depends("name", "kind", "partner_id", "amount_residual")
    @api.depends_context("lang", "cobranzas_due")
    def _compute_display_name(self):
        """Name kind and number; in the list of what falls due, first the balance and the debtor."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for document in self:
            name = f"{kinds.get(document.kind, '')} {document.name or ''}".strip()
            if self.env.context.get("cobranzas_due") and document.partner_id:
                balance = formatLang(
                    self.env, document.amount_residual, currency_obj=document.currency_id
                )
                name = f"{balance} · {document.partner_id.name} · {name}"
            document.display_name = name

    @api.depends("move_line_id.matched_credit_ids")
    def _compute_collection_receipt_ids(self):
        for document in self:
            document.collection_receipt_ids = False
        groups = self.env["cobranzas.receipt.line"]._read_group(
            [
                ("move_line_id", "in", self.move_line_id.ids),
                ("amount", "!=", 0),
                ("receipt_id.state", "=", "posted"),
            ],
            ["move_line_id"],
            ["receipt_id:recordset"],
        )
        receipts = dict(groups)
        for document in self.filtered("move_line_id"):
            document.collection_receipt_ids = receipts.get(document.move_line_id)

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # its receipt, or its invoice, tells that it was made
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        return super(CobranzasDocument, quiet).create(vals_list).with_env(self.env)

    def _check_changeable(self):
        """Raise also for documents that no receipt holds: their invoice issued them."""
        super()._check_changeable()
        if self.env.su:
            return
        for document in self:
            if document.origin_line_id:
                raise UserError(
                    self.env._(
                        "%(document)s was issued with its invoice: it changes only by a receipt "
                        "that accepts it or pays the invoice otherwise.",
                        document=document.display_name,
                    )
                )
            if not document.receipt_id:
                raise AccessError(self.env._("Documents are entered in the receipt they come in."))

    def _check_bookable(self):
        """Raise ``UserError`` with what keeps this document from being booked as typed."""
        self.ensure_one()
        if not (self.name or "").strip():
            raise UserError(self.env._("Every document received needs its number."))
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "The amount of %(document)s must be above zero.", document=self.display_name
                )
            )
        if not self.origin_line_id and self.date_due < self.receipt_id.date:
            raise UserError(
                self.env._(
                    "%(document)s fell due on %(date)s, before the date of the receipt.",
                    document=self.display_name,
                    date=format_date(self.env, self.date_due),
                )
            )
        if self.kind == "third_party_credit_invoice":
            self._check_debtor()

    def _check_debtor(self):
        if not self.debtor_id:
            raise UserError(
                self.env._("Say who owes %(document)s: its debtor.", document=self.display_name)
            )
        if self.partner_id == self.receipt_id.commercial_partner_id:
            raise UserError(
                self.env._(
                    "%(document)s is owed by the customer itself: enter it as a credit invoice.",
                    document=self.display_name,
                )
            )

    # ------------------------------------------------------------------
    # As a source of its receipt
    # ------------------------------------------------------------------

    def _get_minor_units(self):
        """Return what the document is booked for, in minor units of its currency."""
        self.ensure_one()
        return self.currency_id._cobranzas_to_minor_units(self.amount - self.amount_withheld)

    def _get_value_dates(self):
        """Return the due date."""
        self.ensure_one()
        return [self.date_due]

    def _is_deferred(self):
        """Tell whether it is a post-dated collection whose credit is applied later (REC-20).

        So where the company works with credit notes.
        """
        self.ensure_one()
        return (
            self.kind == "postdated" and self.company_id.cobranzas_postdated_mode == "credit_note"
        )

    def _get_portfolio_account(self):
        """Return the receivable account that holds the document while it is to be collected."""
        self.ensure_one()
        company = self.company_id
        return (
            self._get_kind_account(company, self.kind)
            or self.origin_line_id.account_id
            or self.partner_id.with_company(company).property_account_receivable_id
        )

    @api.model
    def _get_kind_account(self, company, kind):
        """Return the company's receivable account for documents of a kind; empty for none."""
        account = company.cobranzas_document_account_id
        if kind in ("credit_invoice", "third_party_credit_invoice"):
            account = company.cobranzas_credit_invoice_account_id or account
        return account

    def _prepare_portfolio_item_vals(self, amount, balance):
        """Return the receivable item that is the document from now on.

        :param amount: in the document's currency; ``balance`` in the company's
        """
        self.ensure_one()
        return {
            "analytic_distribution": False,
            "name": self.display_name,
            "account_id": self._get_portfolio_account().id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "balance": balance,
            "date_maturity": self.date_due,
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_open_receipt(self):
        """Open the receipt the document came in, or was accepted by."""
        self.ensure_one()
        return self.receipt_id._get_records_action()

    def action_open_invoice(self):
        """Open the invoice a credit invoice was issued for."""
        self.ensure_one()
        return self.invoice_id._cobranzas_documents_action(self.display_name)

    def action_open_collections(self):
        """Open the receipts that collected the document."""
        self.ensure_one()
        return self.collection_receipt_ids._get_records_action(
            name=self.env._("Collections of %(document)s", document=self.display_name)
        )

    def action_open_entry(self):
        """Open the entry that booked the document."""
        self.ensure_one()
        return self.move_line_id.move_id._cobranzas_documents_action(self.display_name)
