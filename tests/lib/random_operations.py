"""Steps of random histories that operations take: every kind, and undoing them."""

from datetime import timedelta

from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from .random_history_steps import Impossible, Steps

#: what an operation is drawn with beside its items: parameters by kind
KINDS = (
    "endorsement",
    "credit_endorsement",
    "reassignment",
    "voucher_sale",
    "voucher_gift",
    "voucher_expiry",
)


class OperationSteps(Steps):
    """Receipts, operations of every kind, voids and undos."""

    def _operation(self, kind=None):
        kind = kind or self._choose(KINDS)
        prepare = getattr(self, f"_prepare_{kind}", self._prepare_moved)
        vals = prepare(kind)
        operation = self.env["cobranzas.operation"].create(
            {"kind": kind, "date": self.day, "company_id": self.case.company.id, **vals}
        )
        operation.action_confirm()
        return operation

    def _take(self, kind, most=3):
        """Return commands that take some open items of one customer and currency."""
        takes = self.env["cobranzas.operation"]._get_kinds()[kind]._takes
        items = self._items(sign=-1 if takes == "credit" else 1)
        first = self._choose(items.filtered("partner_id"))
        alike = items.filtered(
            lambda item: (
                item.currency_id == first.currency_id
                and item.partner_id.commercial_partner_id == first.partner_id.commercial_partner_id
            )
        )
        taken = self.rng.sample(list(alike), min(len(alike), self.rng.randint(1, most)))
        return [
            Command.create({"move_line_id": item.id, "amount": self._part(item)}) for item in taken
        ]

    def _prepare_moved(self, kind):
        return {"line_ids": self._take(kind), "new_partner_id": self._partner().id}

    def _prepare_sold(self, kind):
        currency = self._currency()
        return {
            "partner_id": self._partner().id,
            "currency_id": currency.id,
            "amount": self._amount(currency),
            "date_expiry": self.day + timedelta(days=self.rng.choice((5, 30))),
            "reason": "Drawn",
        }

    _prepare_voucher_sale = _prepare_voucher_gift = _prepare_sold

    def _prepare_voucher_expiry(self, kind):
        vouchers = self.env["cobranzas.voucher"].search([("state", "in", ("issued", "partial"))])
        return {"voucher_id": self._choose(vouchers).id}

    def _undo(self):
        done = self.env["cobranzas.operation"].search([("state", "=", "done")], order="id")
        try:
            self._choose(done).action_undo(self.day, "Error")
        except RedirectWarning as refused:
            raise UserError(refused.args[0]) from refused

    def _redeem(self):
        """Pay part of a debt with a voucher."""
        vouchers = self.env["cobranzas.voucher"].search([("state", "in", ("issued", "partial"))])
        voucher = self._choose(vouchers)
        receipt = self._draft_receipt()
        amount = voucher.currency_id.round(voucher.amount_residual * self._choose((1, 0.5)))
        if not amount:
            raise Impossible
        receipt.voucher_ids = [Command.create({"code": voucher.code, "amount": amount})]
        if receipt.amount_missing > 0:
            self._receive(receipt)
        self._post(receipt)
