from odoo import api, models


class ResCompany(models.Model):
    """The first receipt books of a company, and its tolerance in the drafts."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._cobranzas_create_books()
        return companies

    def write(self, vals):
        tolerances = {company: company.cobranzas_rounding_tolerance for company in self}
        result = super().write(vals)
        changed = self.filtered(
            lambda company: company.cobranzas_rounding_tolerance != tolerances[company]
        )
        if changed:
            # sudo: who sets the tolerance need not see receipts; their drafts show it
            drafts = self.env["cobranzas.receipt"].sudo()
            domain = [("state", "=", "draft"), ("company_id", "in", changed.ids)]
            drafts.search(domain)._recompute_amounts()
        return result

    def _cobranzas_create_books(self):
        """Give each company without receipt books its first ones, to collect at once."""
        book_model = self.env["cobranzas.receipt.book"].sudo()  # sudo: part of making a company
        known = book_model.with_context(active_test=False).search([("company_id", "in", self.ids)])
        books = book_model.create(book_model._prepare_default_books_vals(self - known.company_id))
        for lang, _name in self.env["res.lang"].get_installed():
            for book in books.with_context(lang=lang):
                book.name = book._get_default_name(book.kind)
