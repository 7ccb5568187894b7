from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasReceipt(models.Model):
    """Documents that a receipt takes in as values: the debt moves to them.

    Those typed in it (REC-05, REC-20), and the credit invoices it accepts, issued before with
    the invoices that it settles (REC-22).
    """

    _inherit = "cobranzas.receipt"

    document_ids = fields.One2many(
        "cobranzas.document", "receipt_id", string="Documents Received", copy=False
    )
    accepts_credit_invoices = fields.Boolean(
        default=True,
        copy=False,
        help="The customer accepts the credit invoices of what is settled. Otherwise all of them "
        "are voided and the receipt is an ordinary one.",
    )
    credit_invoice_ids = fields.Many2many(
        "cobranzas.document",
        "cobranzas_receipt_credit_invoice_rel",
        compute="_compute_credit_invoice_ids",
        store=True,
        readonly=False,
        copy=False,
        string="Credit Invoices",
        help="The credit invoices issued for what is settled here: leave those accepted.",
    )
    listed_credit_invoice_ids = fields.Many2many(
        "cobranzas.document",
        "cobranzas_receipt_listed_credit_invoice_rel",
        compute="_compute_credit_invoice_ids",
        store=True,
        copy=False,
        export_string_translation=False,
        help="Those listed once for what is settled: one that was taken out is not listed again.",
    )
    has_credit_invoices = fields.Boolean(compute="_compute_has_credit_invoices")

    @api.depends("line_ids.move_line_id", "line_ids.amount", "kind")
    def _compute_credit_invoice_ids(self):
        """List the credit invoices of what is settled, each once: one taken out stays out."""
        for receipt in self:
            if receipt.state != "draft" or receipt.kind != "receipt":
                continue
            items = receipt.line_ids.filtered(lambda line: line.amount > 0).move_line_id._origin
            known, listed = (
                documents.filtered(
                    lambda document, items=items: document.origin_line_id._origin in items
                )
                for documents in (receipt.credit_invoice_ids, receipt.listed_credit_invoice_ids)
            )
            decided = (known | listed).origin_line_id._origin
            new = items.cobranzas_credit_invoice_ids.filtered(
                lambda document, decided=decided: (
                    document.state == "issued" and document.origin_line_id._origin not in decided
                )
            )
            receipt.credit_invoice_ids = known | new
            receipt.listed_credit_invoice_ids = known | listed | new

    @api.model_create_multi
    def create(self, vals_list):
        """Take the credit invoices that come with a receipt for all that are to be listed."""
        receipts = super().create(vals_list)
        for receipt, vals in zip(receipts, vals_list, strict=True):
            if "credit_invoice_ids" in vals and receipt.state == "draft":
                settled = receipt.line_ids.filtered(lambda line: line.amount > 0).move_line_id
                issued = settled.cobranzas_credit_invoice_ids
                receipt.listed_credit_invoice_ids = receipt.credit_invoice_ids | issued
        return receipts

    @api.depends("line_ids.move_line_id")
    def _compute_has_credit_invoices(self):
        for receipt in self:
            issued = receipt.line_ids._get_issued_credit_invoices()
            receipt.has_credit_invoices = bool(issued or receipt.credit_invoice_ids)

    def _get_documents(self):
        """Return the documents received: those typed, and the credit invoices accepted."""
        return self.document_ids | self._get_accepted()

    def _get_accepted(self):
        """Return the credit invoices that the receipts accept."""
        accepting = self.filtered(
            lambda receipt: receipt.accepts_credit_invoices and receipt.kind == "receipt"
        )
        return accepting.credit_invoice_ids

    def _get_deferred_documents(self):
        """Return those that pay nothing here: their credit is applied later (REC-20)."""
        return self.document_ids.filtered(lambda document: document._is_deferred())

    def _get_planned_documents(self):
        """Return the documents received that pay something.

        Credit invoices go in the order of the invoices' instalments, so that each pays its own.
        """
        self.ensure_one()
        order = {line.move_line_id: place for place, line in enumerate(self.line_ids)}
        documents = self._get_documents().filtered(lambda document: document._get_minor_units())
        return documents.sorted(
            lambda document: (order.get(document.origin_line_id, -1), document.sequence)
        )

    # ------------------------------------------------------------------
    # What they are worth, in the receipt's currency
    # ------------------------------------------------------------------

    def _get_deferred_amount(self):
        """Return what the documents that pay nothing here are worth, in the receipt's currency."""
        self.ensure_one()
        deferred = self._get_deferred_documents()
        return self._sum_in_receipt_currency(deferred) if deferred else 0.0

    def _sum_documents_received(self):
        """Return what the documents received are worth, in the receipt's currency.

        Credit invoices count for what is not withheld: withholdings are counted by themselves.
        """
        self.ensure_one()
        accepted = self._get_accepted()
        typed = self.document_ids - accepted
        total = self._sum_in_receipt_currency(typed) if typed else 0.0
        if accepted:
            withheld = self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")
            total += max(self._sum_in_receipt_currency(accepted) - withheld, 0.0)
        return total

    def _spread_withholdings(self, documents):
        """Return {credit invoice: what is withheld of it}: all of the first, then the next."""
        self.ensure_one()
        if not documents:
            return {}
        left = self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")
        order = {line.move_line_id: place for place, line in enumerate(self.line_ids)}
        shares = {}
        for document in documents.sorted(lambda document: order[document.origin_line_id]):
            shares[document] = min(left, document.amount) if left else 0.0
            left = self.currency_id.round(left - shares[document])
        return shares

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_documents(self):
        """Raise ``UserError`` with what keeps the documents received from being booked."""
        self.ensure_one()
        for document in self._get_documents():
            document._check_bookable()
        self._check_credit_invoices()
        self._check_deferred()
        self.line_ids._check_own_credit()

    def _check_deferred(self):
        """Refuse documents that only a post-dated collection could pay, in credit-note mode."""
        deferred = self._get_deferred_documents()
        if not deferred:
            return
        funds = self.amount_total - self._get_deferred_amount()
        verdict = self._rounding_verdict(funds - self.amount_documents)
        if self.amount_documents > 0 and verdict == "short":
            raise UserError(
                self.env._(
                    "%(document)s pays no document until it is applied: take out the documents "
                    "that only it would pay, and apply its credit to them later.",
                    document=deferred[0].display_name,
                )
            )

    def _check_credit_invoices(self):
        """Raise ``UserError`` when invoices with credit invoices don't go as they must.

        Not mixed with other documents; accepted whole, and by no other value.
        """
        self.ensure_one()
        debts = self.line_ids.filtered(lambda line: line.amount > 0)
        documented = debts._filter_documented()
        accepted = self._get_accepted()
        if documented:
            for line in (self.line_ids if accepted else debts) - documented:
                raise UserError(
                    self.env._(
                        "Invoices with credit invoices go in a receipt of their own: take "
                        "%(document)s out of this one.",
                        document=line.name,
                    )
                )
            if self.accepts_credit_invoices:
                documented._check_accepted_whole(accepted)
                self._check_acceptance(accepted)
        for document in accepted:
            if document.state != "issued" or document.origin_line_id not in documented.move_line_id:
                raise UserError(
                    self.env._(
                        "%(document)s is not waiting to be accepted for a document of this "
                        "receipt: take it out.",
                        document=document.display_name,
                    )
                )

    def _check_acceptance(self, accepted):
        """Raise ``UserError`` for what may not come in along with credit invoices accepted."""
        if set(self._get_sources()) - {*accepted, *self.withholding_ids}:
            raise UserError(
                self.env._(
                    "A receipt that accepts credit invoices takes no other values: take them out, "
                    "or say that the customer pays otherwise."
                )
            )
        if not self.withholding_ids:
            return
        if accepted.currency_id != self.currency_id:
            raise UserError(
                self.env._(
                    "Accept credit invoices with withholdings in a receipt in their own currency."
                )
            )
        withheld = self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")
        total = self._sum_in_receipt_currency(accepted)
        if self.currency_id.compare_amounts(withheld, total) > 0:
            raise UserError(self.env._("The withholdings exceed the credit invoices accepted."))

    # ------------------------------------------------------------------
    # Posting
    # ------------------------------------------------------------------

    def _settle_credit_invoices(self):
        """Take the accepted credit invoices in, and void those of what is paid otherwise.

        To call with the receipts checked and still in draft.
        """
        for receipt in self:
            accepted = receipt._get_accepted()
            for document, withheld in receipt._spread_withholdings(accepted).items():
                document.write({"receipt_id": receipt.id, "amount_withheld": withheld})
            if not receipt.accepts_credit_invoices or receipt.kind != "receipt":
                debts = receipt.line_ids.filtered(lambda line: line.amount > 0)
                invoices = debts._get_issued_credit_invoices().invoice_id
                invoices.cobranzas_credit_invoice_ids.filtered(
                    lambda document: document.state == "issued"
                ).void_receipt_id = receipt

    def action_open_documents_received(self):
        """Open the documents that came in with the receipt."""
        self.ensure_one()
        return self._get_documents()._get_records_action(
            name=self.env._("Documents Received in %(receipt)s", receipt=self.display_name)
        )
