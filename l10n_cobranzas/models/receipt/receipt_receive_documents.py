from odoo import fields, models
from odoo.exceptions import UserError


class CobranzasReceipt(models.Model):
    """Documents received as values: the debt moves to them (REC-05, REC-20)."""

    _inherit = "cobranzas.receipt"

    document_ids = fields.One2many(
        "cobranzas.document", "receipt_id", string="Documents Received", copy=False
    )

    def _get_documents(self):
        """Return the documents received: those typed, and the credit invoices accepted."""
        return self.document_ids | self._get_accepted()

    def _get_deferred_documents(self):
        """Return those that pay nothing here: their credit is applied later (REC-20)."""
        return self.document_ids.filtered(lambda document: document._is_deferred())

    def _get_deferred_amount(self):
        """Return what the documents that pay nothing here are worth, in the receipt's currency."""
        self.ensure_one()
        return self._sum_in_receipt_currency(self._get_deferred_documents())

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

    def _sum_documents_received(self):
        """Return what the documents received are worth, in the receipt's currency.

        Credit invoices count for what is not withheld: withholdings are counted by themselves.
        """
        self.ensure_one()
        accepted = self._get_accepted()
        total = self._sum_in_receipt_currency(self.document_ids - accepted)
        if accepted:
            withheld = self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")
            total += max(self._sum_in_receipt_currency(accepted) - withheld, 0.0)
        return total

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
        self._check_own_credit()

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

    def _check_own_credit(self):
        """Refuse to let the credit of a post-dated collection pay that collection itself."""
        credits = self.line_ids.filtered(lambda line: line.amount < 0)
        for line in self.line_ids - credits:
            if line.move_line_id.cobranzas_document_ids and line.move_id in credits.move_id:
                raise UserError(
                    self.env._(
                        "The credit of %(document)s can't pay %(document)s itself: take one of "
                        "the two out.",
                        document=line.name,
                    )
                )

    def _check_documents_uncollected(self):
        """Raise ``UserError`` naming the receipt that collected a document of this one (REC-15)."""
        self.ensure_one()
        for document in self.document_ids:
            partials = document.move_line_id.matched_credit_ids.sorted(
                lambda partial: (not partial.cobranzas_receipt_id, partial.id)
            )
            if not partials:
                continue
            later = partials[0].cobranzas_receipt_id
            raise UserError(
                self.env._(
                    "%(document)s was collected by %(later)s: void %(later)s first.",
                    document=document.display_name,
                    later=(later or partials[0].credit_move_id.move_id).display_name,
                )
            )

    def action_open_documents_received(self):
        """Open the documents that came in with the receipt."""
        self.ensure_one()
        return self._get_documents()._get_records_action(
            name=self.env._("Documents Received in %(receipt)s", receipt=self.display_name)
        )
