import itertools

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from psycopg2.errors import UniqueViolation

from ..ledger.locking import lock_rows


class CobranzasReceiptBook(models.Model):
    """Numbering of receipts (*talonario*, REC-14)."""

    _name = "cobranzas.receipt.book"
    _inherit = "cobranzas.guarded.mixin"
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
        selection=[("auto", "Automatic"), ("preprinted", "Pre-printed")],
        string="Numbering",
        required=True,
        default="auto",
        help="Automatic: posting gives the next number. Pre-printed: the number of the paper "
        "form is typed on the receipt.",
    )
    number_next = fields.Integer(
        string="Next Number",
        compute="_compute_number_next",
        inverse="_inverse_number_next",
        copy=False,
    )
    number_start = fields.Integer(
        copy=False, help="The next number when it was last set by hand; 0 when it never was."
    )
    number_from = fields.Integer(string="From", default=1, required=True)
    number_to = fields.Integer(string="To", help="Last number of the book; 0 means no end.")
    max_lines = fields.Integer(
        string="Lines per Receipt",
        help="A receipt of this book can pay at most this many documents; 0 means no limit.",
    )

    spoiled_ids = fields.One2many(
        "cobranzas.receipt.spoiled", "book_id", string="Spoiled Forms", copy=False
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

    @api.depends("number_from", "number_start")
    def _compute_number_next(self):
        last = self._get_last_numbers()
        for book in self:
            used = last.get(book._origin.id, 0)
            book.number_next = max(used + 1, book.number_start, book.number_from)

    def _inverse_number_next(self):
        last = self._get_last_numbers()
        for book in self:
            book.number_start = book.number_next
            used = last.get(book.id, 0)
            if book.number_start <= used:
                raise ValidationError(
                    self.env._(
                        "Book %(book)s has given number %(last)s already: its next number "
                        "must be above that.",
                        book=book.name,
                        last=book._format_number(used),
                    )
                )

    def _get_last_numbers(self):
        """Return {book id: the highest number it gave}."""
        # whatever the user may see: a book's next number follows from all its receipts.
        # One look at the end of each book's numbers, however many receipts it has
        self.env["cobranzas.receipt"].flush_model(["book_id", "number"])
        query = SQL(
            """SELECT book.id, last.number
                 FROM UNNEST(%s::integer[]) AS book(id)
                CROSS JOIN LATERAL (
                    SELECT MAX(number) AS number
                      FROM cobranzas_receipt
                     WHERE book_id = book.id AND number > 0
                ) AS last
                WHERE last.number IS NOT NULL""",
            self._origin.ids,
        )
        return dict(self.env.execute_query(query))

    @api.constrains("number_start", "number_from")
    def _check_number_next(self):
        for book in self:
            if 0 < book.number_start < book.number_from:
                raise ValidationError(
                    self.env._(
                        "The next number of book %(book)s can't be below its first "
                        "number, %(first)s.",
                        book=book.name,
                        first=book.number_from,
                    )
                )

    @api.constrains("mode")
    def _check_mode(self):
        for book in self:
            if book.mode == "auto" and book.spoiled_ids:
                raise ValidationError(
                    self.env._(
                        "Book %(book)s has spoiled forms, so its numbers are on paper: make "
                        "another book for automatic numbers.",
                        book=book.name,
                    )
                )

    def _lock(self):
        """Lock pre-printed books in id order: whoever waited must see the numbers typed meanwhile.

        PostgreSQL refuses the transaction that waited, and the server runs the request again.
        """
        if self:
            lock_rows(self)
            self.env.cr.execute(
                SQL(
                    "UPDATE cobranzas_receipt_book SET number_start = number_start WHERE id IN %s",
                    tuple(self.ids),
                )
            )

    def _take_numbers(self, receipts):
        """Return the next numbers of the book, one a receipt, without gap or double (REC-14).

        The first is taken by trying: it is written on the first receipt, where the unique index
        makes whoever wants the same one wait until this transaction ends, and then try the next.
        The others follow it, as nobody passes. So cashiers of a book wait for one another, but
        never fail for it, as they would with a counter that each of them changes.
        Raises ``UserError`` when the range is used up.
        """
        self.ensure_one()
        self.invalidate_recordset(["number_next"])
        first = self.number_next
        receipts.flush_recordset()
        with self.env.cr.savepoint(flush=False) as savepoint:
            while True:
                self._check_range(first + len(receipts) - 1)
                try:
                    self._try_number(receipts[0], first)
                    break
                except UniqueViolation:
                    savepoint.rollback()
                    first += 1
        self.invalidate_recordset(["number_next"])
        return range(first, first + len(receipts))

    def _try_number(self, receipt, number):
        query = SQL("UPDATE cobranzas_receipt SET number = %s WHERE id = %s", number, receipt.id)
        self.env.cr.execute(query, log_exceptions=False)

    def _check_range(self, last):
        """Raise ``UserError`` when number ``last`` is beyond the book's range."""
        if self.number_to and last > self.number_to:
            raise UserError(
                self.env._(
                    "Receipt book %(book)s has no number left: its last is %(last)s. "
                    "Choose another book or extend its range.",
                    book=self.name,
                    last=self._format_number(self.number_to),
                )
            )

    def _take_typed_numbers(self, receipts):
        """Return the numbers typed on ``receipts`` (REC-14).

        To call with the book locked. Raises ``UserError`` for a number that is missing, outside
        the book, used (a voided receipt's too), spoiled, or typed twice.
        """
        self.ensure_one()
        taken = self._get_taken_numbers(receipts.mapped("preprinted_number"))
        for receipt in receipts:
            number = receipt.preprinted_number
            self._check_in_range(number, receipt)
            if number in taken:
                raise UserError(taken[number])
            taken[number] = self.env._(
                "Number %(number)s is typed on two of these receipts of book %(book)s.",
                number=self._format_number(number),
                book=self.name,
            )
        return receipts.mapped("preprinted_number")

    def _check_in_range(self, number, receipt=None):
        if receipt and not number:
            raise UserError(
                self.env._(
                    "Type the number of the paper form of book %(book)s on the receipt of "
                    "%(customer)s.",
                    book=self.name,
                    customer=receipt.partner_id.display_name,
                )
            )
        if number < self.number_from or (self.number_to and number > self.number_to):
            last = self._format_number(self.number_to) if self.number_to else "…"
            raise UserError(
                self.env._(
                    "Number %(number)s is not in book %(book)s, which goes from %(first)s to "
                    "%(last)s.",
                    number=self._format_number(number),
                    book=self.name,
                    first=self._format_number(self.number_from),
                    last=last,
                )
            )

    def _get_taken_numbers(self, numbers):
        """Return {number: sentence that says by what it is taken} for those of ``numbers``."""
        spoiled = {
            form.number: self.env._(
                "Number %(number)s of book %(book)s is marked as spoiled: type another.",
                number=self._format_number(form.number),
                book=self.name,
            )
            for form in self.spoiled_ids
        }
        return {**spoiled, **self._get_used_numbers(numbers)}

    def _get_used_numbers(self, numbers):
        """Return {number: sentence} for those of ``numbers`` that a posted or voided receipt has.

        Found by number and by name: the book may have numbered by itself before.
        """
        self.ensure_one()
        by_name = {self._format_number(number): number for number in numbers}
        # sudo: only the number is told, also of a receipt the user may not see
        used = (
            self.env["cobranzas.receipt"]
            .sudo()
            .search_fetch(
                Domain("book_id", "=", self.id)
                & Domain("state", "!=", "draft")
                & (Domain("number", "in", numbers) | Domain("name", "in", list(by_name))),
                ["name", "number"],
            )
        )
        found = {receipt.number or by_name[receipt.name] for receipt in used}
        return {
            number: self.env._(
                "Number %(number)s of book %(book)s is already used: type another.",
                number=self._format_number(number),
                book=self.name,
            )
            for number in found
        }

    def _get_free_numbers(self, count, but=()):
        """Return the next ``count`` numbers no receipt, draft or spoiled form has (REC-14).

        :param but: ids of draft receipts whose own numbers do not count as taken
        Fewer come when the book is used up.
        """
        self.ensure_one()
        first = self.number_next
        # sudo: only numbers are read, also of receipts the user may not see
        held = (
            self.env["cobranzas.receipt"]
            .sudo()
            ._read_group(
                [
                    ("book_id", "=", self.id),
                    ("preprinted_number", ">=", first),
                    ("id", "not in", list(but)),
                ],
                ["preprinted_number"],
            )
        )
        taken = {number for (number,) in held} | set(self.spoiled_ids.mapped("number"))
        free = (number for number in itertools.count(first) if number not in taken)
        inside = itertools.takewhile(
            lambda number: not self.number_to or number <= self.number_to, free
        )
        return list(itertools.islice(inside, count))

    def _get_limit_sentence(self, lines):
        """Return the sentence that says that ``lines`` are more documents than the book allows.

        Empty when they are not. Those only listed for the user to tick don't count.
        """
        count = len(lines - lines._filter_unticked())
        if not self.max_lines or count <= self.max_lines:
            return ""
        return self.env._(
            "Book %(book)s allows %(limit)s documents in a receipt; this one has %(count)s.",
            book=self.name,
            limit=self.max_lines,
            count=count,
        )

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
