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

    def _get_documents_apart(self):
        """Return those that pay nothing here: their credit is applied later (REC-20)."""
        return self.document_ids.filtered(lambda document: document._stays_on_account())

    def _is_apart(self, source):
        """Tell whether a source of the plan pays nothing here."""
        return source._name == "cobranzas.document" and source._stays_on_account()

    def _get_amount_apart(self):
        """Return what the documents that pay nothing here are worth, in the receipt's currency."""
        self.ensure_one()
        return self._sum_in_receipt_currency(self._get_documents_apart())

    def _get_document_units(self):
        """Return {document: units of its currency it is booked for}.

        Credit invoices go in the order of the invoices' instalments, so that each pays its own.
        """
        self.ensure_one()
        order = {line.move_line_id: place for place, line in enumerate(self.line_ids)}
        documents = self._get_documents().sorted(
            lambda document: (order.get(document.origin_line_id, -1), document.sequence)
        )
        units = {document: document._amount_units() for document in documents}
        return {document: number for document, number in units.items() if number}

    def _sum_documents_received(self):
        """Return what the documents received are worth, in the receipt's currency.

        Credit invoices count for what is not withheld: withholdings are counted apart.
        """
        self.ensure_one()
        accepted = self._get_accepted()
        total = self._sum_in_receipt_currency(self.document_ids - accepted)
        if accepted:
            withheld = self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")
            total += max(self._sum_in_receipt_currency(accepted) - withheld, 0.0)
        return total

    # ------------------------------------------------------------------
    # Entries
    # ------------------------------------------------------------------

    def _prepare_document_items(self, document, plan):
        """Return [(key, item values)]: the document's own item, and what it pays (DESIGN 5)."""
        amount = document.currency_id._cobranzas_from_units(plan["units"][document])
        balance = self._to_company_currency(amount, document.currency_id)
        account = self.commercial_partner_id.with_company(
            self.company_id
        ).property_account_receivable_id
        given = self._prepare_source_items(document, plan, balance, account)
        rows = self._key_source_items(document, plan, given)
        if document in plan["left"] and not (self._keeps_excess() or document._stays_on_account()):
            # paid over within the tolerance: straight to the gain, for it never was on account
            place = len(self._group_parts(plan["parts"][document]))
            vals = rows[place][1]
            currency = self.env["res.currency"].browse(vals["currency_id"])
            gain = self._prepare_rounding_item_vals(
                vals["amount_currency"], vals["balance"], currency
            )
            rows[place] = (None, gain)
        own = document._prepare_portfolio_item_vals(amount, balance)
        return [(("document", document), own), *rows]

    def _link_documents(self, plans):
        """Tie each document to the item that it became."""
        for receipt in self:
            for key, items in plans[receipt]["settlement"].items():
                kind, record = key or (None, None)
                if kind == "document":
                    record.move_line_id = items

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_documents(self):
        """Raise ``UserError`` with what keeps the documents received from being booked."""
        self.ensure_one()
        for document in self._get_documents():
            document._check_bookable()
        self._check_credit_invoices()
        self._check_apart()
        self._check_own_credit()

    def _check_apart(self):
        """Refuse documents that only a post-dated collection could pay, in credit-note mode."""
        apart = self._get_documents_apart()
        if not apart:
            return
        funds = self.amount_total - self._get_amount_apart()
        verdict = self._rounding_verdict(funds - self.amount_documents)
        if self.amount_documents > 0 and verdict == "short":
            raise UserError(
                self.env._(
                    "%(document)s pays no document until it is applied: take out the documents "
                    "that only it would pay, and apply its credit to them later.",
                    document=apart[0].display_name,
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
