from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...engine import plan
from ..ledger.ownership import get_correction


class CobranzasReceiptLine(models.Model):
    """One document of a receipt and how much of it is settled (REC-02).

    ``amount`` and ``amount_residual`` are in the document's own currency and signed
    as the ledger signs them: a debt is positive, a credit (credit note, on-account
    balance) is negative and lowers what the values must cover.
    """

    _name = "cobranzas.receipt.line"
    _inherit = "cobranzas.source.mixin"
    _allocation_field = "credit_id"
    _description = "Receipt Document"
    _order = "sequence, id"

    receipt_id = fields.Many2one("cobranzas.receipt", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(related="receipt_id.state", string="Receipt Status")
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Document",
        index=True,
        ondelete="set null",
        help="The open item settled. Empty when its entry was changed or deleted since.",
    )
    name = fields.Char(
        string="Document Name", compute="_compute_document", store=True, precompute=True
    )
    move_id = fields.Many2one(related="move_line_id.move_id", string="Entry")
    partner_id = fields.Many2one(related="move_line_id.partner_id", string="Customer")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_document", store=True, precompute=True
    )
    date = fields.Date(related="move_line_id.date", string="Issue Date")
    date_due = fields.Date(compute="_compute_date_due", string="Due")
    days_overdue = fields.Integer(compute="_compute_date_due")
    amount_total = fields.Monetary(
        related="move_line_id.amount_currency",
        string="Original Amount",
        currency_field="currency_id",
    )
    amount_residual = fields.Monetary(
        compute="_compute_amount_residual",
        string="Balance",
        help="Open balance of the document today, in its own currency.",
    )
    amount = fields.Monetary(
        string="To Settle",
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="What this receipt settles, in the document's currency. A credit is negative.",
    )
    is_selected = fields.Boolean(
        string="Include", compute="_compute_is_selected", inverse="_inverse_is_selected"
    )
    is_listed = fields.Boolean(
        help="Listed by itself for the user to tick: left out at posting when nothing of it "
        "is settled."
    )

    _move_line_uniq = models.Constraint(
        "UNIQUE (receipt_id, move_line_id)", "A document can stand only once in a receipt."
    )

    @api.depends("move_line_id")
    def _compute_document(self):
        # an item that vanished leaves its name and currency behind, for the history
        for line in self.filtered("move_line_id"):
            line.name = line.move_line_id._cobranzas_document_name()
            line.currency_id = line.move_line_id.currency_id

    @api.depends("move_line_id.date_maturity", "move_line_id.date", "receipt_id.date")
    def _compute_date_due(self):
        for line in self:
            due = line.move_line_id.date_maturity or line.move_line_id.date
            at = line.receipt_id.date or fields.Date.context_today(line)
            line.date_due = due
            line.days_overdue = max((at - due).days, 0) if due else 0

    @api.depends("move_line_id")
    def _compute_amount_residual(self):
        # on purpose no dependency on the balance itself: every reconciliation anywhere would
        # then look for the receipts that show it. The form reads it each time.
        held = self.env["account.move.line"]._cobranzas_get_held()
        for line in self:
            line.amount_residual = line.move_line_id._cobranzas_get_residual(held)

    @api.depends("move_line_id")
    def _compute_amount(self):
        held = self.env["account.move.line"]._cobranzas_get_held()
        for line in self:
            line.amount = line.move_line_id._cobranzas_get_residual(held)

    @api.depends("amount")
    def _compute_is_selected(self):
        for line in self:
            line.is_selected = bool(line.amount)

    def _inverse_is_selected(self):
        for line in self:
            if line.is_selected != bool(line.amount):  # a typed amount stands
                line.amount = line.amount_residual if line.is_selected else 0.0

    @api.onchange("is_selected")
    def _onchange_is_selected(self):
        self._inverse_is_selected()

    @api.onchange("amount")
    def _onchange_amount(self):
        """A credit is typed as people say it, without the minus."""
        self.amount = self._signed(self.amount)

    def _signed(self, amount):
        return -abs(amount) if self.move_line_id.amount_currency < 0 else amount

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.receipt_id._check_is_draft()
        lines._check_document_access({"move_line_id"})
        for line in lines:
            if line.amount != line._signed(line.amount):
                line.amount = line._signed(line.amount)
        return lines

    def write(self, vals):
        if get_correction(self.env) and set(vals) == {"amount"}:
            return super().write(vals)  # what a corrected withholding pays of the document
        self.receipt_id._check_is_draft()
        result = super().write(vals)
        self.receipt_id._check_is_draft()  # also the receipt they were moved to
        self._check_document_access(vals)
        return result

    def _check_document_access(self, fields_written):
        """Raise ``AccessError`` for an item the user may not read: its figures show here."""
        if "move_line_id" in fields_written and not self.env.su:
            items = self.env["account.move.line"].browse(self.move_line_id.ids)
            items.check_access("read")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self.receipt_id._check_is_draft()

    def action_open_document(self):
        """Open the document's entry (REC-21)."""
        self.ensure_one()
        return self.move_id._cobranzas_documents_action(self.name)

    # ------------------------------------------------------------------
    # A debt in the plan, or a credit as a source of it
    # ------------------------------------------------------------------

    def _get_minor_units(self):
        """Return what is settled, positive, in minor units of the document's currency."""
        self.ensure_one()
        return self.currency_id._cobranzas_to_minor_units(abs(self.amount))

    def _get_reconcile_key(self):
        """Return within what a credit pays as it is: customer, account and currency."""
        return self.move_line_id._cobranzas_get_reconcile_key()

    def _get_sharing_scope(self):
        """Return within what a credit may pay by a transfer entry (REC-11)."""
        return self.receipt_id._get_sharing_scope(self.partner_id)

    def _prepare_plan_debt(self):
        """Return the document as the plan takes it."""
        self.ensure_one()
        return plan.Debt(
            key=self,
            amount=self._get_minor_units(),
            scope=self._get_sharing_scope(),
            currency=self.currency_id,
            reconcile_key=self._get_reconcile_key(),
        )

    def _check_left(self, units):
        """Raise ``UserError``: a credit is not ticked for more than it pays."""
        raise UserError(
            self.env._(
                "%(excess)s of credit %(credit)s is left over: tick documents that it can "
                "pay, of the same customer or of a group that shares credits, or lower it.",
                excess=self._format(self.currency_id._cobranzas_from_minor_units(units)),
                credit=self.name,
            )
        )

    def _get_label(self):
        return self.name

    def _get_kind_label(self):
        return self.env._("Credit")

    def _prepare_tree_vals(self, editable):
        """Also tell whose credit it is, and within what it may pay."""
        return {
            **super()._prepare_tree_vals(editable),
            "partner": self.partner_id.display_name or "",
            "pool": self._get_tree_scope() if editable else False,
        }

    def _get_tree_scope(self):
        """Return the sharing scope as the allocation tree compares it, a text."""
        kind, key = self._get_sharing_scope()
        return f"{kind},{key}"

    def _prepare_settlement_items(self, booking):
        """Take what is used of a credit from its owner, and pay other documents with it.

        Each customer's own account stays right: the owner's goes down by what the debtor's
        goes down (REC-11). At the receipt's rates.
        """
        item, receipt = self.move_line_id, self.receipt_id
        amount = self.currency_id._cobranzas_from_minor_units(booking.get_plan(self).funds[self])
        balance = receipt._to_company_currency(amount, self.currency_id)
        taken = {
            "analytic_distribution": False,
            "name": self.env._(
                "%(receipt)s: use of %(credit)s", receipt=receipt.name, credit=self.name
            ),
            "account_id": item.account_id.id,
            "partner_id": item.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "balance": balance,
            "date_maturity": receipt.date,
        }
        return {
            booking.get_key("taken", self): taken,
            **booking.prepare_source_items(self, balance, item.account_id),
        }

    def _format(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _check_payable(self):
        """Raise ``UserError`` with what keeps this document from being settled as typed.

        To call with the document locked: the balance read is then the last word.
        """
        self.ensure_one()
        document, receipt = self.move_line_id, self.receipt_id
        if not document:
            raise UserError(
                self.env._(
                    "%(document)s changed since it was listed: remove it and list it again.",
                    document=self.name or self.env._("A document"),
                )
            )
        name = document._cobranzas_document_name()
        if receipt.company_id not in document.company_id.parent_ids:
            raise UserError(
                self.env._(
                    "%(document)s belongs to another company, %(company)s.",
                    document=name,
                    company=document.company_id.name,
                )
            )
        if document.partner_id.commercial_partner_id not in receipt._get_payable_customers():
            raise UserError(
                self.env._(
                    "%(document)s is of another customer, %(customer)s, outside what this receipt "
                    "may pay: the customer's own documents, or those of its group when it is "
                    "allocated by group.",
                    document=name,
                    customer=document.partner_id.display_name,
                )
            )
        if document.parent_state != "posted":
            raise UserError(
                self.env._("%(document)s is not posted: it can't be collected.", document=name)
            )
        if document.account_id.account_type != "asset_receivable":
            raise UserError(
                self.env._("%(document)s is not on a receivable account.", document=name)
            )
        document._cobranzas_check_collectable()
        self._check_amount(name)

    def _check_amount(self, name):
        compare = self.currency_id.compare_amounts
        balance = self.move_line_id.amount_residual_currency
        if self.currency_id.is_zero(self.amount):
            raise UserError(
                self.env._(
                    "The amount for %(document)s is zero: enter an amount or remove it.",
                    document=name,
                )
            )
        if self.currency_id.is_zero(balance):
            raise UserError(
                self.env._(
                    "%(document)s is already paid: nothing is left to settle.", document=name
                )
            )
        if compare(self.amount * (1 if balance > 0 else -1), 0.0) < 0:
            raise UserError(
                self.env._("The amount for %(document)s can't be negative.", document=name)
            )
        if compare(abs(self.amount), abs(balance)) > 0:
            raise UserError(
                self.env._(
                    "The balance of %(document)s is now %(balance)s; the receipt settles "
                    "%(amount)s. "
                    "Lower the amount or remove the document.",
                    document=name,
                    balance=self._format(abs(balance)),
                    amount=self._format(abs(self.amount)),
                )
            )
