from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...engine.promise import cover
from ..collecting.promise_request import PromiseRequest
from .portal_values import read_words

#: days for which a promise counts against the limit of how many
COUNTED = timedelta(days=90)


class CobranzasPromise(models.Model):
    """Promises that debtors make on their page, within the company's limits (COL-06, COL-09)."""

    _inherit = "cobranzas.promise"

    @api.model
    def _make_from_portal(self, access, values):
        """Make a promise of the visitor of a page, and return it.

        The dates add up to what is promised; of the documents chosen it is about the oldest first.

        :param access: who visits the page
        :param values: ``currency`` (record), ``dates`` ([(day, amount)], in it), ``items`` (ids;
            none: an amount of the account) and ``note``
        :raises UserError: with one sentence for what can't be promised, or not by the page
        """
        ask = access.env["cobranzas.portal.ask"]
        ask._check_on(access, "cobranzas_portal_promise")
        promises = self.with_env(ask._get_env(access))
        chosen = ask._find_debts(access, values.get("items") or ()).with_env(promises.env)
        request = promises._prepare_portal_request(access, chosen, values)
        promises._check_portal_request(access, chosen, request)
        promise = promises._cobranzas_make(request)
        ask._log(access, request.customer, promise._describe())
        return promise

    @api.model
    def _prepare_portal_request(self, access, chosen, values):
        ask, currency = access.env["cobranzas.portal.ask"], values["currency"]
        dates = tuple(values.get("dates") or ())
        amount = currency.round(sum(part for _day, part in dates))
        return PromiseRequest(
            customer=ask._get_customer(access, chosen).with_env(self.env),
            group=ask._get_group(access).with_env(self.env),
            company=access.company.with_env(self.env),
            currency=currency.with_env(self.env),
            amount=amount,
            dates=dates,
            documents=self._spread_over(chosen, amount, currency),
            replaces=self.browse(),
            note=read_words(self.env, values.get("note")),
        )

    @api.model
    def _spread_over(self, items, amount, currency):
        """Return {document: what of an amount it takes}, the oldest first.

        :raises UserError: when the amount is more than all that is left of them
        """
        if not items:
            return {}
        others = items.filtered(lambda item: item.currency_id != currency)
        if others:
            raise UserError(
                self.env._(
                    "A promise is in one currency: leave out %(document)s.",
                    document=others[0]._cobranzas_document_name(),
                )
            )
        units = currency._cobranzas_to_minor_units
        left = sum(items.mapped("amount_residual_currency"))
        if currency.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "%(left)s is owed of the documents chosen: promise no more than that.",
                    left=self._format(left, currency),
                )
            )
        rooms = [(item, units(item.amount_residual_currency)) for item in items]
        return {
            item: currency._cobranzas_from_minor_units(taken)
            for item, taken in cover(units(amount), rooms).items()
            if taken
        }

    # ------------------------------------------------------------------
    # Limits of the page
    # ------------------------------------------------------------------

    @api.model
    def _check_portal_request(self, access, chosen, request):
        """Raise ``UserError`` for a promise that the company does not take by the page."""
        self._check_portal_days(access, request)
        self._check_portal_count(access)
        self._check_portal_open(request)
        self._check_amounts(request)
        self._check_portal_share(access, chosen or self._get_portal_due(request), request)

    @api.model
    def _check_portal_days(self, access, request):
        most = access.company.cobranzas_portal_promise_days
        last = fields.Date.context_today(self) + timedelta(days=most)
        late = [day for day, _amount in request.dates if day and day > last]
        if late:
            raise UserError(
                self.env._(
                    "%(day)s is too far ahead: choose a date up to %(last)s.",
                    day=format_date(self.env, max(late)),
                    last=format_date(self.env, last),
                )
            )

    @api.model
    def _check_portal_count(self, access):
        """Raise ``UserError`` for who has too many promises that are open or were not kept."""
        since = fields.Date.context_today(self) - COUNTED
        count = self.search_count(
            Domain("partner_id", "in", access.customers.ids)
            & Domain("company_id", "child_of", access.company.root_id.id)
            & Domain("state", "in", ("open", "partly", "broken"))
            & Domain("date", ">=", since)
        )
        if count >= access.company.cobranzas_portal_promise_most:
            raise UserError(
                self.env._(
                    "%(count)s promises of the last 90 days are open or were not kept: write to us "
                    "to agree on another one.",
                    count=count,
                )
            )

    @api.model
    def _check_portal_open(self, request):
        """Raise ``UserError`` for what is promised already, in the words of who reads it."""
        promise, document = self._find_promised(request)
        if document:
            raise UserError(
                self.env._(
                    "%(document)s is in your promise %(promise)s already: write to us to "
                    "change it.",
                    document=document._cobranzas_document_name(),
                    promise=promise.name,
                )
            )
        if promise:
            raise UserError(
                self.env._(
                    "Your promise %(promise)s is still open: write to us to change it.",
                    promise=promise.name,
                )
            )

    @api.model
    def _check_portal_share(self, access, debts, request):
        """Raise ``UserError`` for less than the share of the debts that the company asks for."""
        share = access.company.cobranzas_portal_promise_share
        asked = sum(debts.mapped("amount_residual_currency"))
        least = request.currency.round(asked * share / 100)
        if request.currency.compare_amounts(request.amount, least) < 0:
            raise UserError(
                self.env._(
                    "Promise %(least)s or more, which is %(share)s %% of what is due.",
                    least=self._format(least, request.currency),
                    share=share,
                )
            )

    @api.model
    def _get_portal_due(self, request):
        """Return the debts that a promise of the account is measured by: overdue, else all."""
        today = fields.Date.context_today(self)
        debts = self._find_debts(request)
        return debts.filtered(lambda item: (item.date_maturity or item.date) < today) or debts
