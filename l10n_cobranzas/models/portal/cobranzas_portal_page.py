"""The page on which a debtor sees what it owes (COL-09)."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..collecting.debtor_page_rows import fetch_sections
from ..ledger.read_scope import Kept, ReadScope
from .portal_page_rows import PageChoice, PortalScope


class CobranzasPortalPage(models.AbstractModel):
    """Reads what the page of a debtor or debtor group shows to a visitor.

    Who may see which customers was decided before, by whoever made the ``PortalAccess``; each
    section narrows what it reads to these customers and companies. All sections are read by one
    query, however many documents there are.
    """

    _name = "cobranzas.portal.page"
    _description = "Portal Page of a Debtor"

    @api.model
    def _read_page(self, access, choice=None):
        """Return the page, amounts in the currency of each row (COL-09).

        :param access: the ``PortalAccess`` of the visitor
        :param choice: the ``PageChoice`` of rows; the first ones when None
        :return: dict of ``today``, ``is_group``, ``choice``, ``accounts`` (a ``PortalAccount`` a
            currency, the company's first), ``promises``, ``disputes`` and what is added to it
        """
        scope = self._get_scope(access, choice)
        page = self._with_ledger(scope)
        found = fetch_sections(page.env, page._get_sections(scope))
        return page._prepare_page(scope, found)

    @api.model
    def _get_scope(self, access, choice=None):
        """Return the ``PortalScope`` of a visitor, on the day that it is in the company."""
        page = self._at_company(access)
        companies = page.env.companies
        today = fields.Date.context_today(page)
        choice = choice or PageChoice()
        return PortalScope(access.debtor, access.customers, companies, today, access, choice)

    @api.model
    def _at_company(self, access):
        """Return the model as the access reads, by the clock of the company."""
        zone = self.env["cobranzas.notice.reader"]._get_zone(access.company)
        return access.env[self._name].with_context(tz=zone)

    @api.model
    def _with_ledger(self, scope):
        """Return the model, to read the ledger as of today and of the visitor's customers alone."""
        read = ReadScope(partner_ids=scope.customers._ids, kept=Kept())
        items = self._at_company(scope.access).env["cobranzas.open.item"]
        return self.with_env(items._with_scope(read).env)

    # ------------------------------------------------------------------
    # Sections
    # ------------------------------------------------------------------

    @api.model
    def _get_sections(self, scope):
        """Return {name: Section} of what is read of a debtor. To extend."""
        return {}

    @api.model
    def _prepare_page(self, scope, found):
        """Return the page from what the sections found. To extend."""
        return {
            **found,
            "today": scope.today,
            "is_group": scope.is_group or len(scope.customers) > 1,
            "choice": scope.choice,
        }

    @api.model
    def _get_items_domain(self, scope):
        """Return the domain of the open items that the visitor sees, debts and credits.

        Without what is left in one currency alone, a difference of exchange: nobody owes it.
        """
        owed = Domain("residual_currency", "!=", 0) & Domain("residual", "!=", 0)
        return Domain("move_line_id", "!=", False) & scope.of_customers & owed

    @api.model
    def _get_left(self, scope, rows):
        """Return {item id: what is to be paid of it} of open items. To extend."""
        return {row.id: row.residual_currency - row.disputed_amount for row in rows}

    # ------------------------------------------------------------------
    # For the sections
    # ------------------------------------------------------------------

    @api.model
    def _get_selection(self, model, name):
        """Return {key: label} of a selection field, in the language of the visitor."""
        return dict(self.env[model]._fields[name]._description_selection(self.env))

    @api.model
    def _get_currency(self, currency_id):
        return self.env["res.currency"].browse(currency_id)
