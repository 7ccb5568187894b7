from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, plaintext2html

from ...engine import promise as engine
from ..ledger.client_values import read_text
from .portal_slip import attach_slip
from .portal_values import read_words

#: a transfer that is older is a matter for a message
OLDEST = timedelta(days=365)
#: of those told before, how many the page shows
TOLD = 10


class CobranzasPaymentAdvice(models.Model):
    """A debtor tells of a transfer: what is checked, and who gets to know of it (COL-09)."""

    _inherit = "cobranzas.payment.advice"

    @api.model
    def _make_from_portal(self, access, values):
        """Keep what the visitor of a page says of a transfer, and return it.

        :param access: who visits the page
        :param values: ``date``, ``amount``, ``currency``, ``journal`` (records), ``reference``,
            ``note``, ``items`` (ids of the documents paid) and ``slip`` (of ``read_slip``)
        :raises UserError: with one sentence for what can't be right, or was told before
        """
        ask = access.env["cobranzas.portal.ask"]
        ask._check_on(access, "cobranzas_portal_advice")
        advices = self.with_env(ask._get_env(access))
        items = ask._find_debts(access, values.get("items") or ()).with_env(advices.env)
        vals = advices._prepare_advice_vals(access, items, values)
        advices._check_advice(access, vals)
        advice = advices.create(vals)
        advice.attachment_id = attach_slip(advice, values.get("slip") or (None, None))
        advice._match()
        advice._plan_activity()
        advice._note(advice._describe())
        said = "\n".join(filter(None, (advice._describe(), advice.note)))
        ask._log(access, advice.partner_id, said)
        return advice

    @api.model
    def _prepare_advice_vals(self, access, items, values):
        ask = access.env["cobranzas.portal.ask"]
        return {
            "partner_id": ask._get_customer(access, items).id,
            "contact_id": access.visitor.id,
            "debtor_group_id": ask._get_group(access).id,
            "company_id": access.company.id,
            "date": values["date"],
            "amount": values["amount"],
            "currency_id": values["currency"].id,
            "journal_id": values["journal"].id,
            "reference": read_text(self.env, values.get("reference")).strip(),
            "note": read_words(self.env, values.get("note")),
            "item_ids": [fields.Command.set(items.ids)],
            "date_wait": self._get_date_wait(access.company),
        }

    @api.model
    def _get_date_wait(self, company):
        """Return the last day on which notices wait: working days of the company from today."""
        days, today = company.cobranzas_advice_wait_days, fields.Date.context_today(self)
        if not days:
            return False
        return engine.find_limit(today, days, company._cobranzas_get_days_off([today]))

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.model
    def _check_advice(self, access, vals):
        """Raise ``UserError`` for a transfer that can't be right, or that is known."""
        today = fields.Date.context_today(self)
        if not vals["amount"]:
            raise UserError(self.env._("Type how much you transferred: an amount above zero."))
        if not vals["date"]:
            raise UserError(self.env._("Choose the day of the transfer."))
        if not today - OLDEST <= vals["date"] <= today:
            raise UserError(
                self.env._(
                    "%(day)s can't be right: choose the day of the transfer, today or in the last "
                    "year.",
                    day=format_date(self.env, vals["date"]),
                )
            )
        self._check_account(access, vals)
        self._check_repeated(access, vals)

    @api.model
    def _check_account(self, access, vals):
        """Raise ``UserError`` for an account that is none of ours, or in another currency."""
        journals = self._get_accounts(access.company)
        journal = journals.filtered(lambda each: each.id == vals["journal_id"])
        if vals["journal_id"] and not journal:
            raise UserError(self.env._("Choose one of our accounts from the list."))
        own = journal.currency_id or access.company.currency_id
        if journal and own.id != vals["currency_id"]:
            raise UserError(
                self.env._(
                    "%(account)s is in %(currency)s: choose that currency, or another account.",
                    account=journal.name,
                    currency=own.name,
                )
            )

    @api.model
    def _check_repeated(self, access, vals):
        """Raise ``UserError`` for one told of before: same amount, day and reference."""
        alike = self.search(
            Domain("partner_id", "in", access.customers.ids)
            & Domain("company_id", "=", access.company.id)
            & Domain("date", "=", vals["date"])
            & Domain("amount", "=", vals["amount"])
            & Domain("currency_id", "=", vals["currency_id"])
            & Domain("state", "!=", "rejected")
        )
        key = vals["reference"].casefold()
        for advice in alike:
            if (advice.reference or "").casefold() == key:
                raise UserError(
                    self.env._(
                        "You told us of this transfer on %(day)s already. If it is another one, "
                        "type its own operation number.",
                        day=format_date(
                            self.env,
                            fields.Datetime.context_timestamp(advice, advice.create_date).date(),
                        ),
                    )
                )

    @api.model
    def _get_accounts(self, company):
        """Return the journals of the company's bank accounts: with a number, else all of a bank."""
        banks = self.env["account.journal"].search(
            [*self.env["account.journal"]._check_company_domain(company), ("type", "=", "bank")]
        )
        return banks.filtered("bank_account_id") or banks

    @api.model
    def _read_told(self, access):
        """Return the last transfers that the visitor's customers told of, the newest first."""
        return self.with_env(access.env).search(
            Domain("partner_id", "in", access.customers.ids)
            & Domain("company_id", "=", access.company.id),
            limit=TOLD,
        )

    # ------------------------------------------------------------------
    # Who sees to it
    # ------------------------------------------------------------------

    def _plan_activity(self):
        """Put transfers to check in the agenda of who collects from the customer."""
        ask = self.env["cobranzas.portal.ask"]
        for advice in self:
            user = ask._get_responsible(advice.partner_id, advice.company_id)
            advice.activity_id = advice.partner_id.activity_schedule(
                "l10n_cobranzas.mail_activity_advice",
                summary=self.env._("Transfer to check"),
                note=plaintext2html(advice._describe()),
                user_id=user.id,
            )
