from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


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
            boxes.append(Domain("reconciled", "=", True) & self._get_paid_late_domain())
        return due & Domain.OR(boxes)

    def _get_paid_late_domain(self):
        """Return the domain of items that something paid after they were due, and not charged yet.

        A value of a later date counts as well: a cheque that was deferred. What was freed, its note
        undone, may lie before what is charged still. The rest is for the engine to say.
        """
        self.env["account.partial.reconcile"].flush_model(["debit_move_id", "max_date"])
        self.env["l10n_latam.check"].flush_model(["payment_id", "payment_date"])
        self.env["account.move"].flush_model(["origin_payment_id"])
        self.env["cobranzas.charge"].flush_model()
        return Domain.custom(to_sql=self._get_paid_late_sql)

    @api.model
    def _get_paid_late_sql(self, _model, alias, _query):
        """Return the condition that an item has a late payment that no charge covers."""
        return SQL(
            """(EXISTS (
                SELECT FROM account_partial_reconcile partial
                JOIN account_move_line credit ON credit.id = partial.credit_move_id
                LEFT JOIN account_move move ON move.id = credit.move_id
                LEFT JOIN l10n_latam_check cheque ON cheque.payment_id = move.origin_payment_id
                WHERE partial.debit_move_id = %(id)s
                AND GREATEST(partial.max_date, cheque.payment_date) > %(due)s
                AND NOT EXISTS (
                    SELECT FROM cobranzas_charge charge
                    WHERE charge.move_line_id = %(id)s AND charge.kind = 'interest'
                    AND charge.state <> 'freed'
                    AND charge.date_to >= GREATEST(partial.max_date, cheque.payment_date)
                    AND (charge.partial_id IS NULL OR charge.partial_id = partial.id)
                )
            ) OR EXISTS (
                SELECT FROM cobranzas_charge charge
                WHERE charge.move_line_id = %(id)s AND charge.kind = 'interest'
                AND charge.state = 'freed'
            ))""",
            id=SQL.identifier(alias, "id"),
            due=SQL.identifier(alias, "date_maturity"),
        )
