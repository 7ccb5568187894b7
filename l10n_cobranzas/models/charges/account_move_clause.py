from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, create_column

from ..ledger.ownership import find_changed

#: what binds a document to the clause
CLAUSE_FIELDS = ("cobranzas_clause_currency_id", "cobranzas_clause_rate")


class AccountMove(models.Model):
    """Documents under the foreign-currency clause: its currency, and the rate of their day.

    The customer's clause is copied when the document is made, and an accountant may change it
    until it is posted (CHG-01). Entries, opening balances and outside debts have none.
    """

    _inherit = "account.move"

    cobranzas_clause_currency_id = fields.Many2one(
        "res.currency",
        string="Currency Clause",
        compute="_compute_cobranzas_clause_currency_id",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="The document is a debt in this currency, whatever currency it is made in.",
    )
    cobranzas_clause_rate = fields.Float(
        string="Rate of the Clause",
        compute="_compute_cobranzas_clause_rate",
        store=True,
        readonly=False,
        copy=False,
        digits=0,
        tracking=True,
        help="Company currency for one unit of the clause's currency, on the document's date.",
    )

    def _auto_init(self):
        """Make the columns empty: no document there is has the clause yet."""
        cr = self.env.cr
        if not column_exists(cr, "account_move", "cobranzas_clause_rate"):
            create_column(cr, "account_move", "cobranzas_clause_currency_id", "int4")
            create_column(cr, "account_move", "cobranzas_clause_rate", "float8")
        return super()._auto_init()

    # ------------------------------------------------------------------
    # From the customer, and the rates of the day
    # ------------------------------------------------------------------

    @api.depends("commercial_partner_id", "company_id", "move_type")
    def _compute_cobranzas_clause_currency_id(self):
        drafts = self.filtered(lambda move: move.state == "draft")
        for move in self - drafts:
            move.cobranzas_clause_currency_id = move.cobranzas_clause_currency_id
        for move in drafts:
            sale = bool(move.partner_id) and move.is_sale_document(include_receipts=True)
            move.cobranzas_clause_currency_id = sale and move.partner_id._cobranzas_get_clause(
                move.company_id
            )

    @api.depends(
        "cobranzas_clause_currency_id",
        "company_id",
        "currency_id",
        "invoice_currency_rate",
        "invoice_date",
    )
    def _compute_cobranzas_clause_rate(self):
        """Take the document's own rate where it is made in the clause's currency, else the
        recorded one of its date; 0 where none is recorded."""
        for move in self.filtered(lambda move: move.state != "draft"):
            move.cobranzas_clause_rate = move.cobranzas_clause_rate
        drafts = self.filtered(lambda move: move.state == "draft")
        bound = drafts.filtered("cobranzas_clause_currency_id")
        (drafts - bound).cobranzas_clause_rate = 0.0
        own = bound.filtered(lambda move: move.currency_id == move.cobranzas_clause_currency_id)
        for move in own:
            rate = move.invoice_currency_rate
            move.cobranzas_clause_rate = round(1 / rate, 9) if rate else 0.0
        today = fields.Date.context_today(self)
        for (company, date), moves in (
            (bound - own)
            .grouped(lambda move: (move.company_id, move.invoice_date or move.date or today))
            .items()
        ):
            currencies = moves.cobranzas_clause_currency_id
            recorded = currencies._cobranzas_recorded_rates(company, date)
            for move in moves:
                rate, _day = recorded.get(move.cobranzas_clause_currency_id._origin, (0.0, None))
                move.cobranzas_clause_rate = round(rate, 9)

    def _post(self, soft=True):
        """Post, with the rate of the day on which a document without a date is posted."""
        undated = self.filtered(
            lambda move: move.cobranzas_clause_currency_id and not move.invoice_date
        )
        undated.invoice_date = fields.Date.context_today(self)
        self.mapped("cobranzas_clause_rate")  # computed while they are drafts: then it stands
        posted = super()._post(soft)
        posted._cobranzas_check_clause()
        return posted

    def _cobranzas_check_clause(self):
        """Raise ``UserError`` for a document under the clause whose rate is not known."""
        for move in self.filtered("cobranzas_clause_currency_id"):
            if move.cobranzas_clause_rate <= 0:
                raise UserError(
                    self.env._(
                        "%(document)s is under the clause in %(currency)s, and there is no rate "
                        "for its date: record it, or take the clause off the document.",
                        document=move.display_name,
                        currency=move.cobranzas_clause_currency_id.name,
                    )
                )

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        if any(
            name in vals or f"default_{name}" in context
            for vals in vals_list
            for name in CLAUSE_FIELDS
        ):
            self._cobranzas_check_may_set_clause()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and any(name in vals for name in CLAUSE_FIELDS):
            self._cobranzas_check_clause_write(vals)
        return super().write(vals)

    def _cobranzas_check_clause_write(self, vals):
        changed = find_changed(self, vals, CLAUSE_FIELDS)
        if changed:
            changed._cobranzas_check_may_set_clause()
        for move in changed.filtered(lambda move: move.state == "posted"):
            raise UserError(
                self.env._(
                    "%(document)s is posted: its clause and its rate stand.",
                    document=move.display_name,
                )
            )

    def _cobranzas_check_may_set_clause(self):
        """Raise ``AccessError`` for who is no accountant: the clause decides what is owed."""
        if not self.env.su:
            self.env["res.users"]._cobranzas_check_groups(
                "l10n_cobranzas.group_cobranzas_accountant",
                self.env._("The currency clause of a document is changed by an accountant."),
            )
