"""Which partials are between unlike items: sums of what is open must count their two sides."""

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists

#: what both items of a partial have in common when it takes from one what it takes from the other
LIKE = ("account_id", "company_id", "partner_id")
SIDES = ("debit_move_id", "credit_move_id")
FILL = SQL(
    """ALTER TABLE account_partial_reconcile
        ADD COLUMN cobranzas_is_crossing boolean DEFAULT FALSE;
    ALTER TABLE account_partial_reconcile ALTER COLUMN cobranzas_is_crossing DROP DEFAULT;
    UPDATE account_partial_reconcile found SET cobranzas_is_crossing = TRUE
    FROM account_partial_reconcile partial
    JOIN account_move_line debit ON debit.id = partial.debit_move_id
    JOIN account_move_line credit ON credit.id = partial.credit_move_id
    WHERE found.id = partial.id AND (
        debit.account_id IS DISTINCT FROM credit.account_id
        OR debit.company_id IS DISTINCT FROM credit.company_id
        OR debit.partner_id IS DISTINCT FROM credit.partner_id
        OR partial.debit_currency_id IS DISTINCT FROM partial.credit_currency_id
        OR partial.debit_amount_currency IS DISTINCT FROM partial.credit_amount_currency)"""
)


class AccountPartialReconcile(models.Model):
    """Whether a partial is between items of one account, company, contact and currency.

    It says nothing of amounts: it spares the reader of opening balances a look at both items of
    every partial there ever was. Where it is not known, as of rows that came by SQL, a partial
    counts as one between unlike items, which is slower and just as right.
    """

    _inherit = "account.partial.reconcile"

    cobranzas_is_crossing = fields.Boolean(
        string="Between Unlike Items",
        compute="_compute_cobranzas_is_crossing",
        store=True,
        precompute=True,
        help="Its items are of different contacts, companies, accounts or currencies.",
    )

    # the few that are, and what is not known: worded as the reader asks
    _cobranzas_crossing_idx = models.Index("(id) WHERE cobranzas_is_crossing IS NOT FALSE")

    @api.depends(
        *(f"{side}.{name}" for side in SIDES for name in LIKE),
        "debit_currency_id",
        "credit_currency_id",
        "debit_amount_currency",
        "credit_amount_currency",
    )
    def _compute_cobranzas_is_crossing(self):
        for partial in self:
            debit, credit = partial.debit_move_id, partial.credit_move_id
            partial.cobranzas_is_crossing = (
                any(debit[name] != credit[name] for name in LIKE)
                or partial.debit_currency_id != partial.credit_currency_id
                or partial.debit_amount_currency != partial.credit_amount_currency
            )

    def _auto_init(self):
        """Fill the column by SQL, writing no row but the few that are crossing.

        Those there are get a default; rows that come later by other ways than the ORM have
        nothing, hence count as crossing.
        """
        cr = self.env.cr
        if not column_exists(cr, self._table, "cobranzas_is_crossing"):
            cr.execute(FILL)
            # how few they are decides how opening balances are read
            cr.execute(SQL("ANALYZE account_partial_reconcile (cobranzas_is_crossing)"))
        return super()._auto_init()
