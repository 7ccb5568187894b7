from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date, formatLang

from ...engine import alternatives


class AccountPaymentTerm(models.Model):
    """Terms of which instalments cost less before their due date, or more after it (CHG-02)."""

    _inherit = "account.payment.term"

    cobranzas_alternative_ids = fields.One2many(
        "cobranzas.payment.term.alternative",
        "payment_term_id",
        string="Alternative Due Dates",
        copy=True,
    )
    cobranzas_working_days = fields.Boolean(
        string="Due on Working Days",
        help="A due date or alternative date on a day off moves to the next working day, by the "
        "working hours and public holidays of the company.",
    )
    cobranzas_example = fields.Html(
        string="Example of Alternatives", compute="_compute_cobranzas_example"
    )

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains("cobranzas_alternative_ids", "early_discount")
    def _check_cobranzas_alternatives(self):
        self._cobranzas_check_alternatives()

    def _cobranzas_check_alternatives(self):
        """Raise ``ValidationError`` for alternatives that contradict themselves or core's discount.

        Core books its discount within the payment, without a note: there would be two of them.
        """
        for term in self.filtered("cobranzas_alternative_ids"):
            if term.early_discount:
                raise ValidationError(
                    self.env._(
                        "Term %(term)s has core's early-payment discount: use alternative dates "
                        "or the discount, not both.",
                        term=term.display_name,
                    )
                )
            rows = [(0, 0), *term.cobranzas_alternative_ids._get_terms()]
            found = alternatives.find_contradiction(rows)
            if found:
                raise ValidationError(term._cobranzas_get_contradiction(*found))

    def _cobranzas_get_contradiction(self, before, after):
        """Return the sentence for two alternatives, (days, percentage), that don't go together."""
        if before[0] == after[0] == 0:
            return self.env._(
                "Term %(term)s: an alternative falls on the due date itself. Say how many days "
                "before or after it.",
                term=self.display_name,
            )
        if before[0] == after[0]:
            return self.env._(
                "Term %(term)s: two alternatives fall on one date, %(days)s days from the due "
                "date.",
                term=self.display_name,
                days=after[0],
            )
        return self.env._(
            "Term %(term)s: %(later)s %% at %(later_days)s days from the due date is less than "
            "%(earlier)s %% at %(earlier_days)s. Who pays later can't owe less.",
            term=self.display_name,
            earlier=formatLang(self.env, float(before[1])),
            earlier_days=before[0],
            later=formatLang(self.env, float(after[1])),
            later_days=after[0],
        )

    # ------------------------------------------------------------------
    # Dates
    # ------------------------------------------------------------------

    def _compute_terms(self, date_ref, *args, **kwargs):
        """Move due dates to working days, where the terms say so."""
        terms = super()._compute_terms(date_ref, *args, **kwargs)
        if self.cobranzas_working_days:
            company = args[1] if len(args) > 1 else kwargs["company"]
            days_off = company._cobranzas_get_days_off([line["date"] for line in terms["line_ids"]])
            for line in terms["line_ids"]:
                line["date"] = alternatives.next_working_day(line["date"], days_off)
        return terms

    def _cobranzas_get_dates(self, amount, due, currency, days_off):
        """Return [(last day, amount)] of an instalment's alternatives, by date.

        :param amount: above zero, in ``currency``
        :param days_off: no alternative falls on these; empty unless the terms say so
        """
        self.ensure_one()
        dated = alternatives.dated_amounts(
            currency._cobranzas_to_minor_units(amount),
            due,
            self.cobranzas_alternative_ids._get_terms(),
            lambda day: alternatives.next_working_day(day, days_off),
        )
        return [(day, currency._cobranzas_from_minor_units(units)) for day, units in dated]

    def _cobranzas_get_alternative_days_off(self, company, dues):
        """Return the days off on which no alternative of instalments due on ``dues`` may fall."""
        if not self.cobranzas_working_days or not dues:
            return set()
        terms = self.cobranzas_alternative_ids._get_terms()
        return company._cobranzas_get_days_off(
            [fields.Date.add(due, days=days) for due in dues for days, _percent in terms]
        )

    # ------------------------------------------------------------------
    # Example
    # ------------------------------------------------------------------

    @api.depends(
        "cobranzas_alternative_ids.days",
        "cobranzas_alternative_ids.percent",
        "cobranzas_working_days",
        "currency_id",
        "example_amount",
        "example_date",
        "line_ids.days_next_month",
        "line_ids.delay_type",
        "line_ids.nb_days",
        "line_ids.value",
        "line_ids.value_amount",
    )
    @api.depends_context("company", "lang")
    def _compute_cobranzas_example(self):
        for term in self:
            shown = bool(term.cobranzas_alternative_ids) and not term.example_invalid
            lines = term._cobranzas_get_example() if shown else []
            term.cobranzas_example = Markup().join(lines)

    def _cobranzas_get_example(self):
        """Return what an invoice of the example's amount would cost by date, as lines of HTML."""
        company = self.company_id or self.env.company
        terms = self._compute_terms(
            date_ref=self.example_date or fields.Date.context_today(self),
            currency=self.currency_id,
            company=company,
            tax_amount=0,
            tax_amount_currency=0,
            untaxed_amount=self.example_amount,
            untaxed_amount_currency=self.example_amount,
            sign=1,
        )
        lines = sorted(terms["line_ids"], key=lambda line: line["date"])
        dues = [line["date"] for line in lines]
        days_off = self._cobranzas_get_alternative_days_off(company, dues)
        for number, line in enumerate(lines, start=1):
            due = (line["date"], line["foreign_amount"])
            rows = self._cobranzas_get_dates(*reversed(due), self.currency_id, days_off)
            for day, amount in sorted([due, *rows]):
                yield self._cobranzas_format_example(number, day, amount, (day, amount) == due)

    def _cobranzas_format_example(self, number, day, amount, is_due):
        values = {
            "number": number,
            "date": format_date(self.env, day),
            "amount": formatLang(self.env, amount, currency_obj=self.currency_id),
        }
        sentence = self.env._("%(number)s# Until %(date)s: %(amount)s", **values)
        if is_due:
            sentence = self.env._("%(number)s# Until %(date)s, the due date: %(amount)s", **values)
        return Markup("<div>%s</div>") % sentence
