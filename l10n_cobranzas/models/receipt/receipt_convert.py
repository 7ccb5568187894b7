from odoo import api, fields, models
from odoo.fields import Command


class CobranzasReceipt(models.Model):
    """The rates a receipt reckons with: its own, kept on it (REC-12)."""

    _inherit = "cobranzas.receipt"

    rate_ids = fields.One2many(
        "cobranzas.receipt.rate",
        "receipt_id",
        string="Rates",
        compute="_compute_rate_ids",
        store=True,
        readonly=False,
        copy=False,
    )

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

    def _get_rate(self, currency):
        """Return what one unit of ``currency`` is worth in the company's currency, here."""
        self.ensure_one()
        if currency == self.company_id.currency_id:
            return 1.0
        for row in self.rate_ids:
            if row.currency_id == currency and row.rate > 0:
                return row.rate
        return self.env["res.currency"]._get_conversion_rate(
            currency,
            self.company_id.currency_id,
            self.company_id,
            self.date or fields.Date.context_today(self),
        )

    def _convert_amount(self, amount, source, target):
        """Convert ``amount`` of ``source`` to ``target`` at the receipt's rates, rounded."""
        self.ensure_one()
        if source == target or not amount:
            return target.round(amount)
        return target.round(amount * self._get_rate(source) / self._get_rate(target))

    def _to_company_currency(self, amount, currency):
        """Convert ``amount`` of ``currency`` to the company's at the receipt's rates."""
        return self._convert_amount(amount, currency, self.company_id.currency_id)

    def _refresh_rates(self):
        """Take the rates recorded since; those typed over stay. Check that each can be used.

        Raises ``UserError`` naming a currency without a rate. A rate typed where Odoo had
        none is recorded as that of the day, so that everything else reckons with it too.
        """
        rows = self.rate_ids
        rows._refresh()
        for row in rows:
            row._check_usable()
        typed = rows.filtered(lambda row: row._is_typed())
        typed.filtered(lambda row: not row.recorded_date)._record()

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
