from datetime import timedelta

from odoo import fields
from odoo.tools import format_date

from ...models.ledger.client_values import read_date
from ...models.portal.portal_values import read_amount
from .access import portal_route
from .send import CobranzasPortalSend

#: instalments that the form has room for
MOST_DATES = 6


class CobranzasPortalPromise(CobranzasPortalSend):
    """A debtor promises on its page when it will pay (COL-06, COL-09)."""

    @portal_route("/promise", methods=["GET"])
    def promise_form(self, token=None, **query):
        """Return the form of a promise of the account (COL-09)."""
        return self._show_form(self._get_access(token), "promise", {})

    @portal_route("/promise/new", methods=["POST"])
    def promise_chosen(self, token=None, **post):
        """Return the form of a promise of the documents ticked on the page (COL-09)."""
        return self._show_form(self._get_access(token), "promise", post)

    @portal_route("/promise", methods=["POST"])
    def promise(self, token=None, **post):
        """Make a promise of the visitor (COL-09).

        :param post: ``currency_id``, ``items``, ``date_1``, ``amount_1`` … and ``note``
        """
        access = self._get_access(token)
        return self._send(access, "promise", post, lambda _slip: self._promise(access, post))

    def _promise(self, access, post):
        debts = access.env["cobranzas.portal.ask"]._sum_debts(access)
        currency = self._read_currency(access, post, debts) or access.company.currency_id
        promise = access.env["cobranzas.promise"]._make_from_portal(
            access,
            {
                "currency": currency,
                "dates": self._read_instalments(access, post, currency),
                "items": self._read_items(),
                "note": post.get("note"),
            },
        )
        return access.env._(
            "Thank you. Your promise %(promise)s is noted: %(amount)s, the first payment on "
            "%(date)s.",
            promise=promise.name,
            amount=currency.with_env(access.env).format(promise.amount),
            date=format_date(access.env, promise.line_ids[:1].date),
        )

    @staticmethod
    def _read_instalments(access, post, currency):
        """Return [(day, amount)] of the rows that were filled in."""
        rows = []
        for number in range(1, MOST_DATES + 1):
            day = read_date(access.env, (post.get(f"date_{number}") or "").strip())
            amount = read_amount(access.env, post.get(f"part_{number}"), currency)
            if day or amount:
                rows.append((day, amount or 0.0))
        return rows

    def _prepare_form_values(self, access, kind, post):
        values = super()._prepare_form_values(access, kind, post)
        if kind != "promise":
            return values
        ask = access.env["cobranzas.portal.ask"]
        choice = self._prepare_choice(access, post)
        today = fields.Date.context_today(ask.with_env(ask._get_env(access)))
        days = timedelta(days=access.company.cobranzas_portal_promise_days)
        sums = choice["debts"].get(choice["currency"])
        amount = choice["amount"] or (sums and (sums.overdue or sums.total)) or 0.0
        return {
            **values,
            **choice,
            "amount": amount,
            "first_day": today.isoformat(),
            "last_day": (today + days).isoformat(),
            "rows": range(1, MOST_DATES + 1),
            "has_more": any(post.get(f"date_{row}") for row in range(2, MOST_DATES + 1)),
        }
