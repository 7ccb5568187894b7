from odoo import api, fields, models
from odoo.fields import Command

from ...engine import minor_units


class CobranzasReceipt(models.Model):
    """The running totals of a receipt, in its own currency and at its own rates.

    REC-06, REC-08, REC-09, REC-12.
    """

    _name = "cobranzas.receipt"
    _inherit = ["cobranzas.receipt", "cobranzas.rates.mixin"]

    rate_ids = fields.One2many(
        "cobranzas.receipt.rate",
        "receipt_id",
        string="Rates",
        compute="_compute_rate_ids",
        store=True,
        readonly=False,
        copy=False,
    )

    amount_documents = fields.Monetary(
        string="Total Documents", compute="_compute_amounts", store=True
    )
    amount_settled = fields.Monetary(
        compute="_compute_amounts",
        store=True,
        help="Debts settled, by values and by credits, in the currency of the receipt.",
    )
    amount_values = fields.Monetary(string="Total Values", compute="_compute_amounts", store=True)
    amount_withholdings = fields.Monetary(
        string="Total Withholdings", compute="_compute_amounts", store=True
    )
    amount_total = fields.Monetary(
        string="Total Received",
        compute="_compute_amounts",
        store=True,
        help="Values and withholdings, in the currency of the receipt.",
    )
    amount_on_account = fields.Monetary(string="On Account", compute="_compute_amounts", store=True)
    amount_change = fields.Monetary(string="Change", compute="_compute_amounts", store=True)
    amount_difference = fields.Monetary(
        string="Difference",
        compute="_compute_amounts",
        store=True,
        help="Values and withholdings less documents, on account and change. Posting needs it to "
        "be zero, or within the company's rounding tolerance.",
    )
    amount_missing = fields.Monetary(string="Left to Cover", compute="_compute_amount_missing")
    partner_balance = fields.Monetary(
        string="Customer's Balance",
        compute="_compute_partner_balance",
        currency_field="company_currency_id",
        help="What the customer owes today, in the company's currency.",
    )

    # ------------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------------

    @api.depends(
        "currency_id",
        "date",
        "company_id",
        "excess",
        "line_ids.amount",
        "line_ids.amount_booked",
        "line_ids.currency_id",
        "value_ids.amount",
        "value_ids.currency_id",
        "value_ids.is_check",
        "check_ids.amount",
        "check_ids.currency_id",
        "withholding_ids.amount_effective",
        "document_ids.amount",
        "document_ids.currency_id",
        "document_ids.kind",
        "accepts_credit_invoices",
        "credit_invoice_ids",
        "rate_ids.rate",
    )
    def _compute_amounts(self):
        for receipt in self:
            if receipt.state in ("posted", "voided"):
                continue  # what was posted stands, whatever rates and settings become
            currency = receipt.currency_id or receipt.company_id.currency_id
            documents = currency.round(receipt._sum_documents())
            values = receipt._sum_values()
            withholdings = receipt._sum_in_receipt_currency(
                receipt.withholding_ids, "amount_effective"
            )
            total = currency.round(values + withholdings)
            deferred = receipt._get_deferred_amount()
            difference = currency.round(total - deferred - documents)
            over = difference if receipt._rounding_verdict(difference) == "over" else 0.0
            change = over if receipt.excess == "change" else 0.0
            debts = receipt.line_ids.filtered(lambda line: line.amount > 0)
            receipt.amount_documents = documents
            receipt.amount_settled = receipt._sum_lines(debts)
            receipt.amount_values = values
            receipt.amount_withholdings = withholdings
            receipt.amount_total = total
            receipt.amount_change = change
            receipt.amount_on_account = over - change + deferred
            receipt.amount_difference = currency.round(difference - over)

    def _sum_documents(self):
        """Return what the receipt settles, less credits, in its currency. To extend."""
        self.ensure_one()
        return self._sum_lines(self.line_ids)

    def _sum_values(self):
        """Return what was received, without withholdings, in the receipt's currency."""
        self.ensure_one()
        cash_like = self.value_ids.filtered(lambda value: not value.is_check)
        return (
            self._sum_in_receipt_currency(cash_like)
            + self._sum_in_receipt_currency(self.check_ids)
            + self._sum_documents_received()
        )

    @api.depends("amount_documents", "amount_total")
    def _compute_amount_missing(self):
        for receipt in self:
            funds = receipt.amount_total - receipt._get_deferred_amount()
            receipt.amount_missing = max(receipt.amount_documents - funds, 0.0)

    def _get_left_to_cover(self):
        """Return what is left to cover by the rows as they are typed, in the receipt's currency."""
        self.ensure_one()
        currency = self.currency_id or self.company_id.currency_id
        received = self._sum_values() - self._get_deferred_amount()
        received += self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")
        return max(currency.round(self._sum_documents() - received), 0.0)

    def _convert_left_to_cover(self, row):
        """Return what is left to cover in the currency of ``row``, which is new."""
        return self._from_receipt_currency(self._get_left_to_cover(), row.currency_id)

    def _get_currencies(self):
        """Return the currencies that values of the receipt may be in without being typed."""
        journals = self.available_method_ids.journal_id
        return self.currency_id | self.company_id.currency_id | journals.currency_id

    def _sum_in_receipt_currency(self, records, field="amount"):
        """Return the sum of the records' ``field`` in the receipt's currency."""
        return self._sum_worths((record[field], record.currency_id) for record in records)

    def _sum_lines(self, lines):
        """Return what ``lines`` settle, in the receipt's currency; some at rates of their own."""
        return self._sum_worths(line._get_worth() for line in lines if line.amount)

    def _sum_worths(self, worths):
        """Return the sum of ``worths``, pairs (amount, currency), in the receipt's currency.

        Added up per currency first and converted once, so that documents of one
        currency paid in that currency never leave cents of re-expression.
        """
        self.ensure_one()
        totals = {}
        for amount, currency in worths:
            totals[currency] = totals.get(currency, 0.0) + amount
        return sum(
            self._to_receipt_currency(amount, currency) for currency, amount in totals.items()
        )

    def _from_receipt_currency(self, amount, currency):
        """Convert ``amount`` of the receipt's currency to ``currency`` at the receipt's rates."""
        source = self.currency_id or self.company_id.currency_id
        return self._convert_amount(amount, source, currency or source)

    def _to_receipt_currency(self, amount, currency):
        """Convert ``amount`` of ``currency`` at the receipt's rates."""
        target = self.currency_id or self.company_id.currency_id
        if not currency or currency == target:
            return target.round(amount)
        return self._convert_amount(amount, currency, target)

    @api.depends("partner_id", "company_id", "state")
    @api.depends_context("uid")
    def _compute_partner_balance(self):
        everyones = self.env.su or self.env.user._cobranzas_sees_all_debtors()
        # sudo: as below; with what drafts are matched with, which is owed (REP-02)
        items = self.env["account.move.line"].sudo()
        held = items._cobranzas_get_held()
        for receipt in self:
            partner = receipt.commercial_partner_id.with_company(receipt.company_id)
            # a receipt that is not saved yet passes no record rule
            collector = partner.cobranzas_collector_id
            mine = everyones or self.env.user._cobranzas_acts_for(collector)
            if not (partner and mine):
                receipt.partner_balance = 0.0
                continue
            own = items.browse(held).filtered(
                lambda item, partner=partner, root=receipt.company_id.root_id: (
                    item.company_id.root_id == root
                    and item.account_id.account_type == "asset_receivable"
                    and item.partner_id.commercial_partner_id == partner
                )
            )
            # sudo: one figure of the receipt's own customer, for users who see no journal items
            receipt.partner_balance = partner.sudo().credit + sum(held[item.id][1] for item in own)

    def _rounding_verdict(self, difference):
        """Return what to do with ``difference``, in the receipt's currency (REC-09): exact, round,
        short or over."""
        currency = self.currency_id or self.company_id.currency_id
        if currency.is_zero(difference):
            return "exact"
        tolerance = self._convert_amount(
            self.company_id.cobranzas_rounding_tolerance, self.company_id.currency_id, currency
        )
        if not any(line.amount > 0 for line in self.line_ids):
            tolerance = 0.0  # nothing is settled: even a little money stays on account
        return minor_units.rounding_verdict(
            currency._cobranzas_to_minor_units(difference),
            currency._cobranzas_to_minor_units(tolerance),
        )

    # ------------------------------------------------------------------
    # Rates
    # ------------------------------------------------------------------

    @api.depends(
        "currency_id",
        "company_id",
        "line_ids.currency_id",
        "line_ids.amount",
        "value_ids.currency_id",
        "document_ids.currency_id",
        "state",
    )
    def _compute_rate_ids(self):
        """Keep one rate for each foreign currency in use, those typed included."""
        for receipt in self:
            if receipt.state != "draft":
                continue
            used = receipt._get_foreign_currencies()
            known = receipt.rate_ids
            commands = [
                Command.delete(row.id) for row in known if row.currency_id._origin not in used
            ]
            commands += [
                Command.create({"currency_id": currency.id})
                for currency in used - known.currency_id._origin
            ]
            if commands:
                receipt.rate_ids = commands

    def _get_foreign_currencies(self):
        """Return the currencies in the receipt that need a rate: not those only listed."""
        self.ensure_one()
        settled = self.line_ids.filtered("amount")
        used = self.currency_id | settled.currency_id | self.value_ids.currency_id
        used |= self.document_ids.currency_id
        return used._origin - self.company_id.currency_id

    def _get_own_rate(self, currency):
        rows = self.rate_ids.filtered(lambda row: row.currency_id == currency and row.rate > 0)
        return rows[:1].rate

    def _get_missing_rates(self):
        """Return what to ask before posting: a dict for each rate no one recorded (REC-12).

        Whether a rate of an earlier day serves is the company's setting.
        """
        asked = {}
        for (company, date), receipts in self.grouped(lambda r: (r.company_id, r.date)).items():
            rows = receipts.rate_ids
            recorded = rows.currency_id._cobranzas_recorded_rates(company, date)
            for row in rows:
                rate, day = recorded.get(row.currency_id, (0.0, False))
                if day == date or (day and company.cobranzas_rate_required == "any"):
                    continue
                asked[company, date, row.currency_id] = {
                    "company_id": company.id,
                    "currency_id": row.currency_id.id,
                    "date": date,
                    "rate": rate or (row.rate if row._is_typed() else 0.0),
                    "recorded_rate": rate,
                    "recorded_date": day,
                }
        return list(asked.values())
