"""Whose turn it is to use a credit limit (CRE-08)."""

from odoo import fields, models
from odoo.tools import SQL

from ..ledger.locking import acquire_customer_locks

#: ids of groups come after those of customers, so that a batch locks customers first
GROUPS = 1_000_000_000


class CobranzasCreditTurn(models.Model):
    """A row for each customer and group whose limit was used: two sessions can't use it at once.

    A transaction sees the ledger as it was when it began. Whoever judges a document changes the
    row of its customer and group: a transaction that began before another one's judgement was
    committed is refused by PostgreSQL, and the server runs it again on what that one left.
    """

    _name = "cobranzas.credit.turn"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Use of a Credit Limit"
    _log_access = False

    holder = fields.Char(required=True, readonly=True, help="Customer or group: p12, g3.")
    uses = fields.Integer(readonly=True)

    _holder_unique = models.UniqueIndex("(holder)")

    def _take(self, customers, groups, started=True):
        """Wait for the turn of these customers and debtor groups, to the end of the transaction.

        :param started: whether the transaction had started before these were read; one that had
            not begins again with the turn taken, and sees all that was done; see
            ``acquire_customer_locks``
        """
        if not customers and not groups:
            return
        keys = [*customers.ids, *(GROUPS + group for group in groups.ids)]
        acquire_customer_locks(self.env.cr, keys, started)
        holders = sorted(
            [*(f"p{key}" for key in customers.ids), *(f"g{key}" for key in groups.ids)]
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO cobranzas_credit_turn (holder, uses) SELECT unnest(%s), 1 "
                "ON CONFLICT (holder) DO UPDATE SET uses = cobranzas_credit_turn.uses + 1",
                holders,
            )
        )
