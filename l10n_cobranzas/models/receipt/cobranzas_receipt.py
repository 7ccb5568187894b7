from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

#: what only the receipt's own buttons write, as superuser
SYSTEM_FIELDS = frozenset(
    {
        "amount_documents",
        "amount_on_account",
        "amount_settled",
        "amount_total",
        "amount_withholdings",
        "name",
        "number",
        "posted_at",
        "posted_by",
        "printed_at",
        "send_opened_at",
        "sent_at",
        "state",
        "void_date",
        "void_reason",
        "voided_at",
        "voided_by",
    }
)


class CobranzasReceipt(models.Model):
    """A receipt: documents on one side, values on the other (REC-01).

    Draft -> posted -> voided. An *application* is a receipt without values: credits
    of the customer pay its debts (REC-10). Posting, voiding, proposing and delivering
    stand in files of their own beside this one.
    """

    _name = "cobranzas.receipt"
    _description = "Receipt"
    _inherit = ["cobranzas.ledger.owner", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _owner_field = "cobranzas_receipt_id"
    _system_fields = SYSTEM_FIELDS

    name = fields.Char(string="Number", copy=False, readonly=True, index="trigram")
    number = fields.Integer(string="Number in the Book", copy=False, readonly=True, aggregator=None)
    kind = fields.Selection(
        selection=[("receipt", "Receipt"), ("application", "Application")],
        required=True,
        default="receipt",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("posted", "Posted"), ("voided", "Voided")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    book_id = fields.Many2one(
        "cobranzas.receipt.book",
        compute="_compute_book_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('company_id', '=', company_id), ('kind', '=', kind)]",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True, copy=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        tracking=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        store=True,
        index=True,
        string="Commercial Entity",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    collector_id = fields.Many2one(
        "cobranzas.collector",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
    )
    note = fields.Text(string="Observations", tracking=True)
    legend_ids = fields.One2many(
        "cobranzas.receipt.legend",
        "receipt_id",
        string="Legends",
        default=lambda self: self._default_legends(),
    )
    line_ids = fields.One2many(
        "cobranzas.receipt.line", "receipt_id", string="Documents", copy=False
    )
    value_ids = fields.One2many(
        "cobranzas.receipt.value", "receipt_id", string="Values", copy=False
    )
    withholding_ids = fields.One2many(
        "cobranzas.receipt.withholding", "receipt_id", string="Withholdings", copy=False
    )
    check_ids = fields.One2many(
        "cobranzas.receipt.check", "receipt_id", string="Cheques", copy=False
    )
    excess = fields.Selection(
        selection=[("on_account", "Keep on account"), ("change", "Give change in cash")],
        string="If More Is Collected",
        required=True,
        default=lambda self: self.env.company.cobranzas_excess,
    )

    show_load_documents = fields.Boolean(compute="_compute_show_load_documents")

    void_date = fields.Date(readonly=True, copy=False)
    void_reason = fields.Char(readonly=True, copy=False, tracking=True)
    posted_by = fields.Many2one("res.users", string="Posted by", readonly=True, copy=False)
    posted_at = fields.Datetime(string="Posted on", readonly=True, copy=False)
    voided_by = fields.Many2one("res.users", string="Voided by", readonly=True, copy=False)
    voided_at = fields.Datetime(string="Voided on", readonly=True, copy=False)
    printed_at = fields.Datetime(readonly=True, copy=False)
    sent_at = fields.Datetime(readonly=True, copy=False)
    send_opened_at = fields.Datetime(
        readonly=True, copy=False, help="When the e-mail was last begun, sent or not."
    )
    payment_ids = fields.One2many(
        "account.payment", "cobranzas_receipt_id", string="Payments", copy=False
    )
    move_ids = fields.One2many(
        "account.move", "cobranzas_receipt_id", string="Journal Entries", copy=False
    )
    partial_ids = fields.One2many(
        "account.partial.reconcile", "cobranzas_receipt_id", string="Allocations", copy=False
    )

    _name_uniq = models.UniqueIndex(
        "(book_id, name) WHERE name IS NOT NULL",
        "This receipt number is already in use in its book.",
    )
    _number_uniq = models.UniqueIndex(
        "(book_id, number) WHERE number > 0",
        "This receipt number is already in use in its book.",
    )
    _company_date_idx = models.Index("(company_id, date)")

    # ------------------------------------------------------------------
    # Defaults and computes
    # ------------------------------------------------------------------

    def _default_legends(self):
        titles = self.env["cobranzas.legend.title"].search(
            Domain("company_id", "in", (False, self.env.company.id))
        )
        return [
            Command.create({"title_id": title.id, "sequence": title.sequence}) for title in titles
        ]

    @api.depends("company_id", "kind")
    def _compute_book_id(self):
        for receipt in self:
            book = receipt.book_id
            if not book or book.company_id != receipt.company_id or book.kind != receipt.kind:
                receipt.book_id = book._default_for(receipt.company_id, receipt.kind)

    @api.depends("partner_id")
    def _compute_people(self):
        for receipt in self:
            partner = receipt.partner_id.commercial_partner_id
            receipt.user_id = receipt.partner_id.user_id or partner.user_id
            receipt.collector_id = partner.cobranzas_collector_id

    @api.depends("name", "state", "kind")
    def _compute_display_name(self):
        for receipt in self:
            if receipt._has_own_name():
                receipt.display_name = receipt.name
            elif receipt.kind == "application":
                receipt.display_name = self.env._("Draft Application")
            else:
                receipt.display_name = self.env._("Draft Receipt")

    @api.depends("state", "partner_id", "company_id.cobranzas_show_documents")
    def _compute_show_load_documents(self):
        for receipt in self:
            receipt.show_load_documents = (
                receipt.state == "draft"
                and bool(receipt.partner_id)
                and receipt.company_id.cobranzas_show_documents != "never"
            )

    # ------------------------------------------------------------------
    # Onchange: the form only
    # ------------------------------------------------------------------

    @api.onchange("partner_id", "company_id", "allocate_by_group")
    def _onchange_partner_id(self):
        """Leave out documents it may not pay; list the customer's when set so (REC-02)."""
        payable = self._get_payable_customers()
        foreign = self.line_ids.filtered(
            lambda line: (
                line.partner_id.commercial_partner_id not in payable._origin
                or self.company_id not in line.move_line_id.company_id.parent_ids
            )
        )
        self.line_ids -= foreign
        if self.partner_id and self.company_id.cobranzas_show_documents == "always":
            self._list_documents()

    # ------------------------------------------------------------------
    # View: values or documents first, as the company works (REC-06)
    # ------------------------------------------------------------------

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env.company.cobranzas_first)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and self.env.company.cobranzas_first == "values":
            for page in arch.xpath("//notebook/page[@name='values']"):
                page.getparent().insert(0, page)
        return arch, view

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        defaults = {name: self.env.context.get(f"default_{name}") for name in SYSTEM_FIELDS}
        defaults = {name: value for name, value in defaults.items() if value}
        for vals in vals_list:
            vals = {**defaults, **vals}
            refused = {"name", "number"} if self.env.su else SYSTEM_FIELDS - {"state"}
            if vals.get("state", "draft") != "draft" or refused & set(vals):
                raise UserError(
                    self.env._(
                        "A receipt is made as a draft; its number is given when it is posted."
                    )
                )
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if "check_ids" in vals or "value_ids" in vals:
            self._group_checks_into_values()
        return result

    def _group_checks_into_values(self):
        """Gather loose cheques under one value per payment method and currency (REC-05)."""
        loose = self.check_ids.filtered(
            lambda check: (
                (check.value_id.payment_method_line_id, check.value_id.currency_id)
                != (check.payment_method_line_id, check.currency_id)
            )
        )
        for receipt in loose.receipt_id:
            mine = loose.filtered(lambda check, receipt=receipt: check.receipt_id == receipt)
            for (method, currency), checks in mine.grouped(
                lambda check: (check.payment_method_line_id, check.currency_id)
            ).items():
                receipt._get_check_value(method, currency).check_ids += checks
        empty = self.value_ids.filtered(lambda value: value.is_check and not value.check_ids)
        empty.filtered(lambda value: value.currency_id.is_zero(value.amount)).unlink()

    def _get_check_value(self, method, currency):
        self.ensure_one()
        return self.value_ids.filtered(
            lambda value: value.payment_method_line_id == method and value.currency_id == currency
        )[:1] or self.env["cobranzas.receipt.value"].create(
            {
                "receipt_id": self.id,
                "journal_id": method.journal_id.id,
                "payment_method_line_id": method.id,
                "currency_id": currency.id,
            }
        )

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def _check_postable(self):
        """Raise ``UserError`` with the one sentence that says why the receipt can't be posted."""
        self.ensure_one()

    def _check_is_draft(self):
        """Raise ``UserError`` for the first receipt that is no longer a draft."""
        for receipt in self:
            if receipt.state != "draft":
                raise UserError(
                    self.env._(
                        "Receipt %(receipt)s is no longer a draft: its documents and "
                        "values can't change.",
                        receipt=receipt.display_name,
                    )
                )
