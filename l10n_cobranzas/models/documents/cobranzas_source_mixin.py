from odoo import models

from ...engine import plan


class CobranzasSourceMixin(models.AbstractModel):
    """What pays documents in a receipt: something received in it, or a credit of the ledger.

    A kind of source says here how it differs; the plan and the booking of a receipt ask it. A
    new kind of value is a model of ``cobranzas.receipt.source`` with ``_entry_field``,
    ``_allocation_field`` and ``_prepare_settlement_items``; the Many2one of that name on
    ``cobranzas.receipt.allocation``; a One2many on ``cobranzas.receipt``, which extends
    ``_get_sources`` (its place in the order of spending), ``_sum_values``, ``_has_funds``,
    ``_check_postable``, ``_get_foreign_currencies`` and, by ``@api.depends`` alone,
    ``_compute_amounts`` and ``_compute_rate_ids``.
    """

    _name = "cobranzas.source.mixin"
    _description = "Source of a Receipt"

    #: the field of ``cobranzas.receipt.allocation`` that points at this kind of source
    _allocation_field = None

    # ------------------------------------------------------------------
    # In the plan
    # ------------------------------------------------------------------

    def _get_minor_units(self):
        """Return what the source pays, positive, in minor units of its currency."""
        self.ensure_one()
        return self.currency_id._cobranzas_to_minor_units(self.amount)

    def _get_reconcile_key(self):
        """Return what the source shares with debts that it is reconciled with without an entry.

        ``None`` when the source is not in the ledger before the receipt is posted.
        """

    def _get_sharing_scope(self):
        """Return the scope of the debts that the source may pay, ``None`` when any."""
        return ("deferred", self.id) if self._is_deferred() else None  # no debt is of that scope

    def _is_deferred(self):
        """Tell whether the source pays nothing in its receipt: its credit is applied later."""
        return False

    def _is_credit(self):
        """Tell whether the source is a credit of the ledger, not something received."""
        return False

    def _gives_change(self):
        """Tell whether what is left of the source can be given back in cash (REC-08)."""
        return False

    def _prepare_plan_source(self):
        """Return the source as the plan takes it."""
        self.ensure_one()
        return plan.Source(
            key=self,
            scope=self._get_sharing_scope(),
            currency=self.currency_id,
            reconcile_key=self._get_reconcile_key(),
            amount=self._get_minor_units(),
            leeway=self._get_leeway(),
        )

    def _get_leeway(self):
        """Return what may be left of the source as rounding, in minor units of its currency."""
        return 0

    def _check_left(self, units):
        """Raise ``UserError`` when ``units`` of the source's currency may not be left of it."""

    def _get_value_dates(self):
        """Return the dates on which the source becomes money: debts due near them go first where
        the company allocates so (REC-03)."""
        self.ensure_one()
        return [self.receipt_id.date]

    # ------------------------------------------------------------------
    # In messages and in the allocation tree
    # ------------------------------------------------------------------

    def _get_label(self):
        """Return what people know the source by."""
        self.ensure_one()
        return self.display_name

    def _get_kind_label(self):
        """Return what people call this kind of source."""
        return self.env["ir.model"]._get(self._name).name

    def _prepare_tree_vals(self, editable):
        """Return what the allocation tree shows of the source besides its amount.

        :param editable: whether the tree must tell which documents the source may pay
        """
        self.ensure_one()
        return {
            "kind": self._get_kind_label(),
            "name": self._get_label(),
            "partner": "",
            "pool": False,
        }

    # ------------------------------------------------------------------
    # In the ledger
    # ------------------------------------------------------------------

    def _get_on_account_partner(self):
        """Return the customer whose account keeps what of the source pays no document."""
        return self.receipt_id.commercial_partner_id

    def _get_settled_item(self):
        """Return the item that what the source became settles, if any: a deposit's, a voucher's."""
        return self.env["account.move.line"]
