from dataclasses import replace

from odoo import api, fields, models

from ..ledger.ownership import check_system_field

#: rates closer than this, in proportion, are one that is kept with more digits, or fewer
SAME = 1e-4


class CobranzasReceiptLine(models.Model):
    """A document settled at its own rate, not at that of the receipt (CHG-01).

    It is worth what the ledger has it booked for, so that no exchange difference arises; what
    the receipt's rate makes of it beyond is for whoever sets the rate to collect.
    """

    _inherit = "cobranzas.receipt.line"
    _corrected_fields = ("amount", "amount_booked")

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    document_rate = fields.Float(
        string="Document's Rate",
        digits=0,
        readonly=True,
        copy=False,
        help="Company currency for one unit of the document's, at which the document is settled; "
        "0 for the rate of the receipt.",
    )
    amount_booked = fields.Monetary(
        string="At the Document's Rate",
        compute="_compute_amount_booked",
        store=True,
        precompute=True,
        currency_field="company_currency_id",
        help="What is settled at the document's own rate, in the company's currency.",
    )

    @api.depends("amount", "document_rate", "move_line_id")
    def _compute_amount_booked(self):
        """Book what a draft settles at the document's own rate; what was posted stands."""
        drafts = self.filtered(lambda line: line.state not in ("posted", "voided"))
        for line in self - drafts:
            line.amount_booked = line.amount_booked
        own = drafts.filtered(
            lambda line: line.document_rate and line.currency_id and line.company_currency_id
        )
        (drafts - own).amount_booked = 0.0  # at once: they may be thousands
        held = self.env["account.move.line"]._cobranzas_get_held() if own else {}
        for line in own:
            line.amount_booked = line._get_booked(line.amount, held)

    def _get_booked(self, amount, held=None, rate=None):
        """Return ``amount`` of the document at its own rate, in the company's currency.

        All of the document's balance is worth all that is booked of it, and a part its part, as
        the ledger reckons, so that no cent is left over. Only at a rate that is another than the
        ledger's is the amount converted.

        :param held: as ``account.move.line._cobranzas_get_held`` gives it, for a draft
        :param rate: the document's, when the line is not settled at it (yet)
        """
        self.ensure_one()
        currency, item = self.company_currency_id, self.move_line_id
        at_rate = currency.round(amount * (rate or self.document_rate))
        open_amount, booked = (held or {}).get(item._origin.id, (0.0, 0.0))
        open_amount += item.amount_residual_currency
        if self.currency_id.is_zero(open_amount):
            return at_rate
        own = currency.round((item.amount_residual + booked) * (amount / open_amount))
        return own if abs(own - at_rate) <= max(currency.rounding, abs(own) * SAME) else at_rate

    def _get_worth(self):
        """Return what is settled as (amount, currency): at its own rate, in the company's."""
        self.ensure_one()
        if self.document_rate:
            return self.amount_booked, self.company_currency_id
        return self.amount, self.currency_id

    def _to_company_currency(self, amount):
        """Convert ``amount`` of the document, at its own rate or the receipt's."""
        self.ensure_one()
        if self.document_rate:
            return self._get_booked(amount)
        return self.receipt_id._to_company_currency(amount, self.currency_id)

    def _format_rate(self):
        """Return the document's rate as people write it."""
        self.ensure_one()
        return self.company_currency_id._cobranzas_format_rate(self.document_rate)

    def _freeze_booked(self):
        """Write what posted lines at their own rate settle, as the ledger has it."""
        for line in self.filtered("document_rate"):
            partials = line.receipt_id.partial_ids
            debits = partials.filtered(
                lambda partial, item=line.move_line_id: partial.debit_move_id == item
            )
            credits = partials.filtered(
                lambda partial, item=line.move_line_id: partial.credit_move_id == item
            )
            line.amount_booked = sum(debits.mapped("amount")) - sum(credits.mapped("amount"))

    # ------------------------------------------------------------------
    # In the plan
    # ------------------------------------------------------------------

    def _prepare_booked(self, booked):
        """Return what the plan has to know of a line at its own rate, nothing of another."""
        if not self.document_rate:
            return {}
        currency = self.company_currency_id
        return {
            "booked": currency._cobranzas_to_minor_units(abs(booked)),
            "booked_currency": currency,
        }

    def _prepare_plan_source(self):
        """Return a credit as the plan takes it, at its own rate if it has one."""
        return replace(super()._prepare_plan_source(), **self._prepare_booked(self.amount_booked))

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_rate_sent(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """A line that takes another document forgets the rate of the one it had."""
        self._check_rate_sent([vals])
        if "move_line_id" in vals:
            vals = {"document_rate": 0.0, **vals}
        return super().write(vals)

    @api.model
    def _check_rate_sent(self, vals_list):
        """Raise ``AccessError`` when a user writes at which rate a document is settled."""
        for name in ("document_rate", "amount_booked"):
            check_system_field(self.env, vals_list, name)
