from odoo import fields, models

from .interest_reader import InterestReader, ItemInterest


class AccountMoveLine(models.Model):
    """Late interest of open items, and of those that were paid late (CHG-03)."""

    _inherit = "account.move.line"

    def _cobranzas_get_interest(self, until, policy=None):
        """Return the segments of the interest to charge on the item until a day (CHG-03).

        :param policy: in the place of the one the item was posted on, nothing is stored
        :return: ``InterestSegment`` with ``date_from`` (not counted), ``date_to``, ``base``,
            ``days``, ``rate`` (per cent of ``period``) and ``amount``, in the item's currency;
            none when there is nothing to charge beside what was charged
        """
        self.ensure_one()
        return list(self._cobranzas_get_interests(until, policy)[self].segments)

    def _cobranzas_get_interests(self, until, policy=None, payments=None, grouping=None):
        """Return {item: ItemInterest} of the interest to charge on each, in a few queries.

        What is charged together, by customer or by item as the policy says, is deducted and
        compared with the minimum together; so give all items of a note at once.

        :param policy: in the place of those the items were posted on; an item posted without one
            is charged too, as by hand
        :param payments: {item: engine's payments} that are not booked yet, of a draft receipt
        :param grouping: ``customer``, ``salesperson`` or ``instalment``, in the place of what the
            policies say
        """
        until = fields.Date.to_date(until)
        bearing = self.filtered(lambda item: item._cobranzas_can_bear_interest(policy, until))
        reader = InterestReader(bearing, policy, payments or {}, grouping)
        found = reader.get_interests(until)
        return {item: found.get(item) or ItemInterest() for item in self}

    def _cobranzas_can_bear_interest(self, policy=None, day=None):
        """Tell whether interest may be charged on the item at a day: a posted debt, not stopped.

        To extend where a debt bears none for a while, as one in dispute.
        """
        self.ensure_one()
        chosen = policy or self.cobranzas_interest_policy_id
        move = self.sudo().move_id  # sudo: an item of a receipt's entry may be another customer's
        return bool(
            chosen
            and self.parent_state == "posted"
            and not self._cobranzas_is_interest_stopped(day)
            and self._cobranzas_is_charged_debt()
            # sudo: the policy an item was posted on binds whoever charges it
            and chosen.sudo().company_id in self.company_id.sudo().parent_ids
            and not chosen.sudo()._exempts(move.cobranzas_operation_id)
            and not move.cobranzas_awaits_acceptance
        )
