from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...engine import manual_allocation
from .cobranzas_receipt_allocation import SOURCE_FIELDS


class CobranzasReceipt(models.Model):
    """Allocations decided by a person: the plan takes exactly those (REC-04)."""

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
        # on purpose no dependencies: what is saved is judged, when the form reads it anew
        for receipt in self:
            saved = receipt._origin
            receipt.allocation_warning = (
                saved.state == "draft" and saved.allocated_by_hand and saved._get_misfit()
            )

    def _get_misfit(self):
        """Return the sentence that says why the allocations by hand don't fit, or False."""
        # sudo: the sentence names documents and amounts of the receipt itself
        try:
            self.sudo()._prepare_plan_by_hand()
        except UserError as error:
            return str(error)
        return False

    def _recalculate_allocations(self):
        """Let the plan decide again what pays which document."""
        self.allocation_ids.unlink()
        self.allocated_by_hand = False

    def _store_allocations(self, plans):
        """Keep what the plan allocated, to be seen later (REC-04).

        Stored rather than read back from the ledger: a void removes the partials there, and
        those of a transfer no longer tell which credit it was.
        """
        automatic = self.filtered(lambda receipt: not receipt.allocated_by_hand)
        automatic.allocation_ids.unlink()  # of a decision taken back
        self.env["cobranzas.receipt.allocation"].create(
            [
                receipt._prepare_allocation_vals(source, line, amount)
                for receipt in automatic
                for source, line, amount in receipt._get_plan_rows(plans[receipt])
            ]
        )

    def _prepare_allocation_vals(self, source, line, amount):
        return {
            "receipt_id": self.id,
            "line_id": line.id,
            SOURCE_FIELDS[source._name]: source.id,
            "amount": amount,
        }

    def _get_plan_rows(self, plan):
        """Return [(source, line, amount in the line's currency)], everything a plan allocates."""
        line_of = {line.move_line_id: line for line in self.line_ids}
        rows = [
            (line_of[credit], line_of[debt], amount) for debt, credit, amount in plan["credits"]
        ]
        for source, parts in plan["parts"].items():
            rows += [(source, line, amount) for line, (_units, amount) in parts.items()]
        return rows

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    def _prepare_plan_by_hand(self):
        """Return the plan, as ``_prepare_plan`` does, of the allocations made by hand.

        :raises UserError: naming the document or source that they don't fit any more
        """
        debts, credits = self._get_planned_lines()
        rows = {
            (row._get_source(), row.line_id): row._amount_units() for row in self.allocation_ids
        }
        funds = {line: line._amount_units() for line in credits} | self._get_source_units()
        self._check_rows(rows, debts, funds)
        self._check_paid(rows)
        pairs = {key: n for key, n in rows.items() if self._is_direct(*key)}
        to_pay = {line: line._amount_units() for line in debts}
        for (source, line), units in pairs.items():
            funds[source] -= units
            to_pay[line] -= units
        self._check_within(funds, pairs)
        units = {source: n for source, n in funds.items() if n or source._name != credits._name}
        open_amounts = {line: n for line, n in to_pay.items() if n}
        plan = {
            "credits": [
                (line.move_line_id, source.move_line_id, self._from_units(line, n))
                for (source, line), n in pairs.items()
            ],
            "units": units,
            "parts": {source: {} for source in units},
        }
        crossing = {key: n for key, n in rows.items() if key not in pairs}
        return plan | self._plan_spending(plan, crossing, open_amounts)

    def _plan_spending(self, plan, rows, open_amounts):
        """Return what the plan has besides direct pairs: parts, left and rounding."""
        currency = self._get_plan_currency([*plan["units"], *open_amounts])
        worths = {
            target.key: target.amount for target in self._prepare_targets(open_amounts, currency)
        }
        have = self._convert_units(list(plan["units"].items()), currency)
        found = manual_allocation.spend(
            rows, {line: (n, worths[line.id]) for line, n in open_amounts.items()}, have
        )
        self._check_spending(found, rows, plan["units"], currency)
        parts = plan["parts"]
        for (source, line), units in found.spent.items():
            parts[source][line] = (units, self._from_units(line, rows[source, line]))
        worthless = {source: 0 for source, units in have.items() if units <= 0}
        rounding = {line: self._from_units(line, n) for line, n in found.unpaid.items()}
        return {"parts": parts, "left": worthless | found.left, "rounding": rounding}

    def _is_direct(self, source, line):
        """Tell whether a credit can pay the document as it is, without a transfer entry."""
        return source._name == line._name and source._pool() == line._pool()

    def _from_units(self, record, units):
        return record.currency_id._cobranzas_from_units(units)

    # ------------------------------------------------------------------
    # Do they fit?
    # ------------------------------------------------------------------

    def _check_rows(self, rows, debts, funds):
        """Raise ``UserError`` for a row whose source or document left, or may not be paired."""
        for source, line in rows:
            if line not in debts or source not in funds:
                raise UserError(
                    self.env._(
                        "%(payer)s was allocated by hand to %(document)s, and one of them is no "
                        "longer in the receipt: recalculate the allocations.",
                        document=line.name,
                        payer=source._get_label(),
                    )
                )
            if source._name == line._name and (
                self._get_transfer_pool(source) != self._get_transfer_pool(line)
            ):
                raise UserError(
                    self.env._(
                        "Credit %(credit)s can't pay %(document)s, which is of a customer it "
                        "isn't shared with: allocate it elsewhere or recalculate the allocations.",
                        credit=source.name,
                        document=line.name,
                    )
                )

    def _check_paid(self, rows):
        """Raise ``UserError`` for a document that gets more than what is settled of it."""
        paid = {}
        for (_source, line), units in rows.items():
            paid[line] = paid.get(line, 0) + units
        for line, units in paid.items():
            if units > line._amount_units():
                raise UserError(
                    self.env._(
                        "%(paid)s was allocated by hand to %(document)s, which is settled for "
                        "%(settled)s: correct the allocations or recalculate them.",
                        paid=self._format_units(units, line.currency_id),
                        document=line.name,
                        settled=line._format(line.amount),
                    )
                )

    def _check_within(self, funds, pairs):
        """Raise ``UserError`` for a credit that pays more documents than it has."""
        for source, units in funds.items():
            if units < 0:
                total = sum(n for (payer, _line), n in pairs.items() if payer == source)
                self._raise_overspent(source, total, total + units, source.currency_id)

    def _check_spending(self, found, rows, units, currency):
        """Raise ``UserError`` for what is overspent, left unpaid or left of a credit."""
        for source, over in found.over.items():
            spent = sum(n for (payer, _line), n in found.spent.items() if payer == source)
            self._raise_overspent(source, spent, spent - over, currency)
        for source, left in found.left.items():
            if source._name == "cobranzas.receipt.line":
                raise UserError(
                    self.env._(
                        "%(left)s of credit %(credit)s was allocated to no document: correct the "
                        "allocations or recalculate them.",
                        left=self._format_units(left, currency),
                        credit=source.name,
                    )
                )
        if found.idle:
            line, missing = next(iter(found.unpaid.items()))
            source, left = next(iter(found.left.items()))
            raise UserError(
                self.env._(
                    "Nothing pays %(missing)s of %(document)s, while %(payer)s has %(left)s "
                    "left: correct the allocations or recalculate them.",
                    missing=self._format_units(missing, line.currency_id),
                    document=line.name,
                    payer=source._get_label(),
                    left=self._format_units(left, currency),
                )
            )

    def _raise_overspent(self, source, spent, amount, currency):
        raise UserError(
            self.env._(
                "%(payer)s has %(amount)s, and %(spent)s of it was allocated by hand: correct the "
                "allocations or recalculate them.",
                spent=self._format_units(spent, currency),
                payer=source._get_label(),
                amount=self._format_units(amount, currency),
            )
        )

    def _format_units(self, units, currency):
        return formatLang(self.env, currency._cobranzas_from_units(units), currency_obj=currency)
