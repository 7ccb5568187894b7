from odoo import api, fields, models


class CobranzasReceiptSource(models.AbstractModel):
    """What was received in a receipt and pays its documents: a value, a withholding, a document.

    Typed while the receipt is a draft; posting makes an entry of it. ``amount`` and
    ``currency_id`` are those of the source itself.
    """

    _name = "cobranzas.receipt.source"
    _inherit = ["cobranzas.receipt.child", "cobranzas.source.mixin"]
    _description = "Source of a Receipt"
    _order = "sequence, id"
    _check_company_auto = True
    #: the field that holds the entry, payment or item the source became: only posting writes it
    _entry_field = "move_id"

    sequence = fields.Integer(default=10)
    state = fields.Selection(related="receipt_id.state", string="Receipt Status")
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)

    @api.model
    def _get_given_fields(self):
        return (self._entry_field, *super()._get_given_fields())

    @api.model
    def _get_guarded_fields(self):
        return (self._entry_field, *super()._get_guarded_fields())

    def _get_entry(self):
        """Return the journal entry the source became."""
        self.ensure_one()
        made = self[self._entry_field]
        return made if made._name == "account.move" else made.move_id

    def _get_receivable_items(self):
        """Return the receivable items of the source's entry."""
        return self._get_entry().line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
