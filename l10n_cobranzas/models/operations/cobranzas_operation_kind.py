from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from ...engine import movement


class CobranzasOperationKind(models.AbstractModel):
    """A kind of operation as data: what it takes, its parameters, its checks, its plan (OPS).

    A kind is a model made of this one, ``cobranzas.operation.kind.<key>``, in a file that also
    adds the key to the field ``kind`` of ``cobranzas.operation`` and declares there the parameters
    that no other kind has. Each method gets the operation; none of them writes.
    """

    _name = "cobranzas.operation.kind"
    _description = "Kind of Operation"

    #: which open items it takes: "debit", "credit", "both", or None for none
    _takes = "debit"
    #: it may take items of several customers
    _several_customers = False
    #: what it takes of its items settles them, rather than being only what it is about
    _settles = True
    #: its amount is typed, also where it takes items
    _takes_amount = False
    #: the fields of the operation that are parameters of this kind, beside those of every kind
    _parameters = ()
    #: of these, what must be filled in before it is confirmed
    _required = ()
    #: prefix of the numbers of this kind
    _prefix = "OP"
    #: whether money disappears from the books or from a customer, so that a reason is required
    _needs_reason = False
    #: whether the open items it makes are a kind of their own in reports
    _makes_items = True
    #: whether late interest is charged on the open items it makes
    _bears_interest = True
    #: whether a debt returns by it because its payment came back unpaid
    _returns_payment = False
    #: the key of that kind of item, where the kind's own already means another
    _item_kind = ""

    @api.model
    def _get_label(self):
        """Return what people call the kind, in the language of the environment."""
        kinds = self.env["cobranzas.operation"]._fields["kind"]
        return dict(kinds._description_selection(self.env))[self._get_key()]

    @api.model
    def _get_key(self):
        return self._name.removeprefix("cobranzas.operation.kind.")

    # ------------------------------------------------------------------
    # What it takes
    # ------------------------------------------------------------------

    @api.model
    def _get_items_domain(self, operation):
        """Return the domain of the open items that the operation may take."""
        domain = self.env["account.move.line"]._cobranzas_open_items_domain()
        domain &= Domain("company_id", "=", operation.company_id.id)
        if operation.partner_id and not self._several_customers:
            domain &= Domain(
                "partner_id", "child_of", operation.partner_id.commercial_partner_id.id
            )
        if self._takes in ("debit", "credit"):
            sign = ">" if self._takes == "debit" else "<"
            domain &= Domain("amount_currency", sign, 0)
        return domain

    @api.model
    def _can_take(self, items):
        """Tell whether an operation of the kind could take these open items, by their side."""
        if self._takes is None:
            return False
        sides = {"debit" if item.amount_currency > 0 else "credit" for item in items}
        return self._takes == "both" or sides == {self._takes}

    @api.model
    def _get_amount(self, operation):
        """Return the amount of the operation, in its currency: here what it takes of its items.

        The amount typed stands where the operation takes no items.
        """
        if self._takes is None or not operation.line_ids:
            return operation.amount
        return abs(sum(operation.line_ids.mapped("amount")))

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.model
    def _check(self, operation):
        """Raise ``UserError`` with the one sentence that says why it can't be confirmed."""
        missing = [name for name in self._required if not operation[name]]
        if missing:
            raise UserError(
                self.env._(
                    "%(operation)s: fill in %(field)s.",
                    operation=self._get_label(),
                    field=operation._fields[missing[0]]._description_string(self.env),
                )
            )
        if self._needs_reason and not (operation.reason or "").strip():
            raise UserError(self.env._("Say why: %(kind)s needs a reason.", kind=self._get_label()))
        if self._takes is not None:
            self._check_items(operation)

    @api.model
    def _check_items(self, operation):
        """Raise ``UserError`` naming the first item that the operation may not take."""
        self._check_some_items(operation)
        items = operation.line_ids.move_line_id
        allowed = items.filtered_domain(self._get_items_domain(operation))
        held = items._cobranzas_get_held()
        for line in operation.line_ids:
            line._check_takeable(line.move_line_id in allowed, held)
        items._cobranzas_check_collectable()

    @api.model
    def _check_some_items(self, operation):
        """Raise ``UserError`` when the operation takes nothing yet."""
        if not operation.line_ids:
            raise UserError(self.env._("Choose what %(kind)s takes.", kind=self._get_label()))

    @api.model
    def _check_one_currency(self, operation):
        """Raise ``UserError`` naming the first item of another currency than the others."""
        currency = operation.line_ids[:1].currency_id
        other = operation.line_ids.filtered(lambda line: line.currency_id != currency)
        if other:
            raise UserError(
                self.env._(
                    "Choose items of one currency: %(document)s is in %(currency)s.",
                    document=other[0].name,
                    currency=other[0].currency_id.name,
                )
            )

    # ------------------------------------------------------------------
    # Plan
    # ------------------------------------------------------------------

    @api.model
    def _prepare_plan(self, operation):
        """Return the ``movement.Plan`` of the operation: plain rows in, plain rows out."""
        raise NotImplementedError

    @api.model
    def _get_origin_moves(self, operation):
        """Return the documents and entries that what the operation books comes from."""
        return operation.line_ids.move_line_id.move_id

    @api.model
    def _after_confirm(self, operation, booking):
        """Make what stands beside the ledger, such as instruments, once it is booked.

        :param booking: tells the journal item that each item of the plan became
        """

    @api.model
    def _get_undo_obstacles(self, operation):
        """Return the checks of what stands in the way of undoing, beside those of every kind."""
        return []

    @api.model
    def _after_undo(self, operation, date):
        """Take back what ``_after_confirm`` made."""

    # ------------------------------------------------------------------
    # For the plans of kinds
    # ------------------------------------------------------------------

    @api.model
    def _get_receivable(self, operation, partner):
        """Return the receivable account of a customer in the company of the operation.

        Raises ``UserError`` when the customer has none, or there is no customer.
        """
        if not partner:
            raise UserError(
                self.env._(
                    "Choose the customer. A debt without one is moved to a customer by an "
                    "Endorsement."
                )
            )
        partner = partner.with_company(operation.company_id)
        account = partner.property_account_receivable_id
        if not account:
            raise UserError(
                self.env._(
                    "%(customer)s has no receivable account: choose one on its sheet.",
                    customer=partner.display_name,
                )
            )
        return account

    @api.model
    def _get_account(self, operation, setting):
        """Return the account of a setting of the company. Raises ``UserError`` without one."""
        account = operation.company_id[setting]
        if not account:
            raise UserError(
                self.env._(
                    "Choose the %(setting)s in Settings, Collections.",
                    setting=operation.company_id._fields[setting]._description_string(self.env),
                )
            )
        return account

    @api.model
    def _to_booked(self, operation, units, currency):
        """Return what ``units`` of a currency are worth on the operation's date, as booked."""
        company = operation.company_id
        amount = currency._cobranzas_from_minor_units(units)
        worth = currency._convert(amount, company.currency_id, company, operation.date)
        return company.currency_id._cobranzas_to_minor_units(worth)

    @api.model
    def _format(self, amount, currency):
        return formatLang(self.env, amount, currency_obj=currency)

    @api.model
    def _move_items(self, operation, get_target):
        """Return the plan that puts an open item in the place of each one taken.

        In the currency of the origin, at its rate and with its due date.

        :param get_target: gives (customer, account) of the new item, of an ``Origin``
        """
        origins = operation._prepare_origins()
        items, allocations = movement.cancel(origins)
        results = []
        for origin in origins:
            partner, account = get_target(origin)
            results.append(
                movement.Item(
                    key=("result", origin.key),
                    account=account,
                    partner=partner,
                    currency=origin.currency,
                    amount=origin.amount,
                    booked=origin.booked,
                    due=origin.due,
                    label=origin.label,
                    is_result=True,
                    origin=origin.key,
                )
            )
        entry = movement.Entry(items=(*results, *items))
        return movement.Plan(entries=(entry,), allocations=tuple(allocations))
