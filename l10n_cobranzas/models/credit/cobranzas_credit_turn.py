"""Whose turn it is to use a credit limit (CRE-08)."""

from odoo import fields, models
from odoo.tools import SQL

from ..ledger.locking import (
    acquire_customer_locks,
    prepare_customer_locks,
    transaction_started,
)

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

    def _queue(self, documents):
        """Wait for the turn of documents before the transaction has begun: it begins then.

        It sees all that was done until then; see ``acquire_customer_locks``.
        """
        cr = self.env.cr
        if not documents.ids or transaction_started(cr):
            return
        cr.execute(
            SQL(
                """SELECT customer.id, customer.cobranzas_group_id FROM %(table)s document
                JOIN res_company company ON company.id = document.company_id
                    AND company.cobranzas_credit_active
                JOIN res_partner contact ON contact.id = document.%(contact)s
                JOIN res_partner customer ON customer.id = contact.commercial_partner_id
                WHERE document.id IN %(ids)s""",
                table=SQL.identifier(documents._table),
                contact=SQL.identifier(documents._cobranzas_owing_field),
                ids=tuple(documents.ids),
            )
        )
        rows = cr.fetchall()
        customers = {customer for customer, _group in rows}
        groups = {group for _customer, group in rows if group}
        acquire_customer_locks(cr, self._get_keys(customers, groups), started=False)

    def _take(self, customers, groups):
        """Wait for the turn of these customers and debtor groups, to the end of the transaction."""
        if not customers and not groups:
            return
        keys = self._get_keys(customers.ids, groups.ids)
        holders = sorted(
            [*(f"p{key}" for key in customers.ids), *(f"g{key}" for key in groups.ids)]
        )
        self.env.cr.execute(
            SQL(
                """%s; INSERT INTO cobranzas_credit_turn (holder, uses) SELECT unnest(%s), 1
                ON CONFLICT (holder) DO UPDATE SET uses = cobranzas_credit_turn.uses + 1""",
                prepare_customer_locks(keys),
                holders,
            )
        )

    def _get_keys(self, customer_ids, group_ids):
        """Return the keys of the locks of customers and groups."""
        return [*customer_ids, *(GROUPS + group_id for group_id in group_ids)]
