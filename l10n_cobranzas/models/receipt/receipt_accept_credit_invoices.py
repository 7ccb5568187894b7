from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasReceipt(models.Model):
    """Receipts that accept the credit invoices of an invoice, or pay it otherwise (REC-22)."""

    _inherit = "cobranzas.receipt"

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
    has_credit_invoices = fields.Boolean(compute="_compute_has_credit_invoices")

    @api.depends("line_ids.move_line_id", "line_ids.amount", "kind")
    def _compute_credit_invoice_ids(self):
        """List the credit invoices of what is settled, not of what is merely listed."""
        for receipt in self:
            if receipt.state != "draft" or receipt.kind != "receipt":
                continue
            items = receipt.line_ids.filtered(lambda line: line.amount > 0).move_line_id
            known = receipt.credit_invoice_ids.filtered(
                lambda document, items=items: document.origin_line_id._origin in items._origin
            )
            new = items.cobranzas_credit_invoice_ids.filtered(
                lambda document, known=known: (
                    document.state == "issued"
                    and document.origin_line_id._origin not in known.origin_line_id._origin
                )
            )
            receipt.credit_invoice_ids = known | new

    @api.depends("line_ids.move_line_id")
    def _compute_has_credit_invoices(self):
        for receipt in self:
            issued = receipt._get_issued(receipt.line_ids)
            receipt.has_credit_invoices = bool(issued or receipt.credit_invoice_ids)

    def _get_issued(self, lines):
        """Return the credit invoices not accepted yet of the instalments in ``lines``."""
        # sudo: whether an invoice of the receipt has credit invoices is part of the receipt
        documents = lines.move_line_id.sudo().cobranzas_credit_invoice_ids
        return documents.filtered(lambda document: document.state == "issued")

    def _get_accepted(self):
        """Return the credit invoices that the receipts accept."""
        accepting = self.filtered(
            lambda receipt: receipt.accepts_credit_invoices and receipt.kind == "receipt"
        )
        return accepting.credit_invoice_ids

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_credit_invoices(self):
        """Raise ``UserError`` when invoices with credit invoices don't go as they must.

        Not mixed with other documents; accepted whole, and by no other value.
        """
        self.ensure_one()
        debts = self.line_ids.filtered(lambda line: line.amount > 0)
        documented = debts.filtered(self._get_issued)
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
                self._check_acceptance(documented, accepted)
        for document in accepted:
            if document.state != "issued" or document.origin_line_id not in documented.move_line_id:
                raise UserError(
                    self.env._(
                        "%(document)s is not waiting to be accepted for a document of this "
                        "receipt: take it out.",
                        document=document.display_name,
                    )
                )

    def _check_acceptance(self, lines, accepted):
        by_item = {document.origin_line_id: document for document in accepted}
        for line in lines:
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
        if self.value_ids or self.document_ids - accepted:
            raise UserError(
                self.env._(
                    "A receipt that accepts credit invoices takes no other values: take them out, "
                    "or say that the customer pays otherwise."
                )
            )
        self._check_acceptance_withholdings(accepted)

    def _check_acceptance_withholdings(self, accepted):
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
    # Posting and voiding
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
                receipt._get_issued(debts).invoice_id.cobranzas_credit_invoice_ids.filtered(
                    lambda document: document.state == "issued"
                ).void_receipt_id = receipt

    def _spread_withholdings(self, documents):
        """Return {credit invoice: what is withheld of it}: all of the first, then the next."""
        self.ensure_one()
        left = self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")
        order = {line.move_line_id: place for place, line in enumerate(self.line_ids)}
        shares = {}
        for document in documents.sorted(lambda document: order[document.origin_line_id]):
            shares[document] = min(left, document.amount) if left else 0.0
            left = self.currency_id.round(left - shares[document])
        return shares

    def _release_credit_invoices(self):
        """Give the credit invoices that the voided receipts accepted, or voided, back (REC-22)."""
        accepted = self.document_ids.filtered("origin_line_id")
        for document in accepted:
            document.message_post(
                body=self.env._(
                    "Receipt %(receipt)s, which accepted it, was voided: it is issued again.",
                    receipt=document.receipt_id.name,
                )
            )
        accepted.write({"receipt_id": False, "move_line_id": False, "amount_withheld": 0.0})
        documents = self.env["cobranzas.document"].search([("void_receipt_id", "in", self.ids)])
        documents.void_receipt_id = False
