from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .cobranzas_guards import lock_rows


class CobranzasReceiptBook(models.Model):
    """Numbering of receipts (*talonario*, REC-14)."""

    _name = "cobranzas.receipt.book"
    _description = "Receipt Book"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    kind = fields.Selection(
        selection=[("receipt", "Receipts"), ("application", "Applications of Credits")],
        string="Used For",
        required=True,
        default="receipt",
    )
    prefix = fields.Char(help="Written before the number, for example 'RC 0001-'.")
    padding = fields.Integer(string="Digits", default=8, required=True)
    mode = fields.Selection(
        selection=[("auto", "Automatic")],
        required=True,
        default="auto",
    )
    number_next = fields.Integer(
        string="Next Number",
        compute="_compute_number_next",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
    )
    number_from = fields.Integer(string="From", default=1, required=True)
    number_to = fields.Integer(string="To", help="Last number of the book; 0 means no end.")
    max_lines = fields.Integer(
        string="Lines per Receipt",
        help="A receipt of this book can pay at most this many documents; 0 means no limit.",
    )

    report_id = fields.Many2one(
        "ir.actions.report",
        string="Printed Form",
        domain="[('model', '=', 'cobranzas.receipt')]",
        help="Form of the receipts of this book; empty: the usual one.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="E-mail Template",
        domain="[('model', '=', 'cobranzas.receipt')]",
        help="E-mail that carries the receipts of this book; empty: the usual one.",
    )

    _number_range = models.Constraint(
        "CHECK (number_from > 0 AND (number_to = 0 OR number_to >= number_from))",
        "The range of a receipt book starts above zero and its last number is not below its first.",
    )
    _max_lines_positive = models.Constraint(
        "CHECK (max_lines >= 0 AND padding BETWEEN 1 AND 20)",
        "The limit of lines is not negative and the number has between 1 and 20 digits.",
    )

    @api.depends("number_from")
    def _compute_number_next(self):
        for book in self:
            book.number_next = max(book.number_next, book.number_from)

    @api.constrains("number_next", "number_from")
    def _check_number_next(self):
        for book in self:
            if book.number_next < book.number_from:
                raise ValidationError(
                    self.env._(
                        "The next number of book %(book)s can't be below its first "
                        "number, %(first)s.",
                        book=book.name,
                        first=book.number_from,
                    )
                )

    def _lock(self):
        """Lock the books in id order, so that two receipts never get the same number.

        Waits for whoever holds them; if that took numbers, PostgreSQL refuses and the server
        runs the request again.
        """
        if self:
            lock_rows(self)
            self.invalidate_recordset(["number_next"])

    def _take_numbers(self, count):
        """Return the next ``count`` numbers, formatted, and move the counter on (REC-14).

        To call with the book locked. Raises ``UserError`` when the range is used up.
        """
        self.ensure_one()
        first, last = self.number_next, self.number_next + count - 1
        if self.number_to and last > self.number_to:
            raise UserError(
                self.env._(
                    "Receipt book %(book)s has no number left: its last is %(last)s. "
                    "Choose another book or extend its range.",
                    book=self.name,
                    last=self._format_number(self.number_to),
                )
            )
        self.number_next = last + 1
        return [self._format_number(number) for number in range(first, last + 1)]

    def _format_number(self, number):
        return f"{self.prefix or ''}{number:0{self.padding}d}"

    @api.model
    def _default_for(self, company, kind):
        """Return the first book of ``company`` for this kind of receipt, maybe none."""
        return self.search([("company_id", "=", company.id), ("kind", "=", kind)], limit=1)

    @api.model
    def _prepare_default_books_vals(self, companies):
        return [
            {
                "name": self._get_default_name(kind),
                "company_id": company.id,
                "kind": kind,
                "prefix": prefix,
            }
            for company in companies
            for kind, prefix in (("receipt", "RC "), ("application", "AP "))
        ]

    @api.model
    def _get_default_name(self, kind):
        """Return the name of a company's first book, in the language of the context."""
        if kind == "application":
            return self.env._("Applications")
        return self.env._("Receipts")
