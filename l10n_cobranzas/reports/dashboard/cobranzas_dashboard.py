"""The dashboard that opens the app: figures, each with the action that lists its items."""

from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

from ..reader.report_source import tune


@dataclass(frozen=True)
class Scope:
    """What the dashboard is asked for.

    :param domain: companies, currency and collector, on the fields that items and lines share
    :param currency: of the amounts (``res.currency``)
    :param is_booked: amounts as booked in the company's currency, not in that of the items
    """

    today: date
    domain: Domain
    currency: models.BaseModel
    is_booked: bool
    collector_id: int


@dataclass(frozen=True)
class Figure:
    """A sum of the rows of a model that match ``domain``; the same domain opens them.

    :param sign: -1 when what lowers a balance is shown as positive
    """

    name: str
    label: str
    domain: Domain
    sign: int = 1


class CobranzasDashboard(models.AbstractModel):
    """Figures and charts: balance, overdue, aging, collections, largest debtors, forecast.

    They are read from the ledger with the rights of the user, so a collector sees only their own
    debtors. The number of queries does not grow with the number of items.
    """

    _name = "cobranzas.dashboard"
    _description = "Collections Dashboard"

    @api.model
    @api.readonly
    def get_data(self, filters=None):
        """Return the figures of the companies in use, as of today, and what opens each.

        :param filters: ``currency_mode``: ``company`` (amounts as booked in the company's
            currency) or ``one`` (items of one currency, in it), ``currency_id``,
            ``collector_id``. What is missing, or not offered to the user, takes its default;
            the filters in use are returned.
        :return: amounts in the currency ``currency_id``

        Raises ``AccessError`` for those who may not read the ledger of customers.
        """
        self.env["cobranzas.open.item"].check_access("read")
        tune(self.env)
        currencies, collectors = self._get_currencies(), self._get_collectors()
        if not isinstance(filters, dict):
            filters = {}
        scope = self._get_scope(filters, currencies, collectors)
        collections = self._get_collections(scope)
        debts = self._get_debts(scope)
        return {
            **debts,
            "figures": {
                **debts["figures"],
                **collections.pop("figures"),
                "checks": self._get_checks(scope),
            },
            "collections": collections,
            "is_empty": not debts["count"] and not collections["count"],
            "today": scope.today,
            "currency_id": scope.currency.id,
            "filters": self._prepare_filters(scope),
            "currencies": currencies,
            "collectors": [{"id": each.id, "name": each.name} for each in collectors],
            # sudo: a setting, by which the report of credit control is offered
            "shows_credit": any(self.env.companies.sudo().mapped("cobranzas_credit_active")),
            "can_create": self.env["cobranzas.receipt"].has_access("create"),
        }

    # ------------------------------------------------------------------
    # Filters
    # ------------------------------------------------------------------

    @api.model
    def _get_currencies(self):
        """Return what the figures can be shown in: as booked first, then currencies alone."""
        companies = self.env.company | self.env.companies
        booked = companies.currency_id
        choices = [
            {
                "currency_mode": "company",
                "currency_id": currency.id,
                "label": self.env._("All in %(currency)s, as booked", currency=currency.name),
            }
            for currency in booked
        ]
        if not self.env.user.has_group("base.group_multi_currency"):
            return choices
        return choices + [
            {
                "currency_mode": "one",
                "currency_id": currency.id,
                "label": self.env._("Only what is in %(currency)s", currency=currency.name),
            }
            for currency in booked | self.env["res.currency"].search([])
        ]

    @api.model
    def _get_collectors(self):
        """Return the collectors to choose from: none for a user who sees only their own debtors."""
        if not self.env.user._cobranzas_sees_all_debtors():
            return self.env["cobranzas.collector"]
        companies = [*self.env.companies.ids, False]
        return self.env["cobranzas.collector"].search_fetch(
            [("company_id", "in", companies)], ["name"]
        )

    @api.model
    def _get_scope(self, filters, currencies, collectors):
        """Return the scope of the filters; what is not offered takes the first choice."""
        chosen = next(
            (
                choice
                for choice in currencies
                if all(choice[key] == filters.get(key) for key in ("currency_mode", "currency_id"))
            ),
            currencies[0],
        )
        collector_id = filters.get("collector_id")
        if collector_id not in collectors.ids:
            collector_id = False
        is_booked = chosen["currency_mode"] == "company"
        currency_field = "company_currency_id" if is_booked else "currency_id"
        domain = Domain("company_id", "in", self.env.companies.ids)
        domain &= Domain(currency_field, "=", chosen["currency_id"])
        if collector_id:
            domain &= Domain("collector_id", "=", collector_id)
        return Scope(
            today=fields.Date.context_today(self),
            domain=domain,
            currency=self.env["res.currency"].browse(chosen["currency_id"]),
            is_booked=is_booked,
            collector_id=collector_id,
        )

    @api.model
    def _prepare_filters(self, scope):
        """Return the filters in use, as the client sends them."""
        return {
            "currency_mode": "company" if scope.is_booked else "one",
            "currency_id": scope.currency.id,
            "collector_id": scope.collector_id,
        }

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.model
    def _prepare_figure(self, scope, figure, value, action):
        """Return a figure for the client: its amount, rounded, and what opens its rows."""
        return {
            "label": figure.label,
            "value": scope.currency.round(figure.sign * float(value or 0.0)),
            "action": action,
        }

    @api.model
    def _prepare_action(self, model, name, domain, **context):
        """Return the action that lists the rows of a model that a figure sums."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,pivot,graph",
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "domain": list(domain),
            "context": {
                **context,
                "allowed_company_ids": (self.env.company | self.env.companies).ids,
                "create": False,
            },
        }
