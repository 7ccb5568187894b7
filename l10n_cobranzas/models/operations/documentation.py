from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import instalments, movement
from .operation_kind_notes import NoteRequest


class CobranzasOperation(models.Model):
    """Documentation: debts become documents (*documento*, *documentación automática*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("documentation", "Documentation")],
        ondelete={"documentation": "cascade"},
    )
    document_kind = fields.Selection(
        selection=[
            ("promissory_note", "Promissory Note"),
            ("bill", "Bill"),
            ("counter_receipt", "Counter-receipt"),
            ("credit_invoice", "Credit Invoice"),
        ],
        string="Kind of Document",
        default="promissory_note",
    )
    interest_amount = fields.Monetary(
        string="Interest",
        help="An amount without taxes, in the currency of the debts: a charge note that joins the "
        "documents.",
    )
    document_ids = fields.One2many(
        "cobranzas.document", "operation_id", string="Documents", readonly=True
    )

    def action_open_documents(self):
        """Open the documents that the operation made."""
        self.check_access("read")
        return self.document_ids._get_records_action(
            name=self.env._("Documents of %(operation)s", operation=self.display_name)
        )


class CobranzasOperationKindDocumentation(models.AbstractModel):
    """One or many debts become documents in instalments, interest included (OPS-09).

    Refinancing is the documentation of documents. The documents are booked at the rates of what
    they stand for, so that no exchange difference arises.
    """

    _name = "cobranzas.operation.kind.documentation"
    _inherit = "cobranzas.operation.kind"
    _description = "Documentation"
    _parameters = (
        "document_kind",
        "count",
        "period",
        "date_first",
        "interest_amount",
    )
    _required = ("document_kind", "period", "date_first")
    _prefix = "DOC"
    _in_instalments = True

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_one_currency(operation)
        self._get_instalments(operation)
        return result

    # ------------------------------------------------------------------
    # Plan
    # ------------------------------------------------------------------

    @api.model
    def _get_instalments_total(self, operation):
        currency = operation.currency_id
        note = self._prepare_interest_note(operation)
        interest = note.items[0].amount if note else 0
        return interest + sum(
            currency._cobranzas_to_minor_units(line.amount) for line in operation.line_ids
        )

    @api.model
    def _prepare_interest_note(self, operation):
        """Return the note that charges the interest, or None when there is none."""
        amount, currency = operation.interest_amount, operation.currency_id
        if currency.compare_amounts(amount, 0.0) < 0:
            raise UserError(self.env._("The interest can't be negative."))
        if currency.is_zero(amount) or not operation.line_ids:
            return None
        product = self._get_charge_product(operation, "cobranzas_documentation_product_id")
        request = NoteRequest(
            product=product,
            amount=amount,
            currency=currency,
            origin=self._get_noted_document(operation),
            taxes=operation.company_id.cobranzas_documentation_tax_id or None,
            label=product.display_name,
            key=("note", "interest"),
            is_result=False,
        )
        return self._prepare_note(operation, request)

    @api.model
    def _prepare_plan(self, operation):
        self._check_some_items(operation)
        self._check_one_currency(operation)
        note = self._prepare_interest_note(operation)
        origins = operation._prepare_origins()
        if note:
            origins.append(self._prepare_note_origin(note))
        taken, allocations = movement.cancel(origins)
        items = self._prepare_documents(operation, origins)
        entry = movement.Entry(items=(*items, *taken))
        return movement.Plan((entry,), tuple(allocations), (note,) if note else ())

    @api.model
    def _prepare_note_origin(self, note):
        """Return the receivable item of the note as what the documents stand for too."""
        item = note.items[0]
        return movement.Origin(
            item.key,
            item.account,
            item.partner,
            item.currency,
            item.amount,
            item.booked,
            item.due,
            item.label,
        )

    @api.model
    def _prepare_documents(self, operation, origins):
        """Return the items of the documents, at the rate of what they stand for."""
        rows = self._get_instalments(operation)
        booked = instalments.share_in_order(
            sum(origin.booked for origin in origins), [units for _row, _due, units in rows]
        )
        partner = operation.line_ids[:1].partner_id.commercial_partner_id
        documents = self.env["cobranzas.document"]
        account = documents._get_kind_account(operation.company_id, operation.document_kind)
        account = account or self._get_receivable(operation, partner)
        label = dict(operation._fields["document_kind"]._description_selection(self.env)).get(
            operation.document_kind, ""
        )
        return [
            movement.Item(
                key=("instalment", row.number),
                account=account,
                partner=partner,
                currency=operation.currency_id,
                amount=units,
                booked=share,
                due=due,
                label=f"{label} {row.number}/{len(rows)}",
                is_result=True,
            )
            for (row, due, units), share in zip(rows, booked, strict=True)
        ]

    # ------------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------------

    @api.model
    def _after_confirm(self, operation, booking):
        self._link_instalments(operation, booking)
        self.env["cobranzas.document"].create(
            [
                {
                    "operation_id": operation.id,
                    "kind": operation.document_kind,
                    "name": row.name,
                    "amount": row.amount,
                    "currency_id": operation.currency_id.id,
                    "date_due": row.date_due,
                    "move_line_id": row.move_line_id.id,
                }
                for row in operation.instalment_ids
            ]
        )

    @api.model
    def _get_instalment_names(self, operation, rows):
        return self.env["cobranzas.document"]._next_numbers(operation, len(rows))
