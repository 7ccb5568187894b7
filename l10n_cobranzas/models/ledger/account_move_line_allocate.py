"""The one entry point by which one open item pays another (DESIGN 1.2)."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .exact_amounts import ExactAmounts

#: what reconciling reads of an item, beside its residuals
ALLOCATED_FIELDS = (
    "account_id",
    "amount_currency",
    "balance",
    "company_currency_id",
    "company_id",
    "currency_id",
    "date",
    "full_reconcile_id",
    "matching_number",
    "move_id",
    "parent_state",
    "partner_id",
)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model
    def _cobranzas_allocate(self, allocations, owners=None, booked=None):
        """Let debits be paid by credits, for exact amounts (DESIGN 1.2, REC-10).

        Locks the items in id order, checks each amount against the balances as they now
        are, and lets Odoo's own reconciliation make partials and exchange entries.

        :param allocations: list of (debit item, credit item, amount in the debit's currency)
        :param owners: the owner of each allocation, kept on its partial; as long as
            ``allocations``, or None
        :param booked: for each, {item: what it takes off that item in company currency,
            positive}, else it is its share of what is left; as long as ``allocations``, or None
        :raises UserError: naming the item whose balance does not reach, now
        """
        if not allocations:
            return
        debits = self.browse({debit.id for debit, _credit, _amount in allocations})
        credits = self.browse({credit.id for _debit, credit, _amount in allocations})
        items = debits | credits
        items._cobranzas_lock()
        # at once: each pair comes with a prefetch of its own; and no more than these
        items.fetch([*self._cobranzas_residual_fields, *ALLOCATED_FIELDS])
        self._cobranzas_check_allocations(allocations)
        plan, exact, nothing = [], ExactAmounts(), [None] * len(allocations)
        for (debit, credit, amount), owner, taken in zip(
            allocations, owners or nothing, booked or nothing, strict=True
        ):
            plan.append(debit + credit)
            exact.add(debit, credit, amount, owner, taken or {})
        # skip_invoice_sync: reconciling changes no line that an invoice computes from others
        self.with_context(cobranzas_allocations=exact, skip_invoice_sync=True)._reconcile_plan(plan)

    @api.model
    def _cobranzas_check_allocations(self, allocations):
        """Raise ``UserError`` when allocations exceed what an item has left, naming it.

        What drafts are matched with is left: their matching is undone where it is needed.
        """
        wanted = {}
        for debit, credit, amount in allocations:
            currency = debit._cobranzas_get_allocation_currency()
            if currency.compare_amounts(amount, 0.0) <= 0:
                raise UserError(
                    self.env._(
                        "Only an amount above zero can be allocated to %(document)s.",
                        document=debit._cobranzas_document_name(),
                    )
                )
            wanted[debit] = wanted.get(debit, 0.0) + amount
            if credit._cobranzas_get_allocation_currency() == currency:
                wanted[credit] = wanted.get(credit, 0.0) + amount
        self._cobranzas_release_drafts(wanted)
        for item, amount in wanted.items():
            currency = item._cobranzas_get_allocation_currency()
            balance = abs(item._cobranzas_get_allocatable(currency))
            if currency.compare_amounts(amount, balance) > 0:
                raise UserError(
                    self.env._(
                        "The balance of %(document)s is now %(balance)s: %(amount)s "
                        "can't be allocated to it.",
                        document=item._cobranzas_document_name(),
                        balance=formatLang(self.env, balance, currency_obj=currency),
                        amount=formatLang(self.env, amount, currency_obj=currency),
                    )
                )

    def _prepare_reconciliation_single_partial(
        self, debit_values, credit_values, shadowed_aml_values=None
    ):
        """Allocate the exact amount asked for, where core takes all it can.

        Core's own arithmetic runs on copies of the two items cut down to that amount, each
        at its own rate, so that partials and exchange differences are what core would book
        for items of that size; what is left returns to the items.
        """
        exact = self.env.context.get("cobranzas_allocations")
        known = isinstance(exact, ExactAmounts)  # a client may send anything
        allocation = known and exact.take(debit_values["aml"], credit_values["aml"])
        if not allocation:
            return super()._prepare_reconciliation_single_partial(
                debit_values, credit_values, shadowed_aml_values=shadowed_aml_values
            )
        amount, owner, booked = allocation
        cut_debit = self._cobranzas_cut(debit_values, amount, booked)
        same_currency = debit_values["aml"].currency_id == credit_values["aml"].currency_id
        cut_credit = (
            self._cobranzas_cut(credit_values, amount, booked)
            if same_currency
            else dict(credit_values)
        )
        before = [(dict(cut)) for cut in (cut_debit, cut_credit)]
        result = super()._prepare_reconciliation_single_partial(
            cut_debit,
            cut_credit,
            shadowed_aml_values=self._cobranzas_shadow(before, booked, shadowed_aml_values),
        )
        for values, cut, old in zip(
            (debit_values, credit_values), (cut_debit, cut_credit), before, strict=True
        ):
            for field in ("amount_residual", "amount_residual_currency"):
                values[field] -= old[field] - cut[field]
        if owner:
            self._cobranzas_give_to_owner(result, owner, debit_values["aml"] | credit_values["aml"])
        return result

    @api.model
    def _cobranzas_give_to_owner(self, result, owner, items):
        """Let a partial that core prepared know its owner, and date its exchange entry by it."""
        if result.get("partial_values"):
            result["partial_values"][owner._owner_field] = owner.id
        if result.get("exchange_values"):
            # core would date it at the end of the month, or today
            date = max([*items.mapped("date"), owner.date])
            result["exchange_values"]["move_values"]["date"] = date

    @api.model
    def _cobranzas_shadow(self, cuts, booked, shadowed):
        """Return the values that core reads instead of the items' own, or None.

        An item of which it is said what is booked is to be taken at just that rate: core would
        take the item's own, and book as exchange difference what lies between the two.
        """
        told = {
            values["aml"]: {
                **(shadowed or {}).get(values["aml"], {}),
                "amount_currency": values["amount_residual_currency"],
                "balance": values["amount_residual"],
            }
            for values in cuts
            if values["aml"] in booked
        }
        return {**(shadowed or {}), **told} if told else shadowed

    @api.model
    def _cobranzas_cut(self, values, amount, booked):
        """Return a copy of an item's values with a residual of ``amount`` in its currency.

        :param booked: {item: its residual in company currency, positive}, if not its share
        """
        item = values["aml"]
        residual = values["amount_residual_currency"]
        if item.currency_id.compare_amounts(abs(residual), amount) <= 0:
            return dict(values)
        share, sign = amount / abs(residual), 1 if residual > 0 else -1
        if item in booked:
            balance = sign * booked[item]
        else:
            balance = item.company_currency_id.round(values["amount_residual"] * share)
        return {
            **values,
            "amount_residual_currency": sign * amount,
            "amount_residual": balance,
        }
