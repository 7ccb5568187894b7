from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...engine import promise as engine

#: promises whose end was decided by people, not by payments
ENDED = ("replaced", "cancelled")
#: promises that are looked at together each night
SLICE = 500


class CobranzasPromise(models.Model):
    """What came of promises: read again from the ledger whenever it changes (COL-06)."""

    _inherit = "cobranzas.promise"

    def _evaluate(self):
        """Write what came of each promise by today, and note on the debtor what changed.

        Read from the ledger alone, whatever had been found before. Called by whoever changed the
        ledger, and each night.
        """
        # sudo: what came of a promise follows from the ledger, whoever paid
        promises = self.sudo().filtered(lambda promise: promise.state not in ENDED)
        if not promises:
            return
        payments = promises._read_payments()
        before = {promise: promise.state for promise in promises}
        for promise in promises:
            promise._write_evaluation(
                engine.evaluate(promise._to_engine(), payments[promise], promise._get_today())
            )
        changed = promises.filtered(lambda promise: promise.state != before[promise])
        changed._note_changes(before, payments)
        for company, mine in changed.grouped("company_id").items():
            customers = mine.partner_id | mine.debtor_group_id.member_ids.partner_id
            customers.commercial_partner_id._cobranzas_credit_changed(company)

    def _get_today(self):
        """Return today's date where the promise was taken: its last day ends there at midnight."""
        return fields.Date.context_today(self.with_context(tz=self.user_id.tz or self.env.user.tz))

    def _to_engine(self):
        self.ensure_one()
        to_units = self.currency_id._cobranzas_to_minor_units
        documents = [
            engine.Document(
                item.move_line_id.id, to_units(item.amount), to_units(item.paid_before)
            )
            for item in self.item_ids
        ]
        account = engine.Document(None, to_units(self.amount), to_units(self.amount_before))
        return engine.Promise(
            made=self.date,
            instalments=tuple(
                engine.Instalment(line.date, line.date_limit, to_units(line.amount))
                for line in self.line_ids
            ),
            documents=(account,) if self.is_account else tuple(documents),
            tolerance=to_units(self.tolerance_amount),
        )

    def _write_evaluation(self, found):
        """Write what differs of an ``engine.Evaluation``."""
        self.ensure_one()
        from_units, today = self.currency_id._cobranzas_from_minor_units, self._get_today()
        lines = self.line_ids.sorted(lambda line: (line.date, line.date_limit))
        for line, outcome in zip(lines, found.outcomes, strict=True):
            left = from_units(outcome.left)
            own = self.currency_id._convert(
                left, self.company_currency_id, self.company_id, today
            )
            vals = {"state": outcome.state, "amount_left": left, "amount_left_company": own}
            line._write_changed(vals)
        still_open = lines.filtered(lambda line: line.state == "open")
        vals = {
            "state": found.state,
            "amount_kept": from_units(found.kept),
            "amount_left": from_units(found.left),
            "date_next": (still_open[:1] or lines[-1:]).date,
            "date_missed": found.missed_on or False,
        }
        if found.state != self.state:
            vals["date_state"] = False if found.state == "open" else today
        self._write_changed(vals)

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    @api.model
    def _evaluate_of(self, contacts):
        """Evaluate the promises that payments of these contacts may be for."""
        # sudo: whoever changes the ledger changes what came of promises
        customers = contacts.sudo().exists().commercial_partner_id
        found = self.sudo().search(
            Domain("state", "not in", ENDED)
            & (
                Domain("partner_id", "in", customers.ids)
                | Domain("debtor_group_id", "in", customers.cobranzas_group_id.ids)
            )
        )
        found._evaluate()

    @api.model
    def _cron_evaluate(self, progress=None):
        """Look at what is still open: days pass without any payment.

        :param progress: called with how many were looked at, to commit each slice; without it all
            is left to the caller's transaction
        """
        lines = self.env["cobranzas.promise.line"].search([("state", "=", "open")])
        found = lines.promise_id
        if progress:
            progress(remaining=len(found))
        for start in range(0, len(found), SLICE):
            promises = found[start : start + SLICE]
            promises.exists()._evaluate()
            if progress:
                progress(len(promises))

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _note_changes(self, before, payments):
        """Note on the debtors what became of their promises, and why."""
        states = dict(self._fields["state"]._description_selection(self.env))
        for promise in self:
            promise._note(
                self.env._(
                    "%(promise)s: %(before)s → %(after)s. %(why)s",
                    promise=promise.name,
                    before=states[before[promise]],
                    after=states[promise.state],
                    why=promise._describe_why(payments[promise]),
                )
            )

    def _describe_why(self, payments):
        """Return in a sentence what made the promise what it is."""
        self.ensure_one()
        values = {
            "kept": self._format(self.amount_kept, self.currency_id),
            "amount": self._format(self.amount, self.currency_id),
        }
        returned = max((each.undone for each in payments if each.undone), default=None)
        if returned and self.state != "kept":
            return self.env._(
                "A cheque that paid it came back on %(day)s; paid in time: %(kept)s of %(amount)s.",
                day=format_date(self.env, returned),
                **values,
            )
        if self.date_missed:
            return self.env._(
                "Paid in time, until %(day)s: %(kept)s of %(amount)s.",
                day=format_date(self.env, self.date_missed),
                **values,
            )
        return self.env._("Paid so far: %(kept)s of %(amount)s.", **values)

    def _write_changed(self, vals):
        """Write those of the values that differ."""
        changed = {name: value for name, value in vals.items() if self[name] != value}
        if changed:
            self.write(changed)
