from odoo import models
from odoo.fields import Domain


class CobranzasOperationRun(models.Model):
    """Which journal items a run charges: open ones and paid ones, by one query (CHG-03)."""

    _inherit = "cobranzas.operation.run"

    def _get_item_domain(self):
        """Return the domain of the company's posted receivable items that meet the filters."""
        self.ensure_one()
        receivable = self.env["account.account"]._cobranzas_get_receivable_ids()
        domain = Domain("parent_state", "=", "posted") & Domain("account_id", "in", receivable)
        domain &= Domain("company_id", "=", self.company_id.id) & Domain("date", "<=", self.date)
        domain &= Domain("partner_id", "!=", False) & self._get_customer_domain()
        domain &= self._get_range("date_maturity", self.due_from, self.due_to)
        domain &= self._get_range("date", self.issued_from, self.issued_to)
        domain &= self._get_range("move_name", self.document_from, self.document_to)
        if self.age_min:
            domain &= Domain("date", "<=", self._get_oldest_day())
        if self.currency_ids:
            domain &= Domain("currency_id", "in", self.currency_ids.currency_id.ids)
        if self.payment_term_ids:
            domain &= Domain("move_id.invoice_payment_term_id", "in", self.payment_term_ids.ids)
        if self.paid_from or self.paid_to:
            # a payment counts on the date of the entry that brought it, whenever it was applied
            paid = self._get_range("credit_move_id.date", self.paid_from, self.paid_to)
            domain &= Domain("matched_credit_ids", "any", paid)
        return domain

    def _get_range(self, name, first, last):
        domain = Domain(name, ">=", first) if first else Domain.TRUE
        return domain & Domain(name, "<=", last) if last else domain

    def _get_customer_domain(self):
        """Return the domain of the items of the customers, collectors and salespersons chosen."""
        domain, chosen = Domain.TRUE, self._get_chosen_customers()
        if chosen is not None:
            domain &= Domain("partner_id.commercial_partner_id", "in", chosen.ids)
        if self.collector_ids:
            domain &= Domain(
                "partner_id.commercial_partner_id.cobranzas_collector_id",
                "in",
                self.collector_ids.ids,
            )
        if self.salesperson_ids:
            own = Domain("move_id.invoice_user_id", "in", self.salesperson_ids.ids)
            none = Domain("move_id.invoice_user_id", "=", False)
            customer = Domain(
                "partner_id.commercial_partner_id.user_id", "in", self.salesperson_ids.ids
            )
            domain &= own | (none & customer)
        return domain

    def _get_late_domain(self):
        """Return the domain of what bears interest up to the run's day, by its three boxes."""
        due = Domain("date_maturity", "<", self.date_until)
        boxes = []
        if self.takes_open:
            last = min(self.date_until, self.date)
            boxes.append(Domain("reconciled", "=", False) & Domain("date_maturity", "<", last))
        if self.takes_not_due:
            ahead = Domain("date_maturity", ">=", self.date)
            boxes.append(Domain("reconciled", "=", False) & ahead)
        if self.takes_settled:
            paid_late = self.env["account.move.line"]._cobranzas_get_late_domain()
            boxes.append(Domain("reconciled", "=", True) & paid_late)
        return due & Domain.OR(boxes)
