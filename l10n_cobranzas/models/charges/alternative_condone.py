from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..ledger.client_values import read_text

FIELD = "cobranzas_condoned"


class AccountMoveLine(models.Model):
    """Instalments that generate no more adjustments, with who, when and why (CHG-02)."""

    _inherit = "account.move.line"

    # the exception is what is stored: no column to fill in for millions of items
    cobranzas_condoned = fields.Boolean(
        string="Generates No Adjustments",
        readonly=True,
        copy=False,
        help="Paid early or late, the instalment is what it is: no note is proposed for it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._cobranzas_check_not_condoning(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._cobranzas_check_not_condoning(vals)
        return super().write(vals)

    @api.model
    def _cobranzas_check_not_condoning(self, vals):
        """Raise ``AccessError`` where a user writes what only condoning does, with its reason."""
        if not self.env.su and (vals.get(FIELD) or f"default_{FIELD}" in self.env.context):
            raise AccessError(
                self.env._("Whether an instalment generates adjustments has its own button.")
            )

    def action_cobranzas_condone(self, reason=None):
        """Let these instalments generate no more adjustments (CHG-02).

        :param reason: why, kept in the history of the invoice; required
        Raises ``AccessError`` below accountant; ``UserError`` for what has no alternative dates.
        """
        return self._action_cobranzas_condone(reason, True)

    def action_cobranzas_generate_adjustments(self, reason=None):
        """Let instalments that were condoned generate adjustments again; see above."""
        return self._action_cobranzas_condone(reason, False)

    def _action_cobranzas_condone(self, reason, is_condoned):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant decides which debts generate adjustments."),
        )
        self.check_access("write")
        reason = read_text(self.env, reason).strip()
        if not reason:
            raise UserError(self.env._("Say why: it is kept in the history of the invoice."))
        for item in self:
            if item.parent_state != "posted" or not item.cobranzas_alternative_ids:
                raise UserError(
                    self.env._(
                        "%(document)s has no alternative due dates.",
                        document=item._cobranzas_document_name(),
                    )
                )
        changed = self.filtered(lambda item: item.cobranzas_condoned != is_condoned)
        # sudo: the right was checked above; no user writes the field by itself
        changed.sudo().cobranzas_condoned = is_condoned
        for item in changed:
            item.move_id._message_log(body=item._cobranzas_describe_condoned(reason))
        return True

    def _cobranzas_describe_condoned(self, reason):
        """Return the sentence for the history of the invoice."""
        values = {"due": format_date(self.env, self.date_maturity), "reason": reason}
        if self.cobranzas_condoned:
            return self.env._(
                "The instalment due on %(due)s generates no more adjustments: %(reason)s", **values
            )
        return self.env._(
            "The instalment due on %(due)s generates adjustments again: %(reason)s", **values
        )
