from fractions import Fraction

from odoo import api, models
from odoo.tools import SQL

from ...engine import promise as engine
from ...engine.minor_units import round_half_up

#: operations that put new documents in the place of the debtor's old ones: nothing is paid
EXCHANGES = ("documentation", "merge", "conversion")


class CobranzasPromise(models.Model):
    """What the ledger says was paid of promises: allocations to their documents (COL-06).

    Cheques that came back since leave the allocation in the ledger, and a new debt: what they
    paid counts until the day of their return.
    """

    _inherit = "cobranzas.promise"

    def _read_payments(self):
        """Return {promise: [``engine.Payment``]}, by two queries for any number of promises."""
        found = {promise: [] for promise in self}
        self.env.flush_all()
        named = self.filtered(lambda promise: not promise.is_account)
        for promises, select in ((named, self._select_named), (self - named, self._select_account)):
            if not promises:
                continue
            for promise_id, *row in self.env.execute_query(select(promises)):
                promise = self.browse(promise_id)
                found[promise] += self._make_payments(promise.currency_id, row)
        return found

    @api.model
    def _make_payments(self, currency, row):
        """Return what was paid by an allocation, apart what of it was a returned cheque."""
        document, day, amount, returned_on, returned, total = row
        units = currency._cobranzas_to_minor_units(amount)
        if not returned_on:
            return [engine.Payment(day, units, document)]
        share = min(Fraction(str(returned)) / Fraction(str(total)), 1)
        back = round_half_up(units * share)
        payments = [engine.Payment(day, back, document, undone=returned_on)]
        if units > back:
            payments.append(engine.Payment(day, units - back, document))
        return payments

    @api.model
    def _select_named(self, promises):
        """Return the SELECT of what was paid of the documents that promises name."""
        return SQL(
            """SELECT named.promise_id, named.move_line_id, partial.max_date,
                partial.debit_amount_currency, returned.date, returned.amount, returned.total
            FROM cobranzas_promise_item named
            JOIN account_partial_reconcile partial ON partial.debit_move_id = named.move_line_id
            JOIN account_move_line credit ON credit.id = partial.credit_move_id
            LEFT JOIN LATERAL (%s) returned ON TRUE
            WHERE named.promise_id IN %s AND credit.parent_state = 'posted'""",
            self._select_returned(),
            promises._ids,
        )

    @api.model
    def _select_account(self, promises):
        """Return the SELECT of what was paid of any debt of the debtors, from the promise on.

        Entries that void others, and refunds, are no debts that somebody pays.
        """
        return SQL(
            """SELECT promise.id, NULL, partial.max_date, partial.debit_amount_currency,
                returned.date, returned.amount, returned.total
            FROM (%(debts)s) promise
            JOIN account_move_line debt ON debt.id = promise.debt_id
            JOIN account_partial_reconcile partial ON partial.debit_move_id = debt.id
                AND partial.max_date >= promise.date
            JOIN account_move_line credit ON credit.id = partial.credit_move_id
            JOIN account_move debt_move ON debt_move.id = debt.move_id
            JOIN account_move credit_move ON credit_move.id = credit.move_id
            LEFT JOIN account_payment refund ON refund.id = debt_move.origin_payment_id
            LEFT JOIN cobranzas_operation return ON return.id = refund.cobranzas_operation_id
            LEFT JOIN cobranzas_operation made ON made.id = credit_move.cobranzas_operation_id
            LEFT JOIN LATERAL (%(returned)s) returned ON TRUE
            WHERE credit.parent_state = 'posted'
                AND (debt_move.move_type <> 'entry' OR debt_move.reversed_entry_id IS NULL)
                AND (refund.id IS NULL OR return.kind IN %(returns)s)
                AND (made.id IS NULL OR made.kind NOT IN %(exchanges)s)""",
            debts=self._select_debts(promises),
            returned=self._select_returned(),
            exchanges=EXCHANGES,
            returns=self.env["cobranzas.operation"]._get_return_kinds(),
        )

    @api.model
    def _select_debts(self, promises):
        """Return the SELECT of the debts, paid ones too, of the debtors of these promises."""
        return SQL(
            """SELECT promise.id, promise.date, debt.id AS debt_id
            FROM cobranzas_promise promise
            JOIN res_company company ON company.id = promise.company_id
            JOIN res_partner customer ON customer.id = promise.partner_id
                OR customer.cobranzas_group_id = promise.debtor_group_id
            JOIN res_partner contact ON contact.commercial_partner_id = customer.id
            JOIN account_move_line debt ON debt.partner_id = contact.id
                AND debt.account_id IN %(receivable)s AND debt.parent_state = 'posted'
                AND debt.currency_id = promise.currency_id AND debt.amount_currency > 0
            JOIN res_company debt_company ON debt_company.id = debt.company_id
                AND SPLIT_PART(debt_company.parent_path, '/', 1)
                    = SPLIT_PART(company.parent_path, '/', 1)
            WHERE promise.id IN %(promises)s""",
            receivable=self.env["account.account"]._cobranzas_get_receivable_ids() or (0,),
            promises=promises._ids,
        )

    @api.model
    def _select_returned(self):
        """Return the SELECT of what of the payment of a ``credit`` item were returned cheques."""
        return SQL(
            """SELECT MIN(operation.date) AS date, SUM("check".amount) AS amount,
                MIN(payment.amount) AS total
            FROM account_payment payment
            JOIN l10n_latam_check "check" ON "check".payment_id = payment.id
            JOIN cobranzas_operation_check_rel rel ON rel.check_id = "check".id
            JOIN cobranzas_operation operation ON operation.id = rel.operation_id
            WHERE payment.move_id = credit.move_id AND operation.kind = 'returned_check'
                AND operation.state = 'done'"""
        )
