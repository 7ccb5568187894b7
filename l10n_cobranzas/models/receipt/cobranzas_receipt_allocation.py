from odoo import api, fields, models


def get_source_fields(registry):
    """Return the fields that point at each kind of source, as declared in the allocation.

    Each kind names its own in ``_allocation_field``.
    """
    kinds = registry.descendants(["cobranzas.source.mixin"], "_inherit")
    names = {registry[kind]._allocation_field for kind in kinds}
    return [name for name in registry["cobranzas.receipt.allocation"]._fields if name in names]


class OneSource(models.Constraint):
    """Just one of the fields that point at a source is set, whatever kinds there are."""

    def get_definition(self, registry):
        """Return the SQL over the kinds that the registry has."""
        return f"CHECK (num_nonnulls({', '.join(get_source_fields(registry))}) = 1)"


class CobranzasReceiptAllocation(models.Model):
    """How much one source of a receipt pays of one of its documents (REC-04).

    On a draft: what a person decided, and the plan takes it as it is. On a receipt that was
    posted: what was allocated, by hand or automatically; it outlives the void, which takes
    the ledger's own partials away. Only the receipt's own methods write these rows.
    """

    _name = "cobranzas.receipt.allocation"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Receipt Allocation"
    _order = "receipt_id, line_id, id"
    _rec_name = "line_id"

    receipt_id = fields.Many2one("cobranzas.receipt", required=True, ondelete="cascade", index=True)
    line_id = fields.Many2one(
        "cobranzas.receipt.line", string="Document", required=True, ondelete="cascade", index=True
    )
    value_id = fields.Many2one(
        "cobranzas.receipt.value", ondelete="cascade", index="btree_not_null"
    )
    withholding_id = fields.Many2one(
        "cobranzas.receipt.withholding", ondelete="cascade", index="btree_not_null"
    )
    document_id = fields.Many2one(
        "cobranzas.document", string="Document Received", ondelete="cascade", index="btree_not_null"
    )
    credit_id = fields.Many2one(
        "cobranzas.receipt.line", ondelete="cascade", index="btree_not_null"
    )
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(
        required=True, help="What the source pays of the document, in the document's currency."
    )

    _one_source = OneSource("", "An allocation has one source.")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Only an amount above zero can be allocated."
    )

    def _get_source(self):
        """Return the record that pays: a value, a withholding, the line of a credit."""
        self.ensure_one()
        return next(self[field] for field in get_source_fields(self.pool) if self[field])

    def _get_minor_units(self):
        """Return the amount in minor units of the document's currency."""
        self.ensure_one()
        return self.currency_id._cobranzas_to_minor_units(self.amount)

    # ------------------------------------------------------------------
    # Made of a plan
    # ------------------------------------------------------------------

    @api.model
    def _create_planned(self, plans):
        """Create what the plans allocate, in one batch."""
        return self.create(
            [self._prepare_vals(*row) for made in plans for row in self._get_plan_rows(made)]
        )

    @api.model
    def _get_plan_rows(self, made):
        """Return [(source, line, amount in the line's currency)], everything a plan allocates."""
        return [
            (row.source, row.debt, row.debt.currency_id._cobranzas_from_minor_units(row.amount))
            for row in made.get_allocations()
        ]

    @api.model
    def _prepare_vals(self, source, line, amount):
        """Return the values by which ``source`` pays ``amount`` of the document of ``line``."""
        return {
            "receipt_id": line.receipt_id.id,
            "line_id": line.id,
            source._allocation_field: source.id,
            "amount": amount,
        }
