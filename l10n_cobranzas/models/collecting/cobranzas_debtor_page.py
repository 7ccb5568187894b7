"""The debtor page: all of a debtor on one screen, for a phone call (COL-07)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, formatLang

from ..ledger.read_scope import Kept, ReadScope
from .debtor_page_rows import PageScope, fetch_sections


class CobranzasDebtorPage(models.AbstractModel):
    """Reads what the page of a customer or debtor group shows.

    Each section is a file of its own, which adds it to ``_get_sections``. All sections are read by
    one query, however many documents the debtor has, with the rights of the user.
    """

    _name = "cobranzas.debtor.page"
    _description = "Debtor Page"

    @api.model
    def _read_page(self, debtor):
        """Return the page of a debtor that the user may read.

        Amounts are texts, in the currency of the company unless they say another; ``value`` is
        the same as a number.

        :param debtor: a customer (commercial partner) or a debtor group
        :raises AccessError: for who may not read the ledger of customers, or not this debtor's
        """
        self.env["cobranzas.open.item"].check_access("read")
        scope = self._get_scope(debtor)
        found = self._with_ledger_of(scope.customers)._fetch_sections(scope)
        return {
            **self._prepare_page(scope, found),
            "model": debtor._name,
            "id": debtor.id,
            "can": self._get_buttons(scope),
        }

    @api.model
    def _get_scope(self, debtor):
        customers = debtor._get_cobranzas_customers()[debtor]
        own = customers._cobranzas_filter_own_debtors()
        if customers and not own:
            raise AccessError(
                self.env._(
                    "%(debtor)s is none of your debtors: ask for it to be assigned to you.",
                    debtor=debtor.display_name,
                )
            )
        # sudo: which companies are under which
        companies = (self.env.company | self.env.companies).sudo()
        root = self.env.company.sudo().root_id
        companies = companies.filtered(lambda company: company.root_id == root)
        return PageScope(debtor, own, companies, fields.Date.context_today(self))

    @api.model
    def _with_ledger_of(self, customers):
        """Return the model, to read the ledger as of today and of these customers alone.

        What the reads of the ledger ask the database for beforehand is asked for once.
        """
        read = ReadScope(partner_ids=customers._ids, kept=Kept())
        return self.with_env(self.env["cobranzas.open.item"]._with_scope(read).env)

    # ------------------------------------------------------------------
    # Sections
    # ------------------------------------------------------------------

    @api.model
    def _get_sections(self, scope):
        """Return {name: Section} of what is read of a debtor. To extend."""
        return {}

    @api.model
    def _fetch_sections(self, scope):
        """Return {name: what its section makes of its rows}; one query for all of them."""
        return fetch_sections(self.env, self._get_sections(scope))

    @api.model
    def _prepare_page(self, scope, found):
        """Return the page from what the sections found. To extend."""
        return {**found, "figures": [], "lists": []}

    @api.model
    def _get_buttons(self, scope):
        """Return the names of the buttons that the user may press. To extend."""
        return []

    # ------------------------------------------------------------------
    # For the sections
    # ------------------------------------------------------------------

    @api.model
    def _format_amount(self, amount, currency=None):
        """Return an amount as text, in the company's currency or in ``currency`` (or its id)."""
        if isinstance(currency, int):
            currency = self.env["res.currency"].browse(currency)
        return formatLang(
            self.env, amount or 0.0, currency_obj=currency or self.env.company.currency_id
        )

    @api.model
    def _format_day(self, day):
        return format_date(self.env, day) if day else ""

    @api.model
    def _get_selection(self, model, name):
        """Return {key: label} of a selection field, in the language of the user."""
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    @api.model
    def _prepare_action(self, model, name, domain, **context):
        """Return the action that lists the rows of a model that a figure is made of."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": {"create": False, **context},
        }

    @api.model
    def _prepare_figure(self, key, label, value, action, note=""):
        """Return an amount of the page in the company's currency, rounded."""
        value = self.env.company.currency_id.round(value)
        return {
            "key": key,
            "label": label,
            "value": value,
            "text": self._format_amount(value),
            "note": note,
            "action": action,
        }

    @api.model
    def _prepare_list(self, key, title, rows, action=False, **more):
        """Return a list of the page: its rows, and the action that opens all of them.

        Each row has ``id``, ``label`` and what of ``detail``, ``amount``, ``state``, ``tone`` is
        known of it; ``model``, when it can be opened.
        """
        return {"key": key, "title": title, "rows": rows, "action": action, **more}
