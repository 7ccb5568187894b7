from odoo import api, fields, models

#: prefix of the numbers of the documents that operations make, by kind
PREFIXES = {
    "promissory_note": "PAG",
    "bill": "LET",
    "counter_receipt": "CRE",
    "credit_invoice": "FCR",
}


class CobranzasDocument(models.Model):
    """Documents that operations made of debts: numbered by their kind (OPS-09)."""

    _inherit = "cobranzas.document"

    kind = fields.Selection(
        selection_add=[("counter_receipt", "Counter-receipt")],
        ondelete={"counter_receipt": "cascade"},
    )
    operation_id = fields.Many2one(
        "cobranzas.operation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The operation that made the document.",
    )

    @api.depends("operation_id.company_id")
    def _compute_company_id(self):
        made = self.filtered("operation_id")
        for document in made:
            document.company_id = document.operation_id.company_id
        return super(CobranzasDocument, self - made)._compute_company_id()

    @api.depends("operation_id.commercial_partner_id")
    def _compute_partner_id(self):
        made = self.filtered("operation_id")
        for document in made:
            document.partner_id = document.operation_id.commercial_partner_id
        return super(CobranzasDocument, self - made)._compute_partner_id()

    @api.depends("operation_id.state")
    def _compute_state(self):
        return super()._compute_state()

    def _get_state(self):
        self.ensure_one()
        return "voided" if self.operation_id.state == "undone" else super()._get_state()

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "operation_id")

    @api.model
    def _next_numbers(self, operation, count):
        """Return the next ``count`` numbers of the kind of document that an operation makes."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        kind = operation.document_kind
        sequence = operation._get_named_sequence(
            f"cobranzas.document.{kind}", kinds[kind], PREFIXES[kind]
        )
        return [sequence.next_by_id(sequence_date=operation.date) for _number in range(count)]

    def action_open_operation(self):
        """Open the operation that made the document."""
        self.ensure_one()
        return self.operation_id._get_records_action()
