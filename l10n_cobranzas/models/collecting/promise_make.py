from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ...engine import promise as engine
from ..ledger.client_values import read_text
from ..ledger.locking import lock_rows


class CobranzasPromise(models.Model):
    """Promises are made, renegotiated and cancelled here, not by hand (COL-06)."""

    _inherit = "cobranzas.promise"

    @api.model
    def _cobranzas_make(self, request):
        """Note a promise and return it.

        :param request: ``PromiseRequest``
        :raises UserError: with one sentence for what can't be promised
        :raises AccessError: for who does not collect from the debtor
        """
        request.customer.check_access("read")
        # sudo: members whose documents are not the user's are refused below
        customers = request.customers.sudo()
        # one at a time for a debtor: what is promised already is read after this
        self.env["cobranzas.credit.turn"]._take(customers, customers.cobranzas_group_id)
        request.replaces.invalidate_recordset(["state"])
        request.replaces._evaluate()  # whose day passed is broken, also before the night
        self._check_request(request)
        # sudo: nobody has the right to add promises by hand; who may and what was checked above
        promise = self.sudo().create(self._prepare_promise_vals(request))
        promise.amount_before = promise._sum_paid_before()
        if request.replaces:
            request.replaces.sudo()._set_replaced(promise)  # sudo: as above
        promise._note(promise._describe())
        promise._evaluate()
        return promise.sudo(self.env.su)

    @api.model
    def _prepare_promise_vals(self, request):
        company, currency = request.company, request.currency
        days, amount = self._get_tolerance(request)
        return {
            # sudo: a number, for who may promise
            "name": self.env["ir.sequence"].sudo().next_by_code("cobranzas.promise"),
            "partner_id": request.customer.id,
            "debtor_group_id": request.group.id,
            "company_id": company.id,
            "currency_id": currency.id,
            "user_id": self.env.uid,
            "date": fields.Date.context_today(self),
            "amount": currency.round(request.amount),
            "amount_left": currency.round(request.amount),
            "tolerance_days": days,
            "tolerance_amount": currency.round(amount),
            "replaces_id": request.replaces.id,
            "level": (request.replaces.level or 0) + 1,
            "note": request.note,
            "is_account": not request.documents,
            "line_ids": self._prepare_lines(request, days),
            "item_ids": [
                Command.create(self._prepare_item_vals(item, part))
                for item, part in request.documents.items()
            ],
        }

    @api.model
    def _get_tolerance(self, request):
        """Return the tolerance in days and in money; of the settings unless the request has one."""
        company = request.company.sudo()  # sudo: settings
        days, amount = request.tolerance_days, request.tolerance_amount
        if days is None:
            days = company.cobranzas_promise_tolerance_days
        if amount is None:
            amount = self._get_tolerance_amount(company, request.currency)
        return days, amount

    @api.model
    def _get_tolerance_amount(self, company, currency):
        """Return the setting in a currency, at today's rate."""
        today = fields.Date.context_today(self)
        tolerance = company.cobranzas_promise_tolerance_amount
        return company.currency_id._convert(tolerance, currency, company, today)

    @api.model
    def _prepare_lines(self, request, tolerance):
        company = request.company.sudo()  # sudo: working hours and holidays
        days_off = company._cobranzas_get_days_off([day for day, _amount in request.dates])
        return [
            Command.create(
                {
                    "date": day,
                    "date_limit": engine.find_limit(day, tolerance, days_off),
                    "amount": request.currency.round(amount),
                    "amount_left": request.currency.round(amount),
                }
            )
            for day, amount in sorted(request.dates)
        ]

    @api.model
    def _prepare_item_vals(self, item, amount):
        currency = item.currency_id
        return {
            "move_line_id": item.id,
            "amount": currency.round(amount),
            "residual_before": item.amount_residual_currency,
            "paid_before": currency.round(item.amount_currency - item.amount_residual_currency),
        }

    def _sum_paid_before(self):
        """Return what was paid on the day of a promise of the account, before it was made."""
        if not self.is_account:
            return 0.0
        paid = self._read_payments()[self]
        return self.currency_id._cobranzas_from_minor_units(
            sum(each.amount for each in paid if each.day == self.date)
        )

    # ------------------------------------------------------------------
    # Its end
    # ------------------------------------------------------------------

    def _set_replaced(self, by):
        """Let another promise take the place of this one."""
        self.ensure_one()
        self.write({"state": "replaced", "replaced_by_id": by.id, "date_state": by.date})
        self.line_ids.filtered(lambda line: line.state == "open").state = "replaced"
        self._note(self.env._("%(old)s is replaced by %(new)s.", old=self.name, new=by.name))

    def action_cancel(self, reason=None):
        """Cancel open promises, which were noted by mistake or taken back.

        :param reason: why; required, kept and noted on the debtor
        :raises UserError: without a reason, or when one is not open any more
        """
        self.check_access("write")
        reason = read_text(self.env, reason).strip()
        if not reason:
            raise UserError(self.env._("Say why the promise is cancelled."))
        lock_rows(self)
        self.invalidate_recordset(["state"])
        for promise in self:
            if promise.state != "open":
                raise UserError(
                    self.env._(
                        "%(promise)s is not open any more: what came of it stays.",
                        promise=promise.name,
                    )
                )
        # sudo: the right to write was checked above; only this is written
        self.sudo()._cancel(reason)
        return True

    def _cancel(self, reason):
        today = fields.Date.context_today(self)
        self.write({"state": "cancelled", "cancel_reason": reason, "date_state": today})
        self.line_ids.filtered(lambda line: line.state == "open").state = "cancelled"
        for promise in self:
            promise._note(
                self.env._(
                    "%(promise)s is cancelled: %(reason)s", promise=promise.name, reason=reason
                )
            )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _describe(self):
        """Return the promise in words: how much, when, of which documents."""
        self.ensure_one()
        dates = ", ".join(
            f"{self._format(line.amount, self.currency_id)} ({format_date(self.env, line.date)})"
            for line in self.line_ids
        )
        names = [item.move_line_id._cobranzas_document_name() for item in self.item_ids]
        if self.is_account:
            return self.env._(
                "Promised (%(promise)s): %(dates)s, of the account.",
                promise=self.name,
                dates=dates,
            )
        return self.env._(
            "Promised (%(promise)s): %(dates)s, of %(documents)s.",
            promise=self.name,
            dates=dates,
            documents=", ".join(names),
        )

    def _note(self, body):
        """Note it in the chatter of the debtor."""
        debtor = self.debtor_group_id or self.partner_id
        debtor._cobranzas_note({debtor.id: body})

    def write(self, vals):
        """Let people change the note alone: the rest follows from how it was made and kept."""
        if not self.env.su and set(vals) - {"note"}:
            raise UserError(
                self.env._("A promise is not changed: replace it by another one, or cancel it.")
            )
        return super().write(vals)
