from odoo import fields

from ...models.ledger.client_values import read_date
from ...models.portal.portal_values import read_amount
from .access import portal_route
from .send import CobranzasPortalSend


class CobranzasPortalAdvice(CobranzasPortalSend):
    """A debtor tells on its page of a transfer that it made (COL-09)."""

    @portal_route("/advice", methods=["GET"])
    def advice_form(self, token=None, **query):
        """Return the form of a transfer, and what was told before (COL-09)."""
        return self._show_form(self._get_access(token), "advice", {})

    @portal_route("/advice/new", methods=["POST"])
    def advice_chosen(self, token=None, **post):
        """Return the form of a transfer for the documents ticked on the page (COL-09)."""
        return self._show_form(self._get_access(token), "advice", post)

    @portal_route("/advice", methods=["POST"])
    def advice(self, token=None, **post):
        """Keep what the visitor tells of a transfer (COL-09).

        :param post: ``date``, ``amount``, ``currency_id``, ``journal_id``, ``reference``,
            ``note``, ``items`` and the file ``slip``
        """
        access = self._get_access(token)
        return self._send(access, "advice", post, lambda slip: self._advise(access, post, slip))

    def _advise(self, access, post, slip):
        advices = access.env["cobranzas.payment.advice"]
        debts = access.env["cobranzas.portal.ask"]._sum_debts(access)
        currency = self._read_currency(access, post, debts) or access.company.currency_id
        advice = advices._make_from_portal(
            access,
            {
                "date": read_date(access.env, (post.get("date") or "").strip()),
                "amount": read_amount(access.env, post.get("amount"), currency),
                "currency": currency,
                "journal": self._read_record(
                    advices._get_accounts(access.company), post.get("journal_id")
                ),
                "reference": post.get("reference"),
                "note": post.get("note"),
                "items": self._read_items(),
                "slip": slip,
            },
        )
        return access.env._(
            "Thank you. We will look for your transfer of %(amount)s in the bank, and send you the "
            "receipt.",
            amount=currency.with_env(access.env).format(advice.amount),
        )

    def _prepare_form_values(self, access, kind, post):
        values = super()._prepare_form_values(access, kind, post)
        if kind != "advice":
            return values
        ask, advices = access.env["cobranzas.portal.ask"], access.env["cobranzas.payment.advice"]
        return {
            **values,
            **self._prepare_choice(access, post),
            "accounts": advices._get_accounts(access.company),
            "today": fields.Date.context_today(ask.with_env(ask._get_env(access))).isoformat(),
            "told": advices._read_told(access),
        }
