from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasReceipt(models.Model):
    """What the book asks of a receipt: its number, and few documents (REC-14)."""

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
        sentence = self.book_id._get_limit_sentence(self.line_ids)
        if not sentence:
            return None
        return {"warning": {"title": self.env._("Too many documents"), "message": sentence}}

    def _check_line_limit(self):
        """Raise ``UserError`` when the receipt has more documents than its book allows."""
        sentence = self.book_id._get_limit_sentence(self.line_ids)
        if sentence:
            raise UserError(sentence)

    def _assign_numbers(self):
        """Give each receipt its number and state: what follows is all of it or nothing."""
        posted = {
            "state": "posted",
            "posted_by": self.env.user.id,
            "posted_at": fields.Datetime.now(),
        }
        for book, receipts in self.sorted(lambda r: (r.date, r.id)).grouped("book_id").items():
            vals = dict(posted)
            if book.mode == "preprinted":
                numbers = book._take_typed_numbers(receipts)
            else:
                numbers = book._take_numbers(receipts)
                vals["preprinted_number"] = 0  # typed while the book was pre-printed
            for receipt, number in zip(receipts, numbers, strict=True):
                receipt.write({"number": number, "name": book._format_number(number), **vals})
