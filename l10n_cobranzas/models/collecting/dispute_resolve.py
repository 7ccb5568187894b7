from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import formatLang

from ..ledger.client_values import check_one
from ..ledger.locking import lock_rows

#: who may resolve what was given to somebody else
RESOLVERS = "l10n_cobranzas.group_cobranzas_accountant,account.group_account_invoice"
CREDITED = ("accepted", "partly")


class CobranzasDispute(models.Model):
    """Disputes end here: credited wholly or in part, rejected, or withdrawn (COL-06)."""

    _inherit = "cobranzas.dispute"

    def _cobranzas_resolve(self, state, amount=None, words=""):
        """Close an open dispute, and return it.

        Accepted and partly: a draft credit note of what is accepted. Partly and rejected: the
        document is treated as fresh for some days, by the setting.

        :param state: ``accepted``, ``partly``, ``rejected`` or ``withdrawn``
        :param amount: accepted, of ``partly``, in the document's currency
        :param words: what was said, kept and noted on the customer
        :raises UserError: when it is closed already, or the amount is not part of it
        :raises AccessError: for who is neither responsible nor invoices
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_resolve(state)
        lock_rows(self)
        self.invalidate_recordset(["state"])
        if self.state != "open":
            raise UserError(self.env._("%(dispute)s is closed already.", dispute=self.name))
        accepted = self._get_accepted(state, amount)
        note = self._make_credit_note(accepted) if accepted else self.env["account.move"]
        # sudo: the right to resolve was checked above; only this is written
        dispute = self.sudo()
        dispute.write(dispute._prepare_resolution_vals(state, accepted, words, note))
        dispute._note(dispute._describe_end())
        dispute.activity_id.filtered("active").action_feedback(feedback=words or False)
        return self

    def _check_may_resolve(self, state):
        """Raise ``AccessError`` for who may not close it so."""
        user = self.env["res.users"]
        own = self.env.uid in (self.responsible_id.id, self.user_id.id)
        if not own:
            user._cobranzas_check_groups(
                RESOLVERS,
                self.env._("Only who is responsible for a dispute, or who invoices, resolves it."),
            )
        if state in CREDITED and not self.env["account.move"].has_access("create"):
            raise AccessError(
                self.env._(
                    "Only who invoices accepts a dispute: a credit note is made. Give it to one "
                    "of them."
                )
            )

    def _get_accepted(self, state, amount):
        """Return how much is credited. Raises ``UserError`` unless it is a part of the dispute."""
        if state not in CREDITED:
            return 0.0
        if state == "accepted":
            accepted = self.amount
        else:
            accepted, compare = amount or 0.0, self.currency_id.compare_amounts
            if compare(accepted, 0) <= 0 or compare(accepted, self.amount) >= 0:
                raise UserError(
                    self.env._(
                        "Type how much is accepted: more than nothing and less than %(amount)s.",
                        amount=formatLang(self.env, self.amount, currency_obj=self.currency_id),
                    )
                )
        # sudo: what is left of a document whose dispute the user resolves, and its number
        left = self.move_line_id.sudo().amount_residual_currency
        if self.currency_id.compare_amounts(accepted, left) > 0:
            raise UserError(
                self.env._(
                    "Of %(document)s only %(left)s is owed by now: accept a part, or note it as "
                    "withdrawn.",
                    document=self.move_line_id.sudo()._cobranzas_document_name(),
                    left=formatLang(self.env, left, currency_obj=self.currency_id),
                )
            )
        return self.currency_id.round(accepted)

    def _prepare_resolution_vals(self, state, accepted, words, note):
        today = fields.Date.context_today(self)
        grace = self.company_id.cobranzas_dispute_grace_days
        fresh = state in ("partly", "rejected") and grace
        return {
            "state": state,
            "amount_accepted": accepted,
            "resolution": words,
            "date_closed": today,
            "date_grace": fields.Date.add(today, days=grace) if fresh else False,
            "credit_note_id": note.id,
        }

    def _describe_end(self):
        """Return in words how it ended."""
        states = dict(self._fields["state"]._description_selection(self.env))
        accepted = formatLang(self.env, self.amount_accepted, currency_obj=self.currency_id)
        parts = [
            f"{self.display_name}: {states[self.state]}",
            self.amount_accepted and self.env._("credited: %(amount)s", amount=accepted),
            self.resolution,
        ]
        return " · ".join(part for part in parts if part)

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_open_document(self):
        """Open the document, as the user may see it."""
        check_one(self)
        self.check_access("read")
        return self.move_id._cobranzas_documents_action(self.display_name)

    def action_open_credit_note(self):
        """Open the credit note that was made of it."""
        check_one(self)
        self.check_access("read")
        return self.credit_note_id._get_records_action()
