from dataclasses import dataclass
from datetime import date as Date

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .ownership import CORRECTION


@dataclass(frozen=True)
class EntryDate:
    """The new date of an entry, and the owners that tell of it in their history."""

    date: Date
    owners: models.BaseModel


class CobranzasLedgerOwner(models.AbstractModel):
    """Another date for what an owner booked, in place (REC-16)."""

    _inherit = "cobranzas.ledger.owner"

    def _get_dated_entries(self):
        """Return the entries that bear the date of their owner. To narrow by an owner."""
        return self._get_entries_in_force()

    def _change_date(self, date):
        """Change the date of these owners, of their entries and of their payments.

        In place: no amount, rate, residual or allocation is touched. Return {owner: [(old number,
        new number)]} of the entries that got another number. Raises ``UserError`` naming an
        entry that is secured or of a closed period.
        """
        plan = self._prepare_entry_dates(date)
        self._check_entry_dates(plan)
        numbers = {move: move.name for move in plan}
        moves = self.env["account.move"].union(*plan)
        for day, dated in moves.grouped(lambda move: plan[move].date).items():
            dated._cobranzas_set_date(day)
        dating = self.with_context(cobranzas_correction=CORRECTION)
        dating._get_owned_payments().write({"date": date})
        # mail_notrack: told with its reason in one message of its own
        dating.with_context(mail_notrack=True).write({"date": date})
        renumbered = [move for move in moves if move.name != numbers[move]]
        return {
            owner: [(numbers[move], move.name) for move in renumbered if owner in plan[move].owners]
            for owner in self
        }

    def _prepare_entry_dates(self, date):
        """Return {entry: EntryDate} of the owners' entries and of those derived from them.

        Exchange differences and cash-basis taxes follow when the later date of the pair they
        came from changes, to that of the receipt if that is later.
        """
        own = self._get_dated_entries()
        plan = {move: EntryDate(date, move[self._owner_field]) for move in own}
        moved = {}
        partials = own.line_ids._cobranzas_get_partials()
        # at once: each pair below has a prefetch of its own
        partials._cobranzas_get_items().move_id.fetch(["date", self._owner_field])
        for partial in partials:
            ends = partial._cobranzas_get_items().move_id
            latest = max(plan[move].date if move in plan else move.date for move in ends)
            decided = partial[self._owner_field]
            if decided:
                latest = max(latest, date if decided in self else decided.date)
            if latest != partial.max_date:
                moved[partial] = EntryDate(latest, ends[self._owner_field] & self)
        for partial, new in moved.items():
            for move in partial.exchange_move_id:
                plan[move] = new
        cash_basis = self.env["account.move"].search(
            [("tax_cash_basis_rec_id", "in", [partial.id for partial in moved])]
        )
        return plan | {move: moved[move.tax_cash_basis_rec_id] for move in cash_basis}

    def _check_entry_dates(self, plan):
        """Raise ``UserError`` naming the entry that can't leave its date or take the new one."""
        for move, new in plan.items():
            if move.inalterable_hash:
                raise UserError(
                    self.env._(
                        "Entry %(entry)s is secured with a hash: its date can't be changed.",
                        entry=move.name,
                    )
                )
            has_tax = move._affect_tax_report()
            for day in (move.date, new.date):
                violated = move._get_violated_lock_dates(day, has_tax)
                if violated:
                    raise UserError(
                        self.env._(
                            "Entry %(entry)s would change on %(date)s, in a period that is "
                            "closed (until %(lock)s): choose another date or reopen it.",
                            entry=move.name,
                            date=format_date(self.env, day),
                            lock=format_date(self.env, violated[-1][0]),
                        )
                    )
