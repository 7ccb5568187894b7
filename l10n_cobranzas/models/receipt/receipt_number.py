from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasReceipt(models.Model):
    """What the book asks of a receipt: the number of the paper form, few documents (REC-14)."""

    _inherit = "cobranzas.receipt"

    book_mode = fields.Selection(related="book_id.mode", string="Numbering of the Book")
    preprinted_number = fields.Integer(
        string="Form Number",
        compute="_compute_preprinted_number",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        aggregator=None,
        help="Number of the paper form, in a pre-printed book.",
    )

    _preprinted_number_positive = models.Constraint(
        "CHECK (preprinted_number >= 0)", "The number of a form can't be negative."
    )

    @api.depends("book_id")
    def _compute_preprinted_number(self):
        """Propose the next free number of the book; what is on a posted receipt stays."""
        drafts = self.filtered(lambda receipt: receipt.state == "draft")
        for receipt in self - drafts:
            receipt.preprinted_number = receipt.preprinted_number
        for book, receipts in drafts.grouped("book_id").items():
            numbers = []
            if book.mode == "preprinted":
                but = [receipt._origin.id for receipt in receipts if receipt._origin]
                numbers = book._get_free_numbers(len(receipts), but)
            for index, receipt in enumerate(receipts):
                receipt.preprinted_number = numbers[index] if index < len(numbers) else 0

    @api.onchange("line_ids", "book_id")
    def _onchange_line_limit(self):
        """Say at once that the book takes no more documents (seed 002)."""
        if self._count_over_limit() > 0:
            return {
                "warning": {
                    "title": self.env._("Too many documents"),
                    "message": self._get_limit_sentence(),
                }
            }
        return None

    def _counted_lines(self):
        """Return the lines the limit of the book counts: listed and unticked ones do not."""
        return self.line_ids.filtered(
            lambda line: not line.is_listed or not line.currency_id.is_zero(line.amount)
        )

    def _count_over_limit(self):
        """Return by how many documents the receipt exceeds its book; not above 0: it does not."""
        limit = self.book_id.max_lines
        return len(self._counted_lines()) - limit if limit else 0

    def _get_limit_sentence(self):
        return self.env._(
            "Book %(book)s allows %(limit)s documents in a receipt; this one has %(count)s.",
            book=self.book_id.name,
            limit=self.book_id.max_lines,
            count=len(self._counted_lines()),
        )

    def _check_line_limit(self):
        """Raise ``UserError`` when the receipt has more documents than its book allows."""
        if self._count_over_limit() > 0:
            raise UserError(self._get_limit_sentence())
