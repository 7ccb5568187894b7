from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from .cobranzas_settings_mixin import MOST_TOLERANCE


class CobranzasPromise(models.Model):
    """Which promises can be made: each refusal is one sentence (COL-06)."""

    _inherit = "cobranzas.promise"

    @api.model
    def _check_request(self, request):
        """Raise ``UserError`` for what can't be promised, ``AccessError`` for others' debtors."""
        self._check_may_promise(request)
        self._check_amounts(request)
        self._check_dates(request)
        self._check_tolerance(request)
        for item, amount in request.documents.items():
            self._check_document(request, item, amount)
        self._check_debt(request)
        self._check_replaces(request)
        self._check_not_promised(request)

    @api.model
    def _check_may_promise(self, request):
        """Raise ``AccessError`` unless the user collects, and the debtor is one of theirs."""
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_collector",
            self.env._("Only who collects notes promises to pay."),
        )
        request.customer._cobranzas_check_own_debtor()
        others = request.customers - request.customers._cobranzas_filter_own_debtors()
        if others:  # what those owe and pay would be told by the promise
            raise AccessError(
                self.env._(
                    "%(customer)s of %(group)s is another collector's debtor: note the promise "
                    "with one of your own debtors.",
                    customer=others[0].display_name,
                    group=request.group.display_name,
                )
            )

    @api.model
    def _check_amounts(self, request):
        if request.currency.compare_amounts(request.amount, 0) <= 0:
            raise UserError(self.env._("Type how much is promised: an amount above zero."))
        if not request.dates:
            raise UserError(self.env._("Add at least one date on which the debtor will pay."))
        if any(request.currency.compare_amounts(amount, 0) <= 0 for _day, amount in request.dates):
            raise UserError(self.env._("Each date of a promise needs an amount above zero."))
        total = sum(amount for _day, amount in request.dates)
        if request.currency.compare_amounts(total, request.amount):
            raise UserError(
                self.env._(
                    "The dates add up to %(total)s and the promise is of %(amount)s: make them "
                    "equal.",
                    total=self._format(total, request.currency),
                    amount=self._format(request.amount, request.currency),
                )
            )

    @api.model
    def _check_dates(self, request):
        # sudo: a setting
        most = request.company.sudo().cobranzas_promise_days
        today = fields.Date.context_today(self)
        for day, _amount in request.dates:
            if not day:
                raise UserError(self.env._("Each amount of a promise needs a date."))
            if day < today:
                raise UserError(
                    self.env._(
                        "%(day)s has passed: a promise is for today or a later day.",
                        day=format_date(self.env, day),
                    )
                )
            if (day - today).days > most:
                raise UserError(
                    self.env._(
                        "%(day)s is more than %(most)s days ahead, which is the most that the "
                        "settings allow for a promise.",
                        day=format_date(self.env, day),
                        most=most,
                    )
                )
        if len({day for day, _amount in request.dates}) < len(request.dates):
            raise UserError(self.env._("Two amounts have the same date: add them up in one."))

    @api.model
    def _check_tolerance(self, request):
        days, amount = request.tolerance_days or 0, request.tolerance_amount or 0.0
        if not 0 <= days <= MOST_TOLERANCE:
            raise UserError(
                self.env._("The tolerance goes from 0 to %(most)s days.", most=MOST_TOLERANCE)
            )
        if amount < 0 or request.currency.compare_amounts(amount, request.amount) >= 0:
            raise UserError(self.env._("The tolerance in money is less than what is promised."))

    # ------------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------------

    @api.model
    def _check_document(self, request, item, amount):
        """Raise ``UserError`` for a document that the promise can't be about."""
        name = item._cobranzas_document_name()
        if item.account_id.account_type != "asset_receivable" or item.parent_state != "posted":
            raise UserError(
                self.env._("%(document)s is no posted debt of a customer.", document=name)
            )
        if item.partner_id.commercial_partner_id not in request.customers:
            raise UserError(
                self.env._(
                    "%(document)s is of another debtor: take it out of the promise.", document=name
                )
            )
        if item.company_id.root_id != request.company.root_id:
            raise UserError(
                self.env._(
                    "%(document)s is of another company: take it out of the promise.", document=name
                )
            )
        if item.currency_id != request.currency:
            raise UserError(
                self.env._(
                    "%(document)s is in %(currency)s: a promise is in one currency.",
                    document=name,
                    currency=item.currency_id.name,
                )
            )
        self._check_residual(request, item, amount)

    @api.model
    def _check_residual(self, request, item, amount):
        name, left = item._cobranzas_document_name(), item.amount_residual_currency
        if request.currency.compare_amounts(left, 0) <= 0:
            raise UserError(
                self.env._(
                    "%(document)s is paid already: take it out of the promise.", document=name
                )
            )
        if request.currency.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "Of %(document)s %(left)s is owed: no more than that can be promised.",
                    document=name,
                    left=self._format(left, request.currency),
                )
            )
        if request.currency.compare_amounts(amount, 0) <= 0:
            raise UserError(
                self.env._("Type how much of %(document)s is promised.", document=name)
            )

    @api.model
    def _check_debt(self, request):
        """Raise ``UserError`` for a promise of more than the debtor owes, or than its documents."""
        named = sum(request.documents.values())
        if request.documents and request.currency.compare_amounts(named, request.amount):
            raise UserError(
                self.env._(
                    "The documents add up to %(total)s and the promise is of %(amount)s: make them "
                    "equal.",
                    total=self._format(named, request.currency),
                    amount=self._format(request.amount, request.currency),
                )
            )
        if request.documents:
            return
        debt = sum(self._find_debts(request).mapped("amount_residual_currency"))
        if request.currency.compare_amounts(request.amount, debt) > 0:
            raise UserError(
                self.env._(
                    "%(customer)s owes %(debt)s: no more than that can be promised.",
                    customer=(request.group or request.customer).display_name,
                    debt=self._format(debt, request.currency),
                )
            )

    @api.model
    def _find_debts(self, request):
        """Return the open debts of the request's customers, in its currency, those due first."""
        # sudo: debts of a debtor who is the user's, as was checked
        return self.env["account.move.line"].sudo().search(
            self._get_debts_domain(request.customers, request.company, request.currency),
            order="date_maturity, id",
        )

    @api.model
    def _get_debts_domain(self, customers, companies, currencies=None):
        """Return the domain of the open debts of customers in companies with their branches."""
        domain = Domain.TRUE
        if currencies is not None:
            domain = Domain("currency_id", "in", currencies.ids)
        return domain & Domain(
            [
                ("partner_id.commercial_partner_id", "in", customers.ids),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual_currency", ">", 0),
                ("company_id", "child_of", companies.root_id.ids),
            ]
        )

    # ------------------------------------------------------------------
    # Other promises
    # ------------------------------------------------------------------

    @api.model
    def _check_replaces(self, request):
        old = request.replaces
        if not old:
            return
        if old.state not in ("open", "partly", "broken"):
            states = dict(old._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(promise)s is in state “%(state)s”: no other one takes its place.",
                    promise=old.name,
                    state=states[old.state],
                )
            )
        if old.partner_id not in request.customers or old.debtor_group_id != request.group:
            raise UserError(
                self.env._("%(promise)s is of another debtor.", promise=old.name)
            )

    @api.model
    def _check_not_promised(self, request):
        """Raise ``UserError`` for what an open promise is about already."""
        promise, document = self._find_promised(request)
        if document:
            raise UserError(
                self.env._(
                    "%(document)s is promised already in %(promise)s: open that one and "
                    "replace it.",
                    document=document._cobranzas_document_name(),
                    promise=promise.name,
                )
            )
        if promise:
            raise UserError(
                self.env._(
                    "%(promise)s is still open, and the same payments would count for both: "
                    "open that one and replace it.",
                    promise=promise.name,
                )
            )

    @api.model
    def _find_promised(self, request):
        """Return an open promise for which the same payments would count, and the document.

        No document where either of the two is of an amount of the account.
        """
        for promise in self._find_open(request):
            if promise.is_account or not request.documents:
                return promise, None
            promised = promise.item_ids.move_line_id
            for item in request.documents:
                if item in promised:
                    return promise, item
        return None, None

    @api.model
    def _find_open(self, request):
        """Return the open promises of the same debtors and currency, but the one replaced."""
        # sudo: another one's promise stands in the way too; only its number is told
        return self.sudo().search(
            Domain("state", "=", "open")
            & Domain("currency_id", "=", request.currency.id)
            & Domain("company_id", "child_of", request.company.root_id.id)
            & (
                Domain("partner_id", "in", request.customers.ids)
                | Domain("debtor_group_id", "in", request.customers.cobranzas_group_id.ids)
            )
            & Domain("id", "not in", request.replaces.ids)
        )

    @api.model
    def _format(self, amount, currency):
        return formatLang(self.env, amount, currency_obj=currency)
