from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...engine import plan
from ...engine.plan_refused import PlanRefused
from .plan_sentences import explain


class CobranzasReceipt(models.Model):
    """The plan of a receipt: what pays which document, by order or as decided by hand (REC-04)."""

    _inherit = "cobranzas.receipt"

    allocated_by_hand = fields.Boolean(
        readonly=True,
        copy=False,
        help="What pays which document was decided by hand. Otherwise the plan decides.",
    )
    allocation_ids = fields.One2many(
        "cobranzas.receipt.allocation", "receipt_id", copy=False, readonly=True
    )
    allocation_warning = fields.Char(
        compute="_compute_allocation_warning",
        help="Why the allocations made by hand no longer fit the receipt.",
    )

    def _compute_allocation_warning(self):
        # on purpose no dependencies: what is saved is judged each time the form reads it
        for receipt in self:
            saved = receipt._origin
            receipt.allocation_warning = (
                saved.state == "draft" and saved.allocated_by_hand and saved._get_misfit()
            )

    def _get_misfit(self):
        """Return the sentence that says why the allocations by hand don't fit, or False."""
        # sudo: the sentence names documents and amounts of the receipt itself
        try:
            self.sudo()._plan_manual()
        except UserError as error:
            return str(error)
        return False

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    def _prepare_plan(self):
        """Return the ``Plan`` of what pays which document; its keys are records.

        :raises UserError: naming what keeps the receipt from being allocated
        """
        self.ensure_one()
        made = self._plan_manual() if self.allocated_by_hand else self._plan_automatic()
        if not self._rounds_credits(made):
            for source in made.left:
                source._check_left(made.get_left(source))
        self._check_change(made)
        return made

    def _rounds_credits(self, made):
        """Tell whether what is left of the credits, all together, is within the tolerance."""
        left = sum(
            self._to_receipt_currency(
                source.currency_id._cobranzas_from_minor_units(made.get_left(source)),
                source.currency_id,
            )
            for source in made.left
            if source._is_credit()
        )
        return not self._keeps_excess() and self._rounding_verdict(left) == "round"

    def _plan_automatic(self):
        """Return the plan when nobody decided it: credits as they are, then all in order."""
        return self._plan(plan.plan_automatic)

    def _plan_manual(self):
        """Return the plan of the allocations decided by hand.

        :raises UserError: naming the document or source that they don't fit any more
        """
        rows = {
            (row._get_source(), row.line_id): row._get_minor_units() for row in self.allocation_ids
        }
        return self._plan(plan.plan_manual, rows)

    def _plan(self, planner, *rows):
        """Return what ``planner`` makes of the receipt's sources and debts, at its rates."""
        debts, credits = self._get_planned_lines()
        return self._run_planner(
            planner,
            *rows,
            [source._prepare_plan_source() for source in (*credits, *self._get_sources())],
            [debt._prepare_plan_debt() for debt in debts],
        )

    def _run_planner(self, planner, *data):
        try:
            return planner(*data, self.currency_id, self._convert_minor_units)
        except PlanRefused as refused:
            raise UserError(explain(self.env, refused)) from refused

    def _get_planned_lines(self):
        """Return the debts settled and the credits used; those only listed take no part."""
        lines = self.line_ids.filtered("move_line_id")
        return (
            lines.filtered(lambda line: line.amount > 0),
            lines.filtered(lambda line: line.amount < 0),
        )

    def _get_sources(self):
        """Return what was received, in the order of spending.

        Withholdings and documents go first: what stays on account is money, as far as it can be.
        """
        self.ensure_one()
        certificates = [row for row in self.withholding_ids if row._get_minor_units()]
        return [*certificates, *self._get_planned_documents(), *self.value_ids]

    def _get_sharing_scope(self, partner):
        """Return within which customers credits of ``partner`` may pay by an entry (REC-11).

        The customer's own debts; those of its whole group when the receipt is allocated by
        group and the group lets credits cross.
        """
        customer = partner.commercial_partner_id
        if self.allocate_by_group and customer.cobranzas_group_id.allocate_across:
            return ("group", customer.cobranzas_group_id.id)
        return ("partner", customer.id)

    # ------------------------------------------------------------------
    # What was allocated, stored
    # ------------------------------------------------------------------

    def _store_allocations(self, plans):
        """Keep what the plan allocated, to be seen later (REC-04).

        Stored rather than read back from the ledger: a void removes the partials there, and
        those of a transfer no longer tell which credit it was.
        """
        automatic = self.filtered(lambda receipt: not receipt.allocated_by_hand)
        automatic.allocation_ids.unlink()  # left from a decision by hand that was taken back
        self.allocation_ids._create_planned([plans[receipt] for receipt in automatic])

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_change(self, made):
        """Raise ``UserError`` when change is asked for what is no money."""
        if self.amount_change and any(
            units and not (source._gives_change() or source._is_deferred())
            for source, units in made.left.items()
        ):
            raise UserError(
                self.env._(
                    "Change is given for money received only: keep the rest on account, or "
                    "lower the withholdings."
                )
            )

    def _check_written_off(self, made):
        """Raise ``UserError`` when more would be written off than rounding: the last guard.

        The totals were judged before, to the cent of the receipt's currency (REC-09); this
        looks at what the plan really leaves unpaid, to a cent of each currency in it.
        """
        if not made.written_off:
            return
        lost, slack = 0.0, self._to_company_currency(self.currency_id.rounding, self.currency_id)
        for line, units in made.written_off.items():
            own = line.currency_id
            lost += line._to_company_currency(own._cobranzas_from_minor_units(units))
            slack += line._to_company_currency(own.rounding)
        currency = self.company_id.currency_id
        if self._exceeds_rounding(lost, slack):
            raise UserError(
                self.env._(
                    "%(amount)s of the documents would be left unpaid: list the documents and "
                    "values again.",
                    amount=formatLang(self.env, lost, currency_obj=currency),
                )
            )

    def _check_rounded_gain(self, made):
        """Raise ``UserError`` when more than rounding would be gain: as :meth:`_check_written_off`.

        A credit at its own rate pays a document at another's: its worth there is another than
        in the totals.
        """
        if self._keeps_excess() or not any(line.document_rate for line in self.line_ids):
            return
        units = sum(units for source, units in made.left.items() if not source._is_deferred())
        currency = self.company_id.currency_id
        gained = self._to_company_currency(
            made.currency._cobranzas_from_minor_units(units), made.currency
        )
        if self._exceeds_rounding(
            gained, self._to_company_currency(self.currency_id.rounding, self.currency_id)
        ):
            raise UserError(
                self.env._(
                    "%(amount)s would pay no document: a credit counts at another rate than the "
                    "document it pays.",
                    amount=formatLang(self.env, gained, currency_obj=currency),
                )
            )

    def _exceeds_rounding(self, amount, slack):
        """Tell whether ``amount``, in company currency, is more than rounding and ``slack``."""
        currency = self.company_id.currency_id
        limit = self.company_id.cobranzas_rounding_tolerance + slack + currency.rounding
        return currency.compare_amounts(amount, limit) > 0
