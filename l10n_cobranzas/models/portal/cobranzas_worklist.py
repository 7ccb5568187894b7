from odoo import api, models
from odoo.tools import SQL

from ..collecting.cobranzas_worklist import money


class CobranzasWorklist(models.Model):
    """What debtors say that they transferred, in the worklist (COL-07, COL-09)."""

    _inherit = "cobranzas.worklist"
    _depends = {
        "cobranzas.payment.advice": [
            "amount",
            "company_id",
            "currency_id",
            "partner_id",
            "state",
        ],
    }

    advised = money(
        "Says It Paid",
        "Transfers that the debtor told of and that are not received yet. They lower what is to be "
        "collected only where the settings say so.",
    )

    @api.model
    def _get_parts(self):
        received = SQL("company.cobranzas_advice_counts = 'received'")
        return [
            *super()._get_parts(),
            ("advised", self._get_advised_sql(SQL("TRUE"))),
            ("transit", self._get_advised_sql(received)),
            ("advised", self._get_pending_sql(by_transfer=True)),
            ("transit", SQL("%s AND %s", self._get_pending_sql(by_transfer=True), received)),
        ]

    @api.model
    def _get_shown_parts(self):
        return [*super()._get_shown_parts(), "advised"]

    @api.model
    def _get_advised_sql(self, condition):
        """Return the transfers that debtors told of and nobody has received or rejected."""
        return SQL(
            """SELECT paid.partner_id AS contact_id, paid.company_id, %s AS amount,
                NULL AS happened_at
            FROM cobranzas_payment_advice paid %s
            WHERE paid.state IN ('new', 'matched') AND %s""",
            self._get_worth_sql(),
            self._get_company_join(SQL("paid")),
            condition,
        )

    def _describe(self, named):
        sentences = super()._describe(named)
        if not self.advised:
            return sentences
        said = self.env._("Says it paid %(amount)s", amount=self.currency_id.format(self.advised))
        return [*sentences, said]
