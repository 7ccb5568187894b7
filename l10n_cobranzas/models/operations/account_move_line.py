from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine import movement
from ..ledger.client_values import read_ids

#: what is read of an open item to plan what is done with it
ORIGIN_FIELDS = (
    "account_id",
    "amount_currency",
    "amount_residual",
    "amount_residual_currency",
    "company_currency_id",
    "company_id",
    "currency_id",
    "date",
    "date_maturity",
    "move_id",
    "move_name",
    "parent_state",
    "partner_id",
    "reconciled",
)


class AccountMoveLine(models.Model):
    """Open items that operations made, or take."""

    _inherit = "account.move.line"

    cobranzas_instalment_ids = fields.One2many(
        "cobranzas.operation.instalment", "move_line_id", string="Instalments of Operations"
    )

    @api.depends("cobranzas_instalment_ids.name")
    def _compute_cobranzas_document_name(self):
        return super()._compute_cobranzas_document_name()

    def _cobranzas_document_name(self):
        """Name an item that an operation made by the operation, an instrument by its number."""
        self.ensure_one()
        # sudo: only the number of the operation the item came with, for whoever sees the item
        move = self.sudo().move_id
        operation = move.cobranzas_operation_id
        if operation.name and move.move_type == "entry" and not move.reversed_entry_id:
            item = self.sudo()  # sudo: as above
            return (
                item.cobranzas_document_ids[:1].display_name
                or item.cobranzas_instalment_ids[:1].name
                or operation.document_name
                or operation.name
            )
        return super()._cobranzas_document_name()

    def _cobranzas_register_receipt(self):
        """Collect a document together with the charge notes on it (OPS-05)."""
        documents = self.move_id.filtered(lambda move: move.move_type == "out_invoice")
        if not documents:
            return super()._cobranzas_register_receipt()
        domain = self._cobranzas_open_items_domain() & Domain(
            [
                ("move_id.debit_origin_id", "in", documents.ids),
                ("move_id.cobranzas_operation_id", "!=", False),
                ("amount_currency", ">", 0),
            ]
        )
        return super(AccountMoveLine, self | self.search(domain))._cobranzas_register_receipt()

    def _cobranzas_prepare_origin(self, amount=None, held=None, named=True):
        """Return the item as a plan takes it: at the rate of what is left of it.

        :param amount: taken, in its currency and with its sign; None for all that is left
        :param held: as ``_cobranzas_get_held`` gives it; read when None
        :param named: False where nobody reads its label
        """
        self.ensure_one()
        currency, company_currency = self.currency_id, self.company_currency_id
        # what drafts are matched with is left: their matching is undone when it is needed
        held = self._cobranzas_get_held() if held is None else held
        own, booked = held.get(self.id, (0.0, 0.0))
        residual = currency._cobranzas_to_minor_units(self.amount_residual_currency + own)
        units = residual if amount is None else currency._cobranzas_to_minor_units(amount)
        return movement.Origin(
            key=self,
            account=self.account_id,
            partner=self.partner_id,
            currency=currency,
            amount=units,
            booked=movement.share_booked(
                units,
                residual,
                company_currency._cobranzas_to_minor_units(self.amount_residual + booked),
            ),
            due=self.date_maturity or self.date,
            label=self._cobranzas_document_name() if named else "",
        )

    def action_cobranzas_add_to_operation(self):
        """Let the draft operation they were looked up for take these items, in full.

        :raises UserError: when the list was not opened from an operation, or that is no draft
        """
        ids = read_ids(self.env, self.env.context.get("cobranzas_operation_id"))[:1]
        operation = self.env["cobranzas.operation"].browse(ids)
        if not operation:
            raise UserError(self.env._("Open this list from an operation, with its button Find."))
        operation.check_access("write")
        operation._check_is_draft()
        operation._add_items(self)
        return operation._get_records_action()

    def action_cobranzas_operate(self):
        """Ask which operation to make of these open items (OPS)."""
        self.check_access("read")
        return self.env["cobranzas.operation"]._action_operate(self)
