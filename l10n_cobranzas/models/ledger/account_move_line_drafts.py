"""What drafts hold: items matched with entries that are not posted are open still."""

from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

#: under this key the cursor's cache has what drafts hold, within ``_cobranzas_keep_held``
HELD = "cobranzas_held"


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model
    def _cobranzas_get_draft_partials(self):
        """Return the partials, of any items, with an entry that is not posted."""
        self.flush_model(["matching_number", "parent_state"])
        query = self.env["cobranzas.open.item"]._get_unposted_sql()
        found = self.env.execute_query(SQL("SELECT id FROM %s partial", query))
        # sudo: what of the user's own items is matched, whosever the draft is
        return self.env["account.partial.reconcile"].sudo().browse(id_ for (id_,) in found)

    @api.model
    def _cobranzas_get_held(self):
        """Return {id of a posted item: what drafts are matched with of it}.

        As a pair, signed as the item: in its currency, and in that of the company.
        """
        kept = self.env.cr.cache.get(HELD)
        if kept is not None:
            return kept
        held = {}
        for partial in self._cobranzas_get_draft_partials():
            for item, amount, sign in (
                (partial.debit_move_id, partial.debit_amount_currency, 1),
                (partial.credit_move_id, partial.credit_amount_currency, -1),
            ):
                if item.parent_state == "posted":
                    own, booked = held.get(item.id, (0.0, 0.0))
                    held[item.id] = (own + sign * amount, booked + sign * partial.amount)
        return held

    @api.model
    @contextmanager
    def _cobranzas_keep_held(self):
        """Read what drafts hold once within the block, in which nothing is matched or unmatched.

        Kept on the cursor, so that it says the same to whoever asks, in any environment.
        """
        cache = self.env.cr.cache
        before, cache[HELD] = cache.get(HELD), self._cobranzas_get_held()
        try:
            yield
        finally:
            cache[HELD] = before

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe the fields without reading what drafts hold.

        Whether lists may sort or sum up a field, core finds out by asking for its SQL, three times
        a field, at every write of an item: what would be read is of no account for that.
        """
        cache = self.env.cr.cache
        before, cache[HELD] = cache.get(HELD), {}
        try:
            return super().fields_get(allfields, attributes)
        finally:
            cache[HELD] = before

    def _cobranzas_get_residual(self, held):
        """Return what posted entries left of the item, signed, in its currency.

        :param held: as ``_cobranzas_get_held`` gives it
        """
        if not self:  # a row that names no item yet
            return 0.0
        amount, _booked = held.get(self._origin.id, (0.0, 0.0))
        return self.currency_id.round(self.amount_residual_currency + amount)

    @api.model
    def _cobranzas_release_drafts(self, wanted):
        """Undo the matching with drafts of the items of which more is wanted than they have left.

        :param wanted: {item: amount in its currency}
        """
        short = {
            item.id
            for item, amount in wanted.items()
            if item.currency_id.compare_amounts(abs(amount), abs(item.amount_residual_currency)) > 0
        }
        if not short:
            return
        freed = self._cobranzas_get_draft_partials().filtered(
            lambda partial: short & set(partial._cobranzas_get_items().ids)
        )
        moves = freed._cobranzas_get_items().move_id
        freed.unlink()
        for draft in moves.filtered(lambda move: move.state != "posted"):
            draft.message_post(
                body=self.env._("What this entry was matched with has been collected otherwise.")
            )
