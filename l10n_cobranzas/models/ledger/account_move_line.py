from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, formatLang

from .client_values import check_context
from .exact_amounts import ExactAmounts
from .locking import lock_rows
from .ownership import check_not_booked, find_changed

#: what an item says of the ledger: nobody changes it of an item that an owner booked or collected
BOOKED_FIELDS = (
    "account_id",
    "amount_currency",
    "amount_residual",
    "amount_residual_currency",
    "balance",
    "company_id",
    "credit",
    "currency_id",
    "debit",
    "move_id",
    "parent_state",
    "partner_id",
    "reconciled",
)
#: of items that an owner booked, besides
DATE_FIELDS = ("date", "date_maturity")


class AccountMoveLine(models.Model):
    """Open items and the one entry point by which one pays another (DESIGN 1)."""

    _inherit = "account.move.line"

    #: what a lock reads again
    _cobranzas_residual_fields = ("amount_residual", "amount_residual_currency", "reconciled")

    # all that balances and ages are summed from, for the open items alone: however long the
    # history of what was paid (move_id: of a join left out, its column still counts as read)
    _cobranzas_open_idx = models.Index(
        """(account_id, partner_id, currency_id) INCLUDE (id, move_id, company_id,
        company_currency_id, date, date_maturity, amount_residual, amount_residual_currency)
        WHERE reconciled IS NOT TRUE AND parent_state = 'posted'
        AND (amount_residual <> 0 OR amount_residual_currency <> 0)"""
    )
    # the same items in the order in which they are listed
    _cobranzas_open_due_idx = models.Index(
        """((COALESCE(date_maturity, date)), id)
        WHERE reconciled IS NOT TRUE AND parent_state = 'posted'
        AND (amount_residual <> 0 OR amount_residual_currency <> 0)"""
    )

    # what is not posted and still matched: what it is matched with is not paid by it
    _cobranzas_matched_draft_idx = models.Index(
        "(id) WHERE parent_state <> 'posted' AND matching_number IS NOT NULL"
    )

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.env["account.move"]._cobranzas_check_free(vals_list, "move_id")
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            changed = find_changed(self, vals, BOOKED_FIELDS)
            dated = find_changed(self, vals, DATE_FIELDS)
            (changed | dated).move_id._cobranzas_check_not_owned()
            changed._cobranzas_check_uncollected()
            self.env["account.move"]._cobranzas_check_free([vals], "move_id")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_owned(self):
        if not self.env.su:
            self.move_id._cobranzas_check_not_owned()

    def _check_access(self, operation):
        if not self.env.su:
            check_context(self.env)  # a key of it decides how items are named
        return super()._check_access(operation)

    def _cobranzas_check_uncollected(self):
        """Raise ``UserError`` naming the owner that collected one of these items."""
        partials = self._cobranzas_get_partials()
        check_not_booked(
            partials._cobranzas_get_owners(), lambda owner: owner._get_collected_refusal()
        )

    # ------------------------------------------------------------------
    # Open items
    # ------------------------------------------------------------------

    @api.model
    def _cobranzas_open_items_domain(self):
        """Return the domain of open items: posted, receivable, with a residual.

        An item is open as well when it is matched with an entry that is not posted.
        """
        left = Domain([("reconciled", "=", False), ("amount_residual_currency", "!=", 0)])
        held = self._cobranzas_get_held()
        if held:
            left |= Domain("id", "in", list(held))
        posted = [("parent_state", "=", "posted"), ("account_type", "=", "asset_receivable")]
        return Domain(posted) & left

    def _cobranzas_document_name(self):
        """Return the name people know the item by: that of its entry.

        To extend where an item has a better known name than its entry.
        """
        self.ensure_one()
        named = self.move_name and self.move_name != "/"
        return self.move_name if named else self.move_id.display_name

    @api.depends_context("cobranzas_document")
    def _compute_display_name(self):
        """In a receipt, show an item by its document alone, and by its due date among several."""
        if not self.env.context.get("cobranzas_document"):
            return super()._compute_display_name()
        for item in self:
            name = item._cobranzas_document_name()
            due = item.date_maturity if item._cobranzas_is_instalment() else False
            item.display_name = f"{name} · {format_date(self.env, due)}" if due else name
        return None

    def _cobranzas_is_instalment(self):
        """Tell whether the item is one of several of its entry on the same account."""
        self.ensure_one()
        account = self.account_id
        return len(self.move_id.line_ids.filtered(lambda line: line.account_id == account)) > 1

    def _cobranzas_get_reconcile_key(self):
        """Return what two items must share to be reconciled as they are."""
        self.ensure_one()
        return (self.partner_id.commercial_partner_id.id, self.account_id.id, self.currency_id.id)

    def _cobranzas_get_allocation_currency(self):
        """Return the currency in which amounts are allocated to the item.

        That of the company for one that has no amount in its own, such as a revaluation.
        """
        self.ensure_one()
        own = self.currency_id
        return self.company_currency_id if own.is_zero(self.amount_currency) else own

    def _cobranzas_get_allocatable(self, currency):
        """Return what is left of the item, signed, in ``currency``: its own or the company's."""
        self.ensure_one()
        own = currency == self.currency_id
        return self.amount_residual_currency if own else self.amount_residual

    def _cobranzas_get_minor_units(self):
        """Return what posted entries left, without sign, in minor units of the item's currency."""
        self.ensure_one()
        return self.currency_id._cobranzas_to_minor_units(abs(self.cobranzas_residual))

    def _cobranzas_get_partials(self):
        """Return what the items were reconciled by, on either side."""
        return self.matched_debit_ids | self.matched_credit_ids

    def _cobranzas_lock(self):
        """Lock the items in id order and read their balances again.

        Waits for whoever holds them. When another transaction changed one meanwhile,
        PostgreSQL refuses and the server runs the request again on the new balances.
        """
        if self:
            self.flush_recordset()
            lock_rows(self)
            self.invalidate_recordset(self._cobranzas_residual_fields)

    # ------------------------------------------------------------------
    # Matched with what is not posted
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # Allocation
    # ------------------------------------------------------------------

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
        # at once: each pair comes with a prefetch of its own
        items.fetch([*self._cobranzas_residual_fields, "amount_currency", "currency_id"])
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
        if owner and result.get("partial_values"):
            result["partial_values"][owner._owner_field] = owner.id
        if owner and result.get("exchange_values"):
            # core would date it at the end of the month, or today
            dates = [debit_values["aml"].date, credit_values["aml"].date, owner.date]
            result["exchange_values"]["move_values"]["date"] = max(dates)
        return result

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
