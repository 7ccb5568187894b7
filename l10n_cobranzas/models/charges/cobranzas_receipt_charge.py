from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import formatLang

from .charge_proposal import ChargeProposal
from .rate_periods import RATE_PERIODS

#: what is computed, and is what an amount is compared with: no user writes it
SUGGESTED = (
    "amount_suggested",
    "amount_total",
    "base",
    "currency_id",
    "days",
    "detail",
    "name",
    "rate",
    "rate_period",
)
#: of these, what is worked out together
SUGGESTION = (
    "currency_id",
    "amount_suggested",
    "base",
    "days",
    "rate",
    "rate_period",
    "detail",
)


class CobranzasReceiptCharge(models.Model):
    """A charge or discount that a receipt proposes for one of its documents (CHG-01 to CHG-04).

    What is suggested follows the receipt's date, documents and values, so that changing the date
    simulates. The note is made when the receipt is posted.
    """

    _name = "cobranzas.receipt.charge"
    _inherit = "cobranzas.receipt.child"
    _description = "Charge of a Receipt"
    _order = "receipt_id, kind, id"
    _given_fields = ("operation_id",)
    _guarded_fields = ("operation_id",)

    kind = fields.Selection(
        selection=[
            ("date_adjustment", "Alternative Date"),
            ("early_payment", "Early Payment"),
            ("exchange_note", "Exchange Difference"),
            ("late_interest", "Late Interest"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(related="receipt_id.state", string="Receipt Status")
    company_id = fields.Many2one(related="receipt_id.company_id", store=True, precompute=True)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Document Item",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(string="Document", compute="_compute_document", store=True, precompute=True)
    partner_id = fields.Many2one(related="move_line_id.partner_id", string="Customer")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_suggestion", store=True, precompute=True
    )
    date_due = fields.Date(related="move_line_id.date_maturity", string="Due")
    days = fields.Integer(compute="_compute_suggestion", store=True, precompute=True)
    base = fields.Monetary(
        string="Amount Charged on", compute="_compute_suggestion", store=True, precompute=True
    )
    rate = fields.Float(
        string="Rate (%)",
        digits=(16, 6),
        compute="_compute_suggestion",
        store=True,
        precompute=True,
        help="Per cent. Of an exchange difference: the exchange rate of the receipt.",
    )
    rate_period = fields.Selection(
        selection=RATE_PERIODS,
        string="Per",
        compute="_compute_suggestion",
        store=True,
        precompute=True,
    )
    detail = fields.Text(
        compute="_compute_suggestion", store=True, precompute=True, help="How it was computed."
    )
    amount_suggested = fields.Monetary(
        string="Suggested", compute="_compute_suggestion", store=True, precompute=True
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Above zero: the customer owes it. Below: a discount. Late interest is before taxes.",
    )
    is_selected = fields.Boolean(
        string="Note",
        compute="_compute_is_selected",
        store=True,
        readonly=False,
        precompute=True,
        help="Whether the note is made when the receipt is posted.",
    )
    is_collected = fields.Boolean(
        string="Collect Now",
        compute="_compute_is_collected",
        store=True,
        readonly=False,
        precompute=True,
        help="Whether this receipt collects the note; otherwise it stays open.",
    )
    amount_total = fields.Monetary(
        string="Total of the Note", compute="_compute_amount_total", store=True, precompute=True
    )
    mode = fields.Char(compute="_compute_mode")
    operation_id = fields.Many2one(
        "cobranzas.operation", readonly=True, copy=False, index="btree_not_null"
    )
    note_id = fields.Many2one(
        "account.move", string="Note Made", compute="_compute_note_id", compute_sudo=True
    )

    _item_uniq = models.Constraint(
        "UNIQUE (receipt_id, kind, move_line_id)", "A document has one charge of a kind."
    )

    @api.depends("move_line_id")
    def _compute_document(self):
        for row in self.filtered("move_line_id"):
            row.name = row.move_line_id._cobranzas_document_name()

    @api.depends("kind", "move_line_id", "receipt_id.charge_proposals")
    def _compute_suggestion(self):
        for receipt, rows in self.grouped("receipt_id").items():
            saved = rows._filter_saved(receipt)
            saved._set_suggestions(
                {row: {name: row._origin[name] for name in SUGGESTION} for row in saved}
            )
            (rows - saved)._suggest(receipt)

    def _filter_saved(self, receipt):
        """Return the rows of which what was suggested when the receipt was saved stands.

        A difference of rates follows the discounts that are typed in other rows.
        """
        if not receipt or not receipt._stands_as_saved():
            return self.browse()
        follows = receipt.state == "draft" and receipt.adjustment_ids | receipt.early_ids
        return self.filtered(
            lambda row: row._origin and not (follows and row.kind == "exchange_note")
        )

    def _suggest(self, receipt):
        """Suggest the charges of new rows, or of those of a receipt that has changed."""
        if not self:
            return
        kept = receipt._get_charge_proposals()
        differences = self.filtered(lambda row: row.kind == "exchange_note")
        others = self - differences
        others._take_suggestions(receipt, kept.first)
        if differences:
            # a difference is on what a discount leaves to pay: discounts first
            is_anew = any(row._pays_document() for row in others)
            found = kept.get_all(receipt._get_discounts(is_anew) if receipt else {})
            differences._take_suggestions(receipt, found)

    def _take_suggestions(self, receipt, proposals):
        nothing = ChargeProposal(receipt.currency_id, 0.0)
        self._set_suggestions(
            {
                row: proposals.get((row.kind, row.move_line_id._origin), nothing).prepare_vals()
                for row in self
            }
        )

    def _set_suggestions(self, vals):
        """Set what is suggested: rows that share a value get it at once, as each write costs.

        :param vals: {row: {field: value}}
        """
        for rows in self.grouped(lambda row: vals[row]["currency_id"]).values():
            for name in SUGGESTION:  # the currency first: amounts are rounded by it
                for value, mine in rows.grouped(lambda row, name=name: vals[row][name]).items():
                    mine[name] = value

    @api.depends("amount_suggested")
    def _compute_amount(self):
        kept = self.filtered(lambda row: row._keeps_amount())
        for row in kept:
            row.amount = row.amount
        groups = (self - kept).grouped(lambda row: (row.currency_id, row.amount_suggested))
        for (_currency, amount), rows in groups.items():
            rows.amount = amount

    @api.depends("kind", "receipt_id.company_id")
    def _compute_mode(self):
        for row in self:
            row.mode = row.receipt_id._get_charge_mode(row.kind) if row.kind else False

    @api.depends("kind", "receipt_id.company_id")
    def _compute_is_selected(self):
        for row in self:
            row.is_selected = row.mode in ("always", "ask")

    @api.depends(
        "kind",
        "receipt_id.adjustment_ids.amount_total",
        "receipt_id.adjustment_ids.is_selected",
        "receipt_id.line_ids.amount",
        "receipt_id.value_ids.amount",
        "receipt_id.check_ids.amount",
        "receipt_id.withholding_ids.amount_effective",
    )
    def _compute_is_collected(self):
        """Collect surcharges where the money is there for all of them; else they stay open."""
        for (receipt, kind), rows in self.grouped(lambda row: (row.receipt_id, row.kind)).items():
            if receipt.state in ("posted", "voided"):
                for row in rows:
                    row.is_collected = row.is_collected
            elif kind == "date_adjustment" and receipt:
                rows.is_collected = receipt._covers_charges(rows)
            else:
                for row in rows:  # interest that someone ticked stays so
                    row.is_collected = kind == "exchange_note" or row.is_collected

    @api.depends("amount", "kind", "receipt_id.company_id")
    def _compute_amount_total(self):
        kept = self.filtered(lambda row: row._is_amount_saved())
        for row in kept:
            row.amount_total = row._origin.amount_total
        groups = (self - kept).grouped(lambda row: (row.receipt_id, row.kind, row.currency_id))
        for (receipt, kind, _currency), rows in groups.items():
            amounts = {row.move_line_id._origin: row.amount for row in rows if row.amount}
            totals = receipt._get_charge_totals(kind, amounts)
            for total, mine in rows.grouped(
                lambda row, totals=totals: totals.get(row.move_line_id._origin, row.amount)
            ).items():
                mine.amount_total = total

    def _is_amount_saved(self):
        """Tell whether the row of a form, changed or not, is for the amount that was saved."""
        self.ensure_one()
        saved = self._origin
        if self.id or not saved or self.company_id._origin != saved.company_id:
            return False
        return self.amount == saved.amount

    def _describe_warning(self):
        """Return the sentence that warns of a charge that is not made here."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(kind)s of %(document)s: %(amount)s.",
            kind=kinds[self.kind],
            document=self.name,
            amount=formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
        )

    def _is_settled_apart(self):
        """Tell whether an exchange difference is a matter of its own, noted now or later.

        Otherwise the document is settled at the receipt's rate, and core books the difference.
        """
        self.ensure_one()
        return self.kind == "exchange_note" and self.mode in ("always", "ask")

    def _is_pending(self):
        """Tell whether what the receipt settles includes the note, which is yet to be made."""
        self.ensure_one()
        if self.operation_id or not self.amount_total:
            return False
        if self.kind == "exchange_note":
            return self._is_settled_apart()
        return self.is_selected and (self.is_collected or self.amount_total < 0)

    def _group_by_note(self):
        """Return the rows whose note is yet to be made, those of each note together."""
        return (
            self.filtered(lambda row: row.amount and not row.operation_id)
            .grouped(
                lambda row: (row.partner_id.commercial_partner_id, row.currency_id, row.amount > 0)
            )
            .values()
        )

    def _get_effect(self, line):
        """Return what the note adds to the documents of the receipt, in its currency.

        :param line: the line of the receipt that settles the document
        """
        self.ensure_one()
        if self.amount_total >= 0 or not self._pays_document():
            return self.amount_total
        return self._get_discount_effect(line, self.amount_total)

    @api.depends("operation_id")
    def _compute_note_id(self):
        for row in self:
            row.note_id = row.operation_id.move_ids.filtered("invoice_date")[:1]

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    @api.model
    def _check_guarded(self, vals_list):
        if any(name in vals for vals in vals_list for name in SUGGESTED):
            raise AccessError(
                self.env._("What a receipt suggests to charge is computed: change the amount.")
            )
        return super()._check_guarded(vals_list)

    def _filter_changed(self):
        """Return the rows that do not stand as they were suggested."""
        return self.filtered(
            lambda row: (
                row.currency_id.compare_amounts(row.amount, row.amount_suggested)
                or row.is_selected != (row.mode in ("always", "ask"))
            )
        )

    def _check_changed_right(self):
        """Raise ``AccessError`` for what only an accountant changes: amounts, what is always."""
        for row in self._filter_changed():
            same = not row.currency_id.compare_amounts(row.amount, row.amount_suggested)
            if not same or row.mode != "ask":
                self._raise_left_out(row.name)

    @api.model
    def _raise_left_out(self, document):
        raise AccessError(
            self.env._(
                "%(document)s: only an accountant changes what is charged, or leaves "
                "out what is always charged.",
                document=document,
            )
        )
