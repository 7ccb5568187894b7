from odoo import api, models


class ResCompany(models.Model):
    """The first receipt books of a company."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._cobranzas_create_books()
        return companies

    def _cobranzas_create_books(self):
        """Give each company without receipt books its first ones, to collect at once."""
        book_model = self.env["cobranzas.receipt.book"].sudo()  # sudo: part of making a company
        known = book_model.with_context(active_test=False).search([("company_id", "in", self.ids)])
        books = book_model.create(book_model._prepare_default_books_vals(self - known.company_id))
        for lang, _name in self.env["res.lang"].get_installed():
            for book in books.with_context(lang=lang):
                book.name = book._get_default_name(book.kind)
