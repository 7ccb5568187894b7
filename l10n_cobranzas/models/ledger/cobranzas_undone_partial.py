from odoo import api, fields, models

from .ownership import get_owner_fields


class CobranzasUndonePartial(models.Model):
    """A partial that was undone: from when it counted, until when, and who undid it (REP-04).

    Odoo deletes a partial that is undone; a date before the void reads it here. One that was
    undone without a date of its own, a correction, counts only in a report of what was known then.
    """

    _name = "cobranzas.undone.partial"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Undone Allocation"
    _order = "id desc"

    partial_id = fields.Integer(
        string="Allocation", required=True, readonly=True, help="The id that it had."
    )
    debit_move_id = fields.Many2one(
        "account.move.line", required=True, index=True, ondelete="cascade", readonly=True
    )
    credit_move_id = fields.Many2one(
        "account.move.line", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", readonly=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    debit_currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    credit_currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(currency_field="company_currency_id", readonly=True)
    debit_amount_currency = fields.Monetary(currency_field="debit_currency_id", readonly=True)
    credit_amount_currency = fields.Monetary(currency_field="credit_currency_id", readonly=True)
    max_date = fields.Date(string="Counted From", required=True, readonly=True)
    made_at = fields.Datetime(string="Made at", readonly=True)
    date_undone = fields.Date(
        string="Undone on",
        readonly=True,
        help="The date of the void; of a correction of a closed period, the day it was made; of "
        "another correction, none.",
    )
    undone_at = fields.Datetime(string="Undone at", required=True, readonly=True)
    undone_by = fields.Many2one("res.users", required=True, readonly=True)
    kind = fields.Selection(
        [("void", "Void"), ("correction", "Correction")], required=True, readonly=True
    )

    _date_undone_idx = models.Index("(date_undone, max_date) WHERE date_undone IS NOT NULL")

    @api.model
    def _get_copied_fields(self):
        """Return the names of the fields that have the values of the partial's own."""
        ends = ("debit_move_id", "credit_move_id", "debit_currency_id", "credit_currency_id")
        amounts = ("amount", "debit_amount_currency", "credit_amount_currency")
        return [*ends, *amounts, "company_id", "max_date", *get_owner_fields(self)]

    @api.model
    def _keep(self, partials, removal):
        """Keep partials that are about to be removed, as ``removal`` says."""
        now, vals_list = fields.Datetime.now(), []
        copied = partials._read_format(self._get_copied_fields(), load=None)
        for partial, vals in zip(partials, copied, strict=True):
            date = removal.get_date(partial._cobranzas_get_items().move_id)
            closed = removal.get_open_date(partial.company_id, partial.max_date)
            vals |= {
                "partial_id": vals.pop("id"),
                "made_at": partial.create_date,
                "date_undone": date or closed,
                "undone_at": now,
                "undone_by": self.env.uid,
                "kind": "void" if date else "correction",
            }
            vals_list.append(vals)
        self.create(vals_list)
