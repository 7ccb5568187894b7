"""Late interest as it was to be charged at a date: by what was booked until then."""

from dataclasses import dataclass

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .interest_reader import InterestReader
from .rate_periods import format_rate


class InterestReaderAt(InterestReader):
    """Reads what was known at the date of a scope: payments applied, and charges made, by then.

    :param open_items: ``cobranzas.open.item`` in the scope, which has the date
    """

    def __init__(self, items, open_items):
        super().__init__(items, None, {})
        self.open_items = open_items
        self.day = open_items._get_reference_date()

    def _read(self):
        # sudo: whether an item was charged decides what it is charged, whoever asks
        charges = self.env["cobranzas.charge"].sudo()
        found = charges.search([("move_line_id", "in", self.items.ids), ("kind", "=", "interest")])
        until = self.open_items._get_known_until()
        self.made = found.filtered(lambda charge: charge._was_made(self.day, until))
        return super()._read()

    def _get_charges_made(self):
        return self.made._get_periods()

    def _get_notes(self, items):
        return self.made.filtered(lambda charge: charge.move_line_id in items)._get_notes()

    def _get_partials_sql(self):
        names = self.env["cobranzas.undone.partial"]._get_copied_fields()
        table = self.open_items._get_partials_sql(self.day, names)
        return table, SQL("partial.max_date <= %s", self.day)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Interest to charge on an item at a date, in its currency, before taxes.

    :param days: charged, of the payment that was charged most
    :param base: how much of the item is charged
    :param rate: in words; several one after another
    :param settled: whether the item is matched in full today
    """

    line_id: int
    days: int
    base: float
    rate: str
    amount: float
    settled: bool


class AccountMoveLine(models.Model):
    """Interest to charge at a date on all items there were (REP-02, REP-12)."""

    _inherit = "account.move.line"

    @api.model
    def _cobranzas_get_suggestions(self, open_items):
        """Return a ``Suggestion`` for each item that interest is to be charged on, in few queries.

        On what is overdue, and on what was paid late and not charged: as a run that day suggests.

        :param open_items: ``cobranzas.open.item`` in the scope to read: its date, its customers
        """
        # sudo: a report adds them to rows that its own rules choose; all items of a customer
        # count, since a minimum is on what is charged together
        items = self.sudo().search(self._cobranzas_get_bearing_domain(open_items), order="id")
        day = open_items._get_reference_date()
        bearing = items.filtered(lambda item: item._cobranzas_can_bear_interest(day=day))
        found = InterestReaderAt(bearing, open_items).get_interests(day)
        words = {}
        return tuple(
            item._cobranzas_prepare_suggestion(interest, words)
            for item, interest in found.items()
            if not item.currency_id.is_zero(interest.amount)
        )

    def _cobranzas_prepare_suggestion(self, interest, words):
        days, rates = {}, {}
        for each in interest.segments:
            days[each.partial.id] = days.get(each.partial.id, 0) + each.days
            rates[each.rate, each.period] = True
        for rate in rates:
            if rate not in words:
                words[rate] = format_rate(self.env, *rate)
        return Suggestion(
            line_id=self.id,
            days=max(days.values(), default=0),
            base=interest.overdue,
            rate=", ".join(words[rate] for rate in rates),
            amount=interest.amount,
            settled=bool(self.reconciled),
        )

    @api.model
    def _cobranzas_get_bearing_domain(self, open_items):
        """Return the domain of items overdue at the day of a scope that may bear interest."""
        scope, day = open_items._get_read_scope(), open_items._get_reference_date()
        domain = Domain("cobranzas_interest_policy_id", "!=", False)
        domain &= Domain("parent_state", "=", "posted") & Domain("amount_currency", ">", 0)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        domain &= Domain("date", "<=", day) & Domain("date_maturity", "<", day)
        if scope.partner_ids:
            customers = list(scope.partner_ids)
            domain &= Domain("partner_id.commercial_partner_id", "in", customers)
        return domain & (Domain("reconciled", "=", False) | self._cobranzas_get_late_domain(day))

    @api.model
    def _cobranzas_get_late_domain(self, day=None):
        """Return the domain of items that something paid after they were due, and not charged yet.

        A value of a later date counts as well: a cheque that was deferred. What was freed, its note
        undone, may lie before what is charged still. The rest is for the engine to say.

        :param day: what was charged after it counts as not charged
        """
        self.env["account.partial.reconcile"].flush_model(["debit_move_id", "max_date"])
        self.env["l10n_latam.check"].flush_model(["payment_id", "payment_date"])
        self.env["account.move"].flush_model(["date", "origin_payment_id"])
        self.env["cobranzas.charge"].flush_model()
        return Domain.custom(
            to_sql=lambda _model, alias, _query: self._cobranzas_get_late_sql(alias, day)
        )

    @api.model
    def _cobranzas_get_late_sql(self, alias, day):
        """Return the condition that an item has a late payment that no charge covers."""
        return SQL(
            """(EXISTS (
                SELECT FROM account_partial_reconcile partial
                JOIN account_move_line credit ON credit.id = partial.credit_move_id
                LEFT JOIN account_move move ON move.id = credit.move_id
                LEFT JOIN l10n_latam_check cheque ON cheque.payment_id = move.origin_payment_id
                WHERE partial.debit_move_id = %(id)s
                AND GREATEST(partial.max_date, cheque.payment_date) > %(due)s
                AND NOT EXISTS (
                    SELECT FROM cobranzas_charge charge
                    WHERE charge.move_line_id = %(id)s AND charge.kind = 'interest'
                    AND charge.state <> 'freed'
                    AND charge.date_to >= GREATEST(partial.max_date, cheque.payment_date)
                    AND (charge.partial_id IS NULL OR charge.partial_id = partial.id)
                )
            ) OR EXISTS (
                SELECT FROM cobranzas_charge charge
                LEFT JOIN account_move note ON note.id = charge.note_id
                WHERE charge.move_line_id = %(id)s AND charge.kind = 'interest'
                AND (charge.state = 'freed' OR note.date > %(day)s)
            ))""",
            id=SQL.identifier(alias, "id"),
            due=SQL.identifier(alias, "date_maturity"),
            day=day,
        )
