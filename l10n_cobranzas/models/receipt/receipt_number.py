from odoo import api, fields, models
from odoo.exceptions import UserError

#: around the id of a receipt that has no number yet: nobody types these two
BEFORE_ID, AFTER_ID = "\ue000", "\ue001"


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

    def _mark_posted(self):
        """Give each receipt its state: what follows is all of it or nothing.

        And the number of its form, or else a name that stands for the number until it has one.
        """
        self.flush_recordset()  # what is computed stands from here on: its last change comes first
        posted = {
            "state": "posted",
            "posted_by": self.env.user.id,
            "posted_at": fields.Datetime.now(),
        }
        for book, receipts in self._group_by_book():
            typed = book.mode == "preprinted" and book._take_typed_numbers(receipts)
            for receipt in receipts:
                if typed:
                    number = receipt.preprinted_number
                    named = {"number": number, "name": book._format_number(number)}
                else:
                    named = {"name": f"{BEFORE_ID}{receipt.id}{AFTER_ID}"}
                    named["preprinted_number"] = 0  # typed while the book was pre-printed
                receipt.write({**named, **posted})

    def _assign_numbers(self):
        """Give the next numbers of their books to those without a number.

        As late as can be: who takes one keeps the others of the book waiting to the end.
        """
        for book, receipts in self.filtered(lambda receipt: not receipt.number)._group_by_book():
            for receipt, number in zip(receipts, book._take_numbers(receipts), strict=True):
                name = book._format_number(number)
                receipt._replace_name(name)
                receipt.write({"number": number, "name": name})

    def _replace_name(self, name):
        """Write a name for the one that stood for it, in what was made with that one."""
        self.ensure_one()
        moves = self.move_ids
        for records, field in (
            (moves, "ref"),
            (self.payment_ids, "memo"),
            (moves.line_ids, "name"),
        ):
            named = records.filtered(lambda record, field=field: self.name in (record[field] or ""))
            for record in named:
                # by the field: a write is for what people change of an entry
                text = record[field].replace(self.name, name)
                record._fields[field].write(record, text)
            named.modified([field])

    def _has_own_name(self):
        """Tell whether the receipt has a name, and not one that stands for its number."""
        return bool(self.name) and not self.name.startswith(BEFORE_ID)

    def _group_by_book(self):
        """Return [(book, its receipts)], in the order of their numbers."""
        return self.sorted(lambda r: (r.date, r.id)).grouped("book_id").items()
