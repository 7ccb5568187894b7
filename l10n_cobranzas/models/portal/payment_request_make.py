import math
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

#: how long a payment that was begun can be made
VALID = timedelta(hours=24)
#: an amount typed in a page has no more digits than this
MOST = 10**15


class CobranzasPaymentRequest(models.Model):
    """From what a visitor ticks to a payment request: everything is checked here (COL-09)."""

    _inherit = "cobranzas.payment.request"

    @api.model
    def _make(self, access, choices, on_account=0.0, currency=None):
        """Return the request of what a visitor chose to pay; the same one when chosen again.

        :param access: the ``PortalAccess`` of the visitor
        :param choices: {id of an open item: amount, positive, in its currency}; None as an
            amount is the whole balance, and a credit's amount is what is used of it
        :param on_account: what is paid for no document, in ``currency``
        :param currency: of what is paid on account; by default that of the items, or of the company
        :raises UserError: with one sentence for whatever can't be paid as chosen
        """
        # sudo: a visitor has no rights; each item is checked against the visitor's customers
        requests = self.with_env(access.env).sudo()
        items = requests._read_items(access, choices)
        company, currency = requests._get_terms(access, items, currency)
        chosen = {item: requests._read_choice(item, choices[item.id]) for item in items}
        amount = sum(chosen.values()) + requests._read_amount(on_account, currency)
        amount = currency.round(amount)
        requests._check_total(amount, currency, chosen)
        vals = requests._prepare_request_vals(access, chosen)
        vals.update(company_id=company.id, currency_id=currency.id, amount=amount)
        return requests._find_same(vals, chosen) or requests._create_numbered(vals)

    # ------------------------------------------------------------------
    # What was sent
    # ------------------------------------------------------------------

    @api.model
    def _read_items(self, access, choices):
        """Return the items chosen, oldest first. Raises ``UserError`` unless all can be paid."""
        ids = [number for number in choices if isinstance(number, int) and 0 < number < 2**31]
        items = self.env["account.move.line"].search(
            self._get_payable_domain(access) & Domain("id", "in", ids),
            order="date_maturity, date, id",
        )
        if len(items) != len(choices):
            raise UserError(
                self.env._("Some of these documents can't be paid any more: load the page again.")
            )
        items._cobranzas_check_collectable()
        return items

    @api.model
    def _get_payable_domain(self, access):
        """Return the domain of the open items that a visitor may pay, credits too. To extend."""
        return (
            self.env["account.move.line"]._cobranzas_open_items_domain()
            & Domain("partner_id.commercial_partner_id", "in", access.customers.ids)
            & Domain("company_id", "child_of", access.company.id)
        )

    @api.model
    def _get_terms(self, access, items, currency):
        """Return company and currency of the payment; ``UserError`` when there are several."""
        if len(items.currency_id) > 1 or (items and currency and items.currency_id != currency):
            raise UserError(
                self.env._("Pay documents of one currency at a time: the others come afterwards.")
            )
        if len(items.company_id) > 1:
            raise UserError(
                self.env._("These documents are of several companies: pay those of one at a time.")
            )
        company = items.company_id or access.company
        return company, items.currency_id or currency or company.currency_id

    @api.model
    def _read_choice(self, item, amount):
        """Return what is paid of an item, signed as it is; ``UserError`` beyond its balance."""
        currency, balance = item.currency_id, item.cobranzas_residual
        if amount is None:
            return balance
        amount = self._read_amount(amount, currency)
        if not amount:
            raise UserError(
                self.env._(
                    "The amount for %(document)s is zero: type an amount or leave it out.",
                    document=item._cobranzas_document_name(),
                )
            )
        if currency.compare_amounts(amount, abs(balance)) > 0:
            raise UserError(
                self.env._(
                    "Of %(document)s %(balance)s is open: no more than that can be paid. The rest "
                    "can be paid on account.",
                    document=item._cobranzas_document_name(),
                    balance=currency.format(abs(balance)),
                )
            )
        return math.copysign(amount, balance)

    @api.model
    def _read_amount(self, amount, currency):
        """Return an amount that came from a page, rounded. Raises ``UserError`` for any other."""
        number = isinstance(amount, (int, float)) and not isinstance(amount, bool)
        if not number or not math.isfinite(amount) or not 0 <= amount < MOST:
            raise UserError(self.env._("Type amounts as numbers, not below zero."))
        return currency.round(amount)

    @api.model
    def _check_total(self, amount, currency, chosen):
        """Raise ``UserError`` unless there is something to charge."""
        if currency.compare_amounts(amount, 0.0) > 0:
            return
        if any(value < 0 for value in chosen.values()):
            raise UserError(
                self.env._(
                    "Your credits cover what you chose: nothing is left to pay. Choose more "
                    "documents, or use less of a credit."
                )
            )
        raise UserError(self.env._("Choose what you want to pay, or type an amount."))

    # ------------------------------------------------------------------
    # The request
    # ------------------------------------------------------------------

    @api.model
    def _prepare_request_vals(self, access, chosen):
        """Return the values of a request, without company and amount."""
        return {
            "partner_id": self._get_debtor(access, chosen).id,
            "payer_id": access.visitor.id,
            "link_id": access.link.id,
            "date_expiry": fields.Datetime.now() + VALID,
            "line_ids": [
                Command.create(
                    {
                        "move_line_id": item.id,
                        "amount": amount,
                        "amount_left": item.cobranzas_residual - amount,
                    }
                )
                for item, amount in chosen.items()
            ],
        }

    @api.model
    def _get_debtor(self, access, chosen):
        """Return whose receipt it will be: the debtor's; of a group, that of the documents."""
        if access.debtor._name == "res.partner":
            return access.debtor.commercial_partner_id
        own = access.visitor.commercial_partner_id & access.customers
        owners = self.env["res.partner"].union(
            *(item.partner_id.commercial_partner_id for item in chosen)
        )
        return (owners if len(owners) == 1 else own or owners or access.customers)[:1]

    def _find_same(self, vals, chosen):
        """Return the request that the visitor just began for the very same, if not tried yet."""
        rows = {item.id: amount for item, amount in chosen.items()}
        names = ("partner_id", "payer_id", "link_id", "company_id", "currency_id")
        domain = Domain([(name, "=", vals[name]) for name in names])
        domain &= Domain("state", "=", "draft") & Domain("transaction_ids", "=", False)
        domain &= Domain("date_expiry", ">", vals["date_expiry"] - timedelta(hours=1))
        for request in self.search(domain, limit=5):
            same = {line.move_line_id.id: line.amount for line in request.line_ids} == rows
            if same and not request.currency_id.compare_amounts(request.amount, vals["amount"]):
                return request
        return self.browse()

    def _create_numbered(self, vals):
        number = self.env["ir.sequence"].next_by_code("cobranzas.payment.request")
        return self.create({**vals, "name": number})

    def _get_overlapping(self):
        """Return the other payments under way of the same documents, to tell the visitor."""
        self.ensure_one()
        lines = self.line_ids.search(
            [
                ("move_line_id", "in", self.line_ids.move_line_id.ids),
                ("request_id.state", "=", "pending"),
                ("request_id", "!=", self.id),
            ]
        )
        return lines.request_id.sorted("id")
