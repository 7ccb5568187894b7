from dataclasses import dataclass
from typing import Any

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...engine import settlement


@dataclass(frozen=True)
class ChargeRunRow(settlement.RunRow):
    """What a run charges on an item, in the currency of the note.

    :param assessment: the ``Assessment`` it was computed by
    :param last_note: date of the last note of the kind on the item
    """

    assessment: Any = None
    last_note: Any = None


class CobranzasOperationKindCharge(models.AbstractModel):
    """What month-end runs ask of kinds that charge: also items paid already (CHG-01 to CHG-03)."""

    _inherit = "cobranzas.operation.kind.charge"

    @api.model
    def _get_run_domain(self, run):
        """Return the domain of the journal items that a run may charge, by its own filters."""
        domain = run._get_item_domain() & Domain("amount_currency", ">", 0)
        return domain & Domain("cobranzas_is_pending_difference", "!=", True)

    @api.model
    def _assess_run(self, run, items):
        """Return {item: Assessment} of what is to be charged now, in a few queries."""
        vals = run._prepare_operation_vals(self.env["res.partner"], self.env["res.currency"], {})
        operation = self.env["cobranzas.operation"].new(vals)
        return self._assess(operation, items)

    @api.model
    def _get_run_refusal(self, run):
        """Return the sentence that says why what was assessed is not charged, or an empty text."""
        if run.date_until <= run.date:
            return ""
        return self.env._(
            "Simulation up to %(until)s: nothing is charged.",
            until=format_date(self.env, run.date_until),
        )

    @api.model
    def _get_run_key(self, run, item, amount):
        """Return what the items share that are charged by one note, beside customer and currency.

        Charges and discounts are notes of their own, and a discount is on one document.
        """
        together = run.grouping in ("customer", "salesperson") and amount > 0
        return (amount > 0, run._get_group(item) if together else item.move_id)

    @api.model
    def _check_waivable(self):
        """Raise ``UserError`` where what is not charged now stays to be charged later."""

    @api.model
    def _never_again(self, run, items, reason):
        """Let the items be charged no more, by a run or later.

        Raises ``AccessError`` below accountant.
        """
        raise NotImplementedError
