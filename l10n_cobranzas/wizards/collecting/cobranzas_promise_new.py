from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...engine.instalments import due_dates, instalment_amounts
from ...models.collecting.promise_request import PromiseRequest

#: documents that the dialog lists, those due first
MOST_LISTED = 100
#: instalments that the dialog makes
MOST_DATES = 60


class CobranzasPromiseNew(models.TransientModel):
    """Asks what a debtor promises to pay, when, and of which documents (COL-06)."""

    _name = "cobranzas.promise.new"
    _inherit = "cobranzas.guarded.mixin"
    _description = "New Promise to Pay"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    debtor_group_id = fields.Many2one("cobranzas.debtor.group")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    replaces_id = fields.Many2one("cobranzas.promise", string="Takes the Place of")
    about = fields.Selection(
        [("documents", "Documents"), ("account", "An amount of the account")],
        string="Promise of",
        required=True,
        default="documents",
    )
    balance = fields.Monetary(compute="_compute_debt", help="Debts in this currency.")
    overdue = fields.Monetary(compute="_compute_debt")
    item_ids = fields.One2many("cobranzas.promise.new.item", "wizard_id", string="Documents")
    not_listed = fields.Integer(
        compute="_compute_debt", help="Documents that are not listed, due later than these."
    )
    amount = fields.Monetary(string="Promised")
    count = fields.Integer(string="Payments", default=1)
    period = fields.Selection(
        [
            ("week", "Week"),
            ("fortnight", "Fortnight"),
            ("month", "Month"),
            ("two_months", "Two months"),
            ("quarter", "Quarter"),
        ],
        string="Every",
        required=True,
        default="month",
    )
    date_first = fields.Date(
        string="First Payment on",
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=7),
    )
    line_ids = fields.One2many("cobranzas.promise.new.line", "wizard_id", string="Dates")
    tolerance_days = fields.Integer(
        compute="_compute_tolerance",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Working days after each date within which a payment is still in time.",
    )
    tolerance_amount = fields.Monetary(
        compute="_compute_tolerance",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="What may be missing, and the promise counts as kept.",
    )
    note = fields.Text()

    # ------------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------------

    @api.depends("partner_id", "debtor_group_id", "company_id")
    def _compute_currency_id(self):
        for wizard in self:
            own = wizard.company_id.currency_id
            currencies = wizard._find_debts(any_currency=True).currency_id
            several = not currencies or own in currencies
            wizard.currency_id = own if several else currencies[:1]

    def _get_customers(self):
        """Return whose documents may be promised: those that the user collects."""
        self.ensure_one()
        customers = self.partner_id.commercial_partner_id._origin
        group = self.debtor_group_id._origin
        if group:
            customers |= group._get_cobranzas_customers()[group]
        return customers._cobranzas_filter_own_debtors()

    def _find_debts(self, any_currency=False):
        """Return the open debts that the user may read, those due first."""
        self.ensure_one()
        customers, promises = self._get_customers(), self.env["cobranzas.promise"]
        if not customers:
            return self.env["account.move.line"]
        currencies = None if any_currency else self.currency_id
        return self.env["account.move.line"].search(
            promises._get_debts_domain(customers, self.company_id, currencies),
            order="date_maturity, id",
        )

    @api.depends("partner_id", "debtor_group_id", "company_id", "currency_id")
    def _compute_debt(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            debts = wizard._find_debts()
            late = debts.filtered(lambda item: (item.date_maturity or item.date) < today)
            wizard.balance = sum(debts.mapped("amount_residual_currency"))
            wizard.overdue = sum(late.mapped("amount_residual_currency"))
            wizard.not_listed = max(len(debts) - MOST_LISTED, 0)

    # ------------------------------------------------------------------
    # Filled in
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Fill in what is not given, as the form does."""
        wizards = super().create(vals_list)
        for wizard, vals in zip(wizards, vals_list, strict=True):
            if "item_ids" not in vals:
                wizard._onchange_debtor()
            if wizard.about == "documents" or "amount" not in vals:
                wizard._onchange_items()
            if "line_ids" not in vals:
                wizard._onchange_dates()
        return wizards

    @api.onchange("partner_id", "debtor_group_id", "currency_id", "replaces_id")
    def _onchange_debtor(self):
        """List the documents; tick those overdue, or those of the promise that is replaced."""
        today = fields.Date.context_today(self)
        before = self.replaces_id.item_ids.move_line_id
        rows = [
            Command.create(
                {
                    "move_line_id": item.id,
                    "amount": item.amount_residual_currency,
                    "is_chosen": item in before
                    if before
                    else (item.date_maturity or item.date) < today,
                }
            )
            for item in self._find_debts()[:MOST_LISTED]
        ]
        self.item_ids = [Command.clear(), *rows]

    @api.onchange("about", "item_ids")
    def _onchange_items(self):
        """Add up the documents ticked; of the account, propose what is overdue."""
        if self.about == "documents":
            self.amount = sum(self.item_ids.filtered("is_chosen").mapped("amount"))
        elif not self.amount:
            self.amount = self.overdue or self.balance

    @api.onchange("amount", "count", "period", "date_first")
    def _onchange_dates(self):
        """Split the amount over the dates, what does not divide in the last one."""
        rows = []
        currency, count = self.currency_id, min(self.count, MOST_DATES)
        units = currency._cobranzas_to_minor_units(self.amount) if currency else 0
        if self.date_first and count >= 1 and units >= count:
            days = due_dates(self.date_first, self.period or "month", count)
            rows = [
                Command.create({"date": day, "amount": currency._cobranzas_from_minor_units(part)})
                for day, part in zip(days, instalment_amounts(units, count), strict=True)
            ]
        self.line_ids = [Command.clear(), *rows]

    @api.depends("company_id", "currency_id")
    def _compute_tolerance(self):
        promises = self.env["cobranzas.promise"]
        for wizard in self:
            company = wizard.company_id.sudo()  # sudo: settings, shown to who promises
            wizard.tolerance_days = company.cobranzas_promise_tolerance_days
            wizard.tolerance_amount = wizard.currency_id and promises._get_tolerance_amount(
                company, wizard.currency_id
            )

    @api.constrains("count")
    def _check_count(self):
        for wizard in self:
            if not 1 <= wizard.count <= MOST_DATES:
                raise UserError(
                    self.env._("A promise has from 1 to %(most)s payments.", most=MOST_DATES)
                )

    # ------------------------------------------------------------------
    # Saving
    # ------------------------------------------------------------------

    def action_save(self):
        """Note the promise.

        Raises ``UserError`` with one sentence for what can't be promised, ``AccessError`` for
        another collector's debtor.
        """
        self.ensure_one()
        self.check_access("read")
        self.env["cobranzas.promise"]._cobranzas_make(self._prepare_request())
        return {"type": "ir.actions.act_window_close"}

    def _prepare_request(self):
        chosen = self.item_ids.filtered("is_chosen")
        if self.about == "documents" and not chosen:
            raise UserError(
                self.env._("Tick the documents that will be paid, or promise of the account.")
            )
        documents = {}
        if self.about == "documents":
            documents = {item.move_line_id: item.amount for item in chosen}
        return PromiseRequest(
            customer=self.partner_id.commercial_partner_id,
            group=self.debtor_group_id,
            company=self.company_id,
            currency=self.currency_id,
            amount=self.amount,
            dates=tuple((line.date, line.amount) for line in self.line_ids),
            documents=documents,
            replaces=self.replaces_id,
            tolerance_days=self.tolerance_days,
            tolerance_amount=self.tolerance_amount,
            note=self.note or "",
        )
