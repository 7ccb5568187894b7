from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...engine import plan


class CobranzasReceiptLine(models.Model):
    """One document of a receipt and how much of it is settled (REC-02).

    ``amount`` and ``amount_residual`` are in the document's own currency and signed
    as the ledger signs them: a debt is positive, a credit (credit note, on-account
    balance) is negative and lowers what the values must cover.
    """

    _name = "cobranzas.receipt.line"
    _inherit = ["cobranzas.item.row.mixin", "cobranzas.guarded.mixin", "cobranzas.source.mixin"]
    _parent_field = "receipt_id"
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
        """A credit is typed as people say it, without the minus; nothing passes the balance."""
        self.amount = self._signed(self.amount)
        balance = self.amount_residual
        if (
            not self.currency_id
            or self.currency_id.compare_amounts(abs(self.amount), abs(balance)) <= 0
        ):
            return None
        self.amount = balance
        return {
            "warning": {
                "title": self.name or "",
                "message": self.env._(
                    "The balance is %(balance)s: no more than that can be settled.",
                    balance=self._format(abs(balance)),
                ),
                "type": "notification",
            }
        }

    def action_open_document(self):
        """Open the document's entry (REC-21)."""
        self.ensure_one()
        return self.move_id._cobranzas_documents_action(self.name)

    @api.model
    def _write_proposed(self, proposed):
        """Write {line: (amount, sequence)} of thousands of lines at once, as automatic allocation.

        Written one by one, each would have the receipt's figures and charges looked for again.
        """
        lines = self.union(*proposed)
        lines.write({"is_listed": False})  # with all that a write checks
        names = ["amount", "sequence"]
        with self.env.protecting([self._fields[name] for name in names], lines):
            for line, (amount, sequence) in proposed.items():
                line.amount, line.sequence = amount, sequence
        lines.modified(names)

    # ------------------------------------------------------------------
    # Listed for the user to tick
    # ------------------------------------------------------------------

    def _filter_unticked(self):
        """Return the lines that were only listed: they count for nothing."""
        return self.filtered(lambda line: line.is_listed and line.currency_id.is_zero(line.amount))

    # ------------------------------------------------------------------
    # Credit invoices issued for the document (REC-22)
    # ------------------------------------------------------------------

    def _get_issued_credit_invoices(self):
        """Return the credit invoices not accepted yet of these instalments."""
        # sudo: whether an invoice of the receipt has credit invoices is part of the receipt
        documents = self.move_line_id.sudo().cobranzas_credit_invoice_ids
        return documents.filtered(lambda document: document.state == "issued")

    def _filter_documented(self):
        """Return the lines with credit invoices that wait to be accepted."""
        return self.filtered(lambda line: line._get_issued_credit_invoices())

    def _check_accepted_whole(self, accepted):
        """Raise ``UserError`` for a line that its accepted credit invoice doesn't settle as it is.

        :param accepted: the credit invoices that the receipt accepts
        """
        by_item = {document.origin_line_id: document for document in accepted}
        for line in self:
            document = by_item.get(line.move_line_id)
            if not document:
                raise UserError(
                    self.env._(
                        "%(document)s has a credit invoice that is not accepted here: take the "
                        "document out, or say that the customer pays otherwise.",
                        document=line.move_line_id.with_context(
                            cobranzas_document=True
                        ).display_name,
                    )
                )
            if line.currency_id.compare_amounts(line.amount, document.amount):
                raise UserError(
                    self.env._(
                        "%(document)s is for %(amount)s: settle just that, or say that the "
                        "customer pays otherwise.",
                        document=document.display_name,
                        amount=line._format(document.amount),
                    )
                )

    # ------------------------------------------------------------------
    # In the plan
    # ------------------------------------------------------------------

    def _get_minor_units(self):
        """Return what is settled, positive, in minor units of the document's currency."""
        self.ensure_one()
        return self.currency_id._cobranzas_to_minor_units(abs(self.amount))

    def _get_sharing_scope(self):
        """Return within what a credit may pay by a transfer entry (REC-11)."""
        return self.receipt_id._get_sharing_scope(self.partner_id)

    def _prepare_plan_debt(self, amount=None):
        """Return the document as the plan takes it.

        :param amount: what there is to pay, in its currency; else what the line settles
        """
        self.ensure_one()
        settled = self.amount if amount is None else amount
        return plan.Debt(
            key=self,
            amount=self.currency_id._cobranzas_to_minor_units(settled),
            scope=self.receipt_id._get_sharing_scope(self.partner_id),
            currency=self.currency_id,
            reconcile_key=self.move_line_id._cobranzas_get_reconcile_key(),
            **self._prepare_booked(
                self.amount_booked if amount is None else self._get_booked(amount)
            ),
        )

    def _get_tree_scope(self):
        """Return the sharing scope as the allocation tree compares it, a text."""
        kind, key = self._get_sharing_scope()
        return f"{kind},{key}"

    def _format(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_payable(self):
        """Raise ``UserError`` with what keeps one of these documents from being settled as typed.

        To call with the documents locked: the balances read are then the last word.
        """
        payable = {receipt: receipt._get_payable_customers() for receipt in self.receipt_id}
        for line in self:
            line._check_document(payable[line.receipt_id])
        self.move_line_id._cobranzas_check_collectable()
        for line in self:
            line._check_amount()

    def _check_document(self, payable):
        """Raise ``UserError`` when the document is none that the receipt may settle.

        :param payable: the customers whose documents the receipt may pay
        """
        document = self.move_line_id
        if not document:
            raise UserError(
                self.env._(
                    "%(document)s changed since it was listed: remove it and list it again.",
                    document=self.name or self.env._("A document"),
                )
            )
        if self.receipt_id.company_id not in document.company_id.parent_ids:
            raise UserError(
                self.env._(
                    "%(document)s belongs to another company, %(company)s.",
                    document=self.name,
                    company=document.company_id.name,
                )
            )
        if not document.partner_id:
            raise UserError(
                self.env._(
                    "%(document)s has no customer: move it to one by an Endorsement first.",
                    document=self.name,
                )
            )
        if document.partner_id.commercial_partner_id not in payable:
            raise UserError(
                self.env._(
                    "%(document)s is of another customer, %(customer)s, outside what this receipt "
                    "may pay: the customer's own documents, or those of its group when it is "
                    "allocated by group.",
                    document=self.name,
                    customer=document.partner_id.display_name,
                )
            )
        if document.parent_state != "posted":
            raise UserError(
                self.env._("%(document)s is not posted: it can't be collected.", document=self.name)
            )
        if document.account_id.account_type != "asset_receivable":
            raise UserError(
                self.env._("%(document)s is not on a receivable account.", document=self.name)
            )

    def _check_amount(self):
        """Raise ``UserError`` when the amount to settle is not within the balance."""
        name, compare = self.name, self.currency_id.compare_amounts
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

    def _check_own_credit(self):
        """Refuse to let the credit of a post-dated collection pay that collection itself."""
        credits = self.filtered(lambda line: line.amount < 0)
        for line in self - credits:
            if line.move_line_id.cobranzas_document_ids and line.move_id in credits.move_id:
                raise UserError(
                    self.env._(
                        "The credit of %(document)s can't pay %(document)s itself: take one of "
                        "the two out.",
                        document=line.name,
                    )
                )
