from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasReceiptSpoiled(models.Model):
    """A paper form that was spoiled: its number is used up without a receipt (REC-14)."""

    _name = "cobranzas.receipt.spoiled"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Spoiled Receipt Form"
    _order = "book_id, number desc, id"
    _rec_name = "number"

    book_id = fields.Many2one(
        "cobranzas.receipt.book",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('mode', '=', 'preprinted')]",
    )
    company_id = fields.Many2one(related="book_id.company_id", store=True, index=True)
    number = fields.Integer(required=True, aggregator=None)
    date = fields.Date(required=True, default=fields.Date.context_today)
    reason = fields.Char(required=True)

    _number_uniq = models.UniqueIndex(
        "(book_id, number)", "This form is already marked as spoiled."
    )

    @api.model_create_multi
    def create(self, vals_list):
        books = self.env["cobranzas.receipt.book"].browse(
            {vals["book_id"] for vals in vals_list if vals.get("book_id")}
        )
        # sudo: who may mark a form may not write books; only the lock is taken
        books.sudo()._lock()
        spoiled = super().create(vals_list)
        spoiled._check_free()
        return spoiled

    def write(self, vals):
        if {"book_id", "number"} & set(vals):
            raise UserError(
                self.env._("The number of a spoiled form can't change: mark the right one.")
            )
        return super().write(vals)

    def _check_free(self):
        """Raise ``UserError`` for a number outside its book or that a receipt has.

        To call with the books locked.
        """
        for book, spoiled in self.grouped("book_id").items():
            used = book._get_used_numbers(spoiled.mapped("number"))
            for form in spoiled:
                if book.mode != "preprinted":
                    raise UserError(
                        self.env._(
                            "Book %(book)s is not pre-printed: it has no forms to spoil.",
                            book=book.name,
                        )
                    )
                book._check_in_range(form.number)
                if form.number in used:
                    raise UserError(used[form.number])
