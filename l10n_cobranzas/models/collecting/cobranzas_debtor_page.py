"""The debtor page: all of a debtor on one screen, for a phone call (COL-07)."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import format_date, formatLang

from ..ledger.read_scope import Kept, ReadScope
from .debtor_page_rows import PageScope, Section, fetch_sections, select_rows


@dataclass(frozen=True)
class PageList:
    """A list of the page whose rows are those of a model.

    :param records: the model, with the rights that its rows are read by
    :param columns: {name: path of fields} of what is read of a row
    :param show: makes of a row what is shown of it, see ``_prepare_list``
    :param limit: how many rows are shown
    :param opens: the domain of what its title opens, when that is more than its own
    :param empty: what is said when it has no rows; without, it is not shown then
    """

    title: str
    records: BaseModel
    domain: Domain
    columns: dict
    order: str
    show: Callable
    limit: int = 4
    opens: Domain | None = None
    empty: str = ""

    @property
    def section(self):
        sql = select_rows(self.records, self.domain, self.columns, self.order, self.limit)
        return Section(sql, lambda rows: [self.show(row) for row in rows])


class CobranzasDebtorPage(models.AbstractModel):
    """Reads what the page of a customer or debtor group shows.

    Each section is a file of its own: one that is just a list of rows adds it to ``_get_lists``,
    another one extends ``_get_sections`` and ``_prepare_page``. All sections are read by one query,
    however many documents the debtor has, with the rights of the user.
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
    def _get_lists(self, scope):
        """Return {key: PageList} of the lists of rows, of which a user sees what it may read.

        To extend.
        """
        return {}

    @api.model
    def _get_sections(self, scope):
        """Return {name: Section} of what is read of a debtor. To extend."""
        return {
            key: each.section
            for key, each in self._get_lists(scope).items()
            if each.records.has_access("read")
        }

    @api.model
    def _fetch_sections(self, scope):
        """Return {name: what its section makes of its rows}; one query for all of them."""
        return fetch_sections(self.env, self._get_sections(scope))

    @api.model
    def _prepare_page(self, scope, found):
        """Return the page from what the sections found. To extend."""
        page = {**found, "figures": [], "lists": []}
        for key, each in self._get_lists(scope).items():
            if key in found:
                page["lists"].append(self._show_list(key, each, page.pop(key)))
        return page

    @api.model
    def _show_list(self, key, page_list, rows):
        """Return a list as the page shows it; its title opens it for who may read its model."""
        title, name = page_list.title, page_list.records._name
        action = False
        if self.env[name].has_access("read"):
            domain = page_list.domain if page_list.opens is None else page_list.opens
            action = self._prepare_action(name, title, domain)
        return self._prepare_list(key, title, rows, action, empty=page_list.empty)

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
