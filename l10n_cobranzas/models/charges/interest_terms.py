from odoo import api, fields, models
from odoo.exceptions import UserError

from .rate_periods import DIGITS, RATE_PERIODS

#: what only posting, and stopping interest, write on an item
INTEREST_FIELDS = frozenset(
    {
        "cobranzas_interest_policy_id",
        "cobranzas_interest_rate",
        "cobranzas_interest_rate_period",
        "cobranzas_interest_stopped",
        "cobranzas_interest_stopped_from",
    }
)
SALES = ("out_invoice", "out_receipt")


class AccountMoveLine(models.Model):
    """Items and the interest terms they were posted on (CHG-03)."""

    _inherit = "account.move.line"

    cobranzas_interest_policy_id = fields.Many2one(
        "cobranzas.interest.policy",
        string="Late Interest Policy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    cobranzas_interest_rate = fields.Float(
        string="Late Interest Rate (%)", digits=DIGITS, readonly=True, copy=False, aggregator=None
    )
    cobranzas_interest_rate_period = fields.Selection(
        selection=RATE_PERIODS,
        string="Late Interest per",
        readonly=True,
        copy=False,
        help="Empty: at the rates of the policy's table.",
    )
    cobranzas_interest_stopped = fields.Boolean(
        string="Stopped Bearing Interest", readonly=True, copy=False
    )
    cobranzas_interest_stopped_from = fields.Date(
        string="Interest Stopped from",
        readonly=True,
        copy=False,
        help="At dates before this one it bears interest as before.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            given = {name for name in INTEREST_FIELDS & vals.keys() if vals[name]}
            self._cobranzas_check_interest_fields(given)
        return super().create(vals_list)

    def write(self, vals):
        self._cobranzas_check_interest_fields(INTEREST_FIELDS & vals.keys())
        return super().write(vals)

    @api.model
    def _cobranzas_check_interest_fields(self, names):
        """Raise ``UserError`` for what only posting an invoice, and stopping interest, write."""
        if names and not self.env.su:
            raise UserError(
                self.env._(
                    "The interest terms of an item are those it was posted on: stop its interest "
                    "with the button of the invoice."
                )
            )

    def _cobranzas_is_charged_debt(self):
        """Tell whether the item is a debt, as late interest may be charged on."""
        self.ensure_one()
        return (
            self.account_id.account_type == "asset_receivable"
            and self.currency_id.compare_amounts(self.amount_currency, 0.0) > 0
        )

    def _cobranzas_set_interest_terms(self):
        """Copy the policy of each customer onto the items, with its rate; clear the others."""
        groups = {}
        for item in self:
            move = item.move_id
            policy = item.partner_id._cobranzas_get_interest_policy(
                move.invoice_payment_term_id, move.company_id
            )
            if policy and policy._exempts(move.cobranzas_operation_id):
                policy = policy.browse()
            if policy or item.cobranzas_interest_policy_id:
                groups[policy] = groups.get(policy, self.browse()) | item
        for policy, items in groups.items():
            rate, period = policy._get_fixed_rate() if policy else (0.0, False)
            # sudo: what follows from the posting; skip: no line is computed from these
            items.sudo().with_context(skip_invoice_sync=True).write(
                {
                    "cobranzas_interest_policy_id": policy.id,
                    "cobranzas_interest_rate": rate,
                    "cobranzas_interest_rate_period": period,
                }
            )


class AccountMove(models.Model):
    """Invoices that bear late interest: on the terms of the day they are posted (CHG-03)."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._cobranzas_set_interest_terms()
        return posted

    def _cobranzas_set_interest_terms(self):
        """Copy the interest terms onto the debts of the invoices among these.

        Those of customers who bear no interest cost nothing, unless they had terms when they were
        posted before.
        """
        items = self.env["account.move.line"]
        for move in self:
            if move.move_type not in SALES:
                continue
            bears = move._cobranzas_bears_interest()
            items |= move.line_ids.filtered(
                lambda item, bears=bears: (
                    item.cobranzas_interest_policy_id or bears and item._cobranzas_is_charged_debt()
                )
            )
        items._cobranzas_set_interest_terms()

    def _cobranzas_bears_interest(self):
        """Tell whether the debts of the entry bear interest, by its customer and its operation.

        To extend where a document bears none.
        """
        self.ensure_one()
        operation = self.cobranzas_operation_id
        if operation and not operation._get_kind()._bears_interest:
            return False
        return self.commercial_partner_id.cobranzas_bears_interest


class CobranzasOperation(models.Model):
    """Operations that make debts: these bear interest as invoices do, by their kind (CHG-03)."""

    _inherit = "cobranzas.operation"

    def _action_confirm(self):
        result = super()._action_confirm()
        bearing = self.filtered(lambda operation: operation._get_kind()._bears_interest)
        debts = bearing.result_ids.filtered(
            lambda item: (
                item.partner_id.commercial_partner_id.cobranzas_bears_interest
                and item._cobranzas_is_charged_debt()
            )
        )
        debts._cobranzas_set_interest_terms()
        return result
