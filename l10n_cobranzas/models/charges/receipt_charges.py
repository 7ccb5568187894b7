from odoo import api, fields, models
from odoo.fields import Command

from .charge_proposal import ReceiptProposals
from .proposal import ChargesProposal

#: kinds of operation that a receipt proposes: the setting of each, and the rows of the receipt
MODES = {
    "date_adjustment": "cobranzas_adjustment_at_receipt",
    "early_payment": "cobranzas_early_at_receipt",
    "exchange_note": "cobranzas_exchange_at_receipt",
    "late_interest": "cobranzas_interest_at_receipt",
}
#: those that depend on no other charge
FIRST = tuple(kind for kind in MODES if kind != "exchange_note")
ROWS = {
    "date_adjustment": "adjustment_ids",
    "early_payment": "early_ids",
    "exchange_note": "exchange_ids",
    "late_interest": "interest_ids",
}


class CobranzasReceipt(models.Model):
    """Charges and discounts that a receipt proposes, by its date, documents and values (CHG)."""

    _inherit = "cobranzas.receipt"

    adjustment_ids = fields.One2many(
        "cobranzas.receipt.charge",
        "receipt_id",
        string="Alternative Dates",
        domain=[("kind", "=", "date_adjustment")],
        compute="_compute_charges",
        store=True,
        readonly=False,
        copy=False,
    )
    early_ids = fields.One2many(
        "cobranzas.receipt.charge",
        "receipt_id",
        string="Early Payment",
        domain=[("kind", "=", "early_payment")],
        compute="_compute_charges",
        store=True,
        readonly=False,
        copy=False,
    )
    exchange_ids = fields.One2many(
        "cobranzas.receipt.charge",
        "receipt_id",
        string="Exchange Differences",
        domain=[("kind", "=", "exchange_note")],
        compute="_compute_charges",
        store=True,
        readonly=False,
        copy=False,
    )
    interest_ids = fields.One2many(
        "cobranzas.receipt.charge",
        "receipt_id",
        string="Late Interest",
        domain=[("kind", "=", "late_interest")],
        compute="_compute_charges",
        store=True,
        readonly=False,
        copy=False,
    )
    # ReceiptProposals, worked out once for the rows of all kinds; no client reads it
    charge_proposals = fields.Binary(
        compute="_compute_charge_proposals", groups=fields.NO_ACCESS, exportable=False
    )
    charge_warning = fields.Char(
        compute="_compute_charge_warning", help="What is charged elsewhere, where it is only told."
    )
    amount_charges = fields.Monetary(
        string="Charges",
        compute="_compute_amounts",
        store=True,
        help="Notes that the receipt makes and collects, less discounts, in its currency.",
    )
    charge_operation_ids = fields.One2many(
        "cobranzas.operation", "receipt_id", string="Operations of the Charges", readonly=True
    )

    # ------------------------------------------------------------------
    # Proposals
    # ------------------------------------------------------------------

    def _get_charge_mode(self, kind):
        """Return always, ask, never or warn: when the receipt charges by this kind."""
        company = self.company_id or self.env.company
        return company[MODES[kind]]

    @api.depends(
        "state",
        "date",
        "company_id",
        "currency_id",
        "line_ids.move_line_id",
        "line_ids.amount",
        "value_ids.amount",
        "check_ids.amount",
        "check_ids.payment_date",
        "rate_ids.rate",
    )
    @api.depends_context("lang")
    def _compute_charge_proposals(self):
        self.rate_ids.mapped("rate")  # made now if they are not yet: what follows would start anew
        for receipt in self:
            receipt.charge_proposals = ReceiptProposals(receipt)

    def _get_charge_proposals(self):
        """Return the ``ReceiptProposals`` as they are kept for the rows of the receipt.

        While they are being computed, as amounts that they read may ask for them, they are computed
        aside. Nothing is proposed without a receipt.
        """
        return self.charge_proposals or ReceiptProposals(self)

    def _stands_as_saved(self):
        """Tell whether what was suggested when the receipt was saved stands: it was posted, or the
        form has not changed yet what the proposals follow.

        A form compares what it gets with what there was before: without this, all would be worked
        out twice for each change. Without a receipt nothing stands.
        """
        if self.state in ("posted", "voided"):
            return True
        saved = self._origin
        if self.id or not saved:
            return False
        return self._get_proposed_by() == saved._get_proposed_by()

    def _get_proposed_by(self):
        """Return what the proposals follow, as ``_compute_charge_proposals`` depends on it."""
        return (
            self.date,
            self.company_id._origin,
            self.currency_id._origin,
            self._get_amounts_by_item(),
            [value.amount for value in self.value_ids],
            [(check.amount, check.payment_date) for check in self.check_ids],
            {row.currency_id._origin: row.rate for row in self.rate_ids},
        )

    def _propose_charges(self):
        """Return {(kind, item): ChargeProposal} for the documents that the receipt settles.

        Of the kinds that depend on no other charge. None without a receipt, as of a row whose form
        is opened by itself.
        """
        proposals = {}
        for name in FIRST if self else ():
            if self._get_charge_mode(name) != "never":
                kind = self.env[f"cobranzas.operation.kind.{name}"]
                # sudo: figures of documents that the receipt settles, for whoever types it
                found = kind.sudo()._propose(self)
                proposals |= {(name, item): each for item, each in found.items()}
        return proposals

    def _get_proposal(self):
        return ChargesProposal(self)

    def _get_charged_lines(self):
        """Return the lines that settle debts."""
        return self.line_ids.filtered(lambda line: line.amount > 0 and line.move_line_id)

    def _get_amounts_by_item(self):
        """Return {item: what the receipt settles of it}, in the item's currency."""
        return {line.move_line_id._origin: line.amount for line in self._get_charged_lines()}

    @api.depends("state", "charge_proposals")
    def _compute_charges(self):
        for receipt in self:
            if receipt.state in ("posted", "voided"):
                continue
            kept = receipt._get_charge_proposals()
            for kind, name in ROWS.items():
                found = kept.first if kind in FIRST else kept.get_all(receipt._get_discounts())
                wanted = {item: each for (key, item), each in found.items() if key == kind}
                receipt._update_charges(name, kind, wanted)

    def _update_charges(self, name, kind, wanted):
        """Keep one row for each item that is to be charged, those edited included.

        New ones bring what is suggested: computed by themselves, each field of each row is asked
        for what is known here.

        :param wanted: {item: ChargeProposal}, in the order of the receipt's documents
        """
        known = {row.move_line_id._origin: row for row in self[name]}
        commands = [
            Command.delete(row.id)
            for item, row in known.items()
            if item not in wanted and not row.operation_id
        ]
        new = {item: each for item, each in wanted.items() if item not in known}
        commands += map(Command.create, self._prepare_charges_vals(kind, new))
        if commands:
            self[name] = commands

    def _prepare_charges_vals(self, kind, proposals):
        """Return the values of new rows, as their fields would compute them."""
        common = {
            "kind": kind,
            "company_id": self.company_id._origin.id,
            "is_selected": self._get_charge_mode(kind) in ("always", "ask"),
        }
        if kind != "date_adjustment":  # of those, whether the money is there for all of them
            common["is_collected"] = kind == "exchange_note"
        amounts = {item: each.amount for item, each in proposals.items()}
        totals = {} if self._puts_tax_on_top(kind) else self._get_charge_totals(kind, amounts)
        return [
            {
                **common,
                **each.prepare_vals(),
                "move_line_id": item.id,
                "name": item._cobranzas_document_name(),
                "amount": each.amount,
                **({"amount_total": totals[item]} if item in totals else {}),
            }
            for item, each in proposals.items()
        ]

    def _get_charge_totals(self, kind, amounts):
        """Return {item: total of its note}, with the taxes that are added to late interest.

        :param amounts: {item: amount}, in the currency of the note
        """
        if kind != "late_interest" or not amounts:
            return amounts
        # sudo: the taxes of the company's own product, for a cashier who reads neither
        kind_model = self.env["cobranzas.operation.kind.late_interest"].sudo()
        return kind_model._get_totals(self.company_id, amounts)

    def _get_charges(self):
        """Return the rows of every kind."""
        return self.adjustment_ids | self.early_ids | self.exchange_ids | self.interest_ids

    @api.depends(lambda self: [f"{name}.amount_total" for name in ROWS.values()])
    def _compute_charge_warning(self):
        for receipt in self:
            warned = receipt._get_charges().filtered(lambda row: row.mode == "warn")
            sentences = [row._describe_warning() for row in warned]
            told = receipt.state == "draft" and sentences
            receipt.charge_warning = "\n".join(sentences) if told else False

    # ------------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------------

    @api.depends(
        lambda self: [
            f"{rows}.{name}"
            for rows in ROWS.values()
            for name in ("amount_total", "is_selected", "is_collected", "operation_id")
        ]
    )
    def _compute_amounts(self):
        result = super()._compute_amounts()
        for receipt in self:
            if receipt.state not in ("posted", "voided"):
                receipt.amount_charges = receipt._sum_charges()
        return result

    def _sum_documents(self):
        return super()._sum_documents() + self._sum_charges()

    def _get_pending_charges(self):
        """Return the rows whose notes are to be made and collected when the receipt is posted."""
        return self._get_charges().filtered(lambda row: row._is_pending())

    def _get_received(self):
        """Return what was received, withholdings included, in the receipt's currency."""
        self.ensure_one()
        received = self._sum_values() - self._get_deferred_amount()
        return received + self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")

    def _covers_charges(self, rows):
        """Tell whether what was received covers the documents and all charges of a kind on them.

        :param rows: of the kind, those yet to be saved among them
        """
        self.ensure_one()
        received = self._get_received()
        if not received:
            return True  # nothing was typed yet
        owed = self._sum_lines(self.line_ids) + sum(
            self._to_receipt_currency(row.amount_total, row.currency_id)
            for row in self[ROWS[rows[0].kind]] | rows
            if row.is_selected and row.amount_total > 0
        )
        return self._rounding_verdict(received - owed) != "short"

    def _sum_charges(self):
        """Return what the notes to come add to the documents, in the receipt's currency."""
        self.ensure_one()
        lines = {line.move_line_id._origin: line for line in self._get_charged_lines()}
        total = 0.0
        for row in self._get_pending_charges():
            line = lines.get(row.move_line_id._origin)
            total += self._convert_effect(row, line)
        return total + self._sum_fees()

    def action_open_charges(self):
        """Open the operations of the notes that the receipts made (CHG)."""
        self.check_access("read")
        return self.charge_operation_ids._get_records_action(name=self.env._("Notes Made"))
