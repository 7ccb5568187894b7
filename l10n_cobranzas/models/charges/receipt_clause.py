from fractions import Fraction

from odoo import models

from ...engine import exchange


class CobranzasReceipt(models.Model):
    """The exchange differences of the documents that a receipt settles (CHG-01)."""

    _inherit = "cobranzas.receipt"

    def _prepare_exchange_differences(self, discounts=None):
        """Return the ``exchange.Difference`` of each line under the clause that has one.

        Of what is paid: a discount is no payment.

        Their keys are the lines; amounts are in minor units: ``foreign`` in the clause's
        currency, the others in the company's. The receipt's rate of the clause's currency
        decides. None for a document paid in its own foreign currency, nor for one without
        the clause, as opening balances and outside debts are.

        :param discounts: as ``_get_discounts`` gives them; those of the receipt when None
        """
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: line.amount and line.move_id.cobranzas_clause_rate > 0
        )
        if not lines:
            return []
        held = self.env["account.move.line"]._cobranzas_get_held()
        clauses = lines.move_id.cobranzas_clause_currency_id
        discounts = self._get_discounts() if discounts is None else discounts
        return exchange.prepare_differences(
            [
                line._prepare_clause(
                    line.amount + discounts.get(line.move_line_id._origin, 0.0), held
                )
                for line in lines
            ],
            self.currency_id,
            {clause: self._get_clause_rate(clause, self._get_rate(clause)) for clause in clauses},
        )

    def _get_clause_rate(self, clause, rate):
        """Return a rate as the engine takes it: exact, for one minor unit of ``clause``."""
        company_currency = self.company_id.currency_id
        unit = Fraction(str(clause.rounding)) / Fraction(str(company_currency.rounding))
        return Fraction(str(round(rate, 9))) * unit


class AccountMoveLine(models.Model):
    """A document in the company's currency under the clause, as the engine takes it."""

    _inherit = "account.move.line"

    def _cobranzas_prepare_clause(self, receipt, held):
        """Return the ``exchange.Clause`` of what is open, at the rates of a receipt's company.

        :param held: as ``_cobranzas_get_held`` gives it
        """
        self.ensure_one()
        clause = self.move_id.cobranzas_clause_currency_id
        exact = receipt._get_clause_rate(clause, self.move_id.cobranzas_clause_rate)
        residual = self._cobranzas_get_residual(held)
        booked = self.currency_id._cobranzas_to_minor_units(residual)
        foreign = exchange.get_foreign(booked, exact)
        return exchange.Clause(self, foreign, booked, exact, clause, is_foreign=False)


class CobranzasReceiptLine(models.Model):
    """A document under the clause, as the engine takes it."""

    _inherit = "cobranzas.receipt.line"

    def _prepare_clause(self, amount, held):
        """Return (``exchange.Clause``, ``amount`` of it in minor units of the document's).

        Of a foreign document it is what is settled, with what that has booked: all of it is
        covered. Of one in company currency it is what is open.

        :param amount: what is paid of the document, in its currency
        :param held: as ``account.move.line._cobranzas_get_held`` gives it
        """
        self.ensure_one()
        move, own = self.move_id, self.company_currency_id
        clause, rate = move.cobranzas_clause_currency_id, move.cobranzas_clause_rate
        exact = self.receipt_id._get_clause_rate(clause, rate)
        settled = self.currency_id._cobranzas_to_minor_units(amount)
        if self.currency_id == clause:
            foreign = settled
            booked = own._cobranzas_to_minor_units(self._get_booked(amount, held, rate))
        else:
            residual = self.move_line_id._cobranzas_get_residual(held)
            booked = self.currency_id._cobranzas_to_minor_units(residual)
            foreign = exchange.get_foreign(booked, exact)
        is_foreign = self.currency_id == clause
        return exchange.Clause(self, foreign, booked, exact, clause, is_foreign), settled
