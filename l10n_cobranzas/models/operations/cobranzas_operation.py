from odoo import api, fields, models
from odoo.exceptions import UserError

#: what only the operation's own buttons write, as superuser
SYSTEM_FIELDS = frozenset(
    {
        "done_at",
        "done_by",
        "is_credit_document",
        "name",
        "result_ids",
        "state",
        "undo_date",
        "undo_reason",
        "undone_at",
        "undone_by",
    }
)


class CobranzasOperation(models.Model):
    """A movement: what is owed changes its shape, holder, date or currency (OPS).

    Draft -> done -> undone. Its kind says what it takes and what it books; the plan that the form
    shows is the plan that is booked.
    """

    _name = "cobranzas.operation"
    _description = "Operation"
    _inherit = [
        "cobranzas.ledger.owner",
        "cobranzas.submission.mixin",
        "cobranzas.position.mixin",
        "cobranzas.preview.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _owner_field = "cobranzas_operation_id"
    _system_fields = SYSTEM_FIELDS
    _editable_fields = frozenset({"note"})

    name = fields.Char(string="Number", copy=False, readonly=True, index="trigram")
    kind = fields.Selection(selection=[], required=True, index=True, tracking=True)
    state = fields.Selection(
        selection=[("draft", "Draft"), ("done", "Done"), ("undone", "Undone")],
        string="Status",
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
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True, copy=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_from_items",
        store=True,
        readonly=False,
        precompute=True,
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
        compute="_compute_from_items",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True, tracking=True
    )
    reason = fields.Char(tracking=True)
    note = fields.Text(string="Observations", tracking=True)
    line_ids = fields.One2many(
        "cobranzas.operation.line", "operation_id", string="Items", copy=False
    )
    result_ids = fields.Many2many(
        "account.move.line",
        "cobranzas_operation_result_rel",
        "operation_id",
        "move_line_id",
        string="Items Made",
        readonly=True,
        copy=False,
    )
    move_ids = fields.One2many(
        "account.move", "cobranzas_operation_id", string="Journal Entries", copy=False
    )
    payment_ids = fields.One2many(
        "account.payment", "cobranzas_operation_id", string="Payments", copy=False
    )
    partial_ids = fields.One2many(
        "account.partial.reconcile", "cobranzas_operation_id", string="Allocations", copy=False
    )
    done_by = fields.Many2one("res.users", readonly=True, copy=False)
    done_at = fields.Datetime(readonly=True, copy=False)
    undo_date = fields.Date(readonly=True, copy=False)
    undo_reason = fields.Char(readonly=True, copy=False, tracking=True)
    undone_by = fields.Many2one("res.users", readonly=True, copy=False)
    undone_at = fields.Datetime(readonly=True, copy=False)

    # parameters that several kinds have
    new_partner_id = fields.Many2one(
        "res.partner",
        string="New Customer",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank or Cash",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash', 'credit'))]",
        ondelete="restrict",
    )
    payment_method_line_id = fields.Many2one(
        "account.payment.method.line",
        string="Method",
        domain="[('journal_id', '=', journal_id)]",
        ondelete="restrict",
    )
    count = fields.Integer(string="Number of Documents", default=1)
    period = fields.Selection(
        selection=[
            ("week", "Weekly"),
            ("fortnight", "Fortnightly"),
            ("month", "Monthly"),
            ("two_months", "Every Two Months"),
            ("quarter", "Quarterly"),
            ("four_months", "Every Four Months"),
            ("half_year", "Half-yearly"),
            ("year", "Yearly"),
        ],
        default="month",
    )
    date_first = fields.Date(string="First Due Date")
    date_due = fields.Date(string="Due")

    # what the form shows of the kind
    takes_items = fields.Boolean(compute="_compute_takes")
    takes_amount = fields.Boolean(compute="_compute_takes")
    parameters = fields.Char(
        compute="_compute_takes", help="Names of the parameters of its kind, that the form shows."
    )
    required_parameters = fields.Char(compute="_compute_takes")
    preview = fields.Html(
        string="What Will Be Booked", compute="_compute_preview", sanitize=False, store=False
    )
    refusal = fields.Char(
        compute="_compute_preview", help="What keeps the operation from being confirmed."
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", "This operation number is already in use."
    )
    _company_date_idx = models.Index("(company_id, date)")

    # ------------------------------------------------------------------
    # Kinds
    # ------------------------------------------------------------------

    @api.model
    def _get_kinds(self):
        """Return {key: model of the kind}, in the order of the field ``kind``."""
        keys = dict(self._fields["kind"]._description_selection(self.env))
        return {key: self.env[f"cobranzas.operation.kind.{key}"] for key in keys}

    def _get_kind(self):
        """Return the model that says what this operation takes, checks and books."""
        self.ensure_one()
        return self._get_kinds()[self.kind]

    @api.model
    def _get_return_kinds(self):
        """Return the keys of the kinds by which a debt returns, its payment having come back."""
        return tuple(key for key, kind in self._get_kinds().items() if kind._returns_payment)

    def _get_returned_payments(self):
        """Return the customers' payments that came back by these operations. To extend."""
        return self.env["account.payment"]

    @api.model
    def _get_parameters(self):
        """Return the names of the fields that are parameters of any kind, each once."""
        kinds = self.pool.descendants(["cobranzas.operation.kind"], "_inherit")
        names = [name for kind in sorted(kinds) for name in self.pool[kind]._parameters]
        return list(dict.fromkeys(name for name in names if name in self._fields))

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("line_ids.move_line_id", "company_id")
    def _compute_from_items(self):
        for operation in self:
            items = operation.line_ids.move_line_id
            operation.partner_id = operation.partner_id or items[:1].partner_id
            operation.currency_id = (
                items[:1].currency_id
                or operation.currency_id
                or operation.company_id.currency_id
                or self.env.company.currency_id
            )

    @api.depends("line_ids.amount", "kind")
    def _compute_amount(self):
        for operation in self:
            if operation.kind:
                operation.amount = operation._get_kind()._get_amount(operation)

    @api.depends("name", "state", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for operation in self:
            kind = kinds.get(operation.kind, "")
            if operation.name:
                operation.display_name = f"{kind} {operation.name}"
            else:
                operation.display_name = self.env._("Draft: %(kind)s", kind=kind)

    @api.depends("kind")
    def _compute_takes(self):
        for operation in self:
            # a kind is a model, of which the recordset is empty
            kind = operation._get_kind() if operation.kind else None
            known = kind is not None
            operation.takes_items = known and kind._takes is not None
            operation.takes_amount = known and kind._takes_amount
            # with commas around each name: one may be a part of another
            operation.parameters = f",{','.join(kind._parameters)}," if known else ""
            operation.required_parameters = f",{','.join(kind._required)}," if known else ""

    @api.depends(
        lambda self: [
            "kind",
            "state",
            "date",
            "partner_id",
            "company_id",
            "currency_id",
            "amount",
            "reason",
            "line_ids.move_line_id",
            "line_ids.amount",
            "instalment_ids.amount",
            "instalment_ids.date_due",
            "own_check_ids.number",
            "own_check_ids.payment_date",
            "own_check_ids.amount",
            *self._get_parameters(),
        ]
    )
    @api.depends_context("lang", "uid")
    def _compute_preview(self):
        for operation in self:
            operation.preview, operation.refusal = operation._render_preview()

    # ------------------------------------------------------------------
    # Plan
    # ------------------------------------------------------------------

    def _prepare_plan(self):
        """Return the ``movement.Plan`` of the operation: what the preview shows and is booked.

        Raises ``UserError`` with the sentence that says what it lacks.
        """
        self.ensure_one()
        plan = self._get_kind()._prepare_plan(self)
        if any(allocation.amount <= 0 for allocation in plan.allocations):
            self.line_ids._check_amount_taken()
        plan.check()
        return plan

    def _prepare_origins(self, lines=None):
        """Return the ``movement.Origin`` of each item taken, in the order of the lines."""
        held = self.env["account.move.line"]._cobranzas_get_held()
        lines = self.line_ids if lines is None else lines
        named = self._get_kind()._names_origins
        return [line._prepare_origin(held, named) for line in lines]

    # ------------------------------------------------------------------
    # Create
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        defaults = {name: context.get(f"default_{name}") for name in self._system_fields}
        defaults = {name: value for name, value in defaults.items() if value}
        for vals in vals_list:
            vals = {**defaults, **vals}
            refused = self._system_fields - {"state"}
            if vals.get("state", "draft") != "draft" or refused & {k for k in vals if vals[k]}:
                raise UserError(
                    self.env._(
                        "An operation is made as a draft; its number is given when it is confirmed."
                    )
                )
        return super().create(vals_list)

    def _creation_message(self):
        """Say it in words that agree with "operation" in languages with genders."""
        self.ensure_one()
        return self.env._("Operation created")

    # ------------------------------------------------------------------
    # As an owner
    # ------------------------------------------------------------------

    def _get_customers_to_lock(self):
        """Return the customers whose ledger the operation changes."""
        return self.partner_id | self.line_ids.partner_id | self.new_partner_id

    def _get_items_to_lock(self):
        return self.line_ids.move_line_id | super()._get_items_to_lock()

    def _get_edit_refusal(self):
        return self.env._(
            "%(operation)s is no longer a draft: undo it and enter it anew.",
            operation=self.display_name,
        )

    def _get_unlink_refusal(self):
        return self.env._(
            "%(operation)s has been confirmed: it can be undone, not deleted.",
            operation=self.display_name,
        )

    def _get_system_refusal(self):
        return self.env._("An operation is confirmed and undone only with its own buttons.")

    def _get_entry_refusal(self):
        return self.env._(
            "This belongs to %(operation)s: undo it there.", operation=self.display_name
        )

    def _get_allocation_refusal(self):
        return self.env._(
            "This allocation was made by %(operation)s: undo that instead.",
            operation=self.display_name,
        )

    def _get_collected_refusal(self):
        return self.env._(
            "%(operation)s took this document: undo that first.", operation=self.display_name
        )
