from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

#: what people may change of an open dispute
CHANGEABLE = {"note", "reason_id", "responsible_id", "date_target"}
#: who says that a customer does not agree: who collects, and who invoices
RAISERS = "l10n_cobranzas.group_cobranzas_collector,account.group_account_invoice"


class CobranzasDispute(models.Model):
    """Disputes are raised here: each refusal is one sentence (COL-06)."""

    _inherit = "cobranzas.dispute"

    @api.model
    def _cobranzas_raise(self, item, amount, vals):
        """Note that a customer does not agree with an amount of a document; return the dispute.

        :param item: open receivable item, a debt
        :param amount: in the item's currency
        :param vals: ``reason_id``, and of the others ``responsible_id``, ``date_target``, ``note``
        :raises UserError: with one sentence for what can't be disputed
        :raises AccessError: for another collector's debtor
        """
        self.env["res.users"]._cobranzas_check_groups(
            RAISERS, self.env._("Only who collects or invoices notes disputes.")
        )
        item.check_access("read")
        item.partner_id.commercial_partner_id._cobranzas_check_own_debtor()
        # another dispute of it at the same time: what is left is read after this
        self.env["cobranzas.credit.turn"]._take(
            item.partner_id.commercial_partner_id, self.env["cobranzas.debtor.group"]
        )
        item.invalidate_recordset(["amount_residual", "amount_residual_currency"])
        self._check_amount(item, amount)
        reason = self.env["cobranzas.dispute.reason"].browse(vals.get("reason_id"))
        self._check_reason(reason, fields.Date.to_date(vals.get("date_target")))
        # sudo: nobody has the right to add disputes by hand; who may and what was checked above
        dispute = self.sudo().create(self._prepare_dispute_vals(item, amount, reason, vals))
        dispute._plan_activity()
        dispute._note(dispute._describe())
        return dispute.sudo(self.env.su)

    @api.model
    def _check_amount(self, item, amount):
        """Raise ``UserError`` unless so much of the item is owed and not disputed yet."""
        name, currency = item._cobranzas_document_name(), item.currency_id
        if item.account_id.account_type != "asset_receivable" or item.parent_state != "posted":
            raise UserError(
                self.env._("%(document)s is no posted debt of a customer.", document=name)
            )
        if currency.compare_amounts(item.amount_residual_currency, 0) <= 0:
            raise UserError(
                self.env._(
                    "Nothing is owed of %(document)s any more: there is nothing to dispute.",
                    document=name,
                )
            )
        if currency.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("Type how much is disputed: an amount above zero."))
        disputed = self._cobranzas_disputed(item).get(item.id, 0.0)
        if currency.compare_amounts(amount + disputed, item.amount_residual_currency) > 0:
            left = item.amount_residual_currency - disputed
            raise UserError(
                self.env._(
                    "Of %(document)s %(left)s is owed and not disputed yet: no more than that can "
                    "be disputed.",
                    document=name,
                    left=formatLang(self.env, left, currency_obj=currency),
                )
            )

    @api.model
    def _check_reason(self, reason, target):
        """Raise ``UserError`` without a reason, or for a target date that has passed."""
        if not reason:
            raise UserError(self.env._("Choose why the customer does not agree."))
        if target and target < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(day)s has passed: choose today or a later day to resolve the dispute.",
                    day=format_date(self.env, target),
                )
            )

    @api.model
    def _prepare_dispute_vals(self, item, amount, reason, vals):
        today, currency = fields.Date.context_today(self), item.currency_id
        own, share = item.company_currency_id, amount / item.amount_residual_currency
        return {
            # sudo: a number, for who may raise a dispute
            "name": self.env["ir.sequence"].sudo().next_by_code("cobranzas.dispute"),
            "move_line_id": item.id,
            "partner_id": item.partner_id.commercial_partner_id.id,
            "company_id": item.company_id.id,
            "currency_id": currency.id,
            "amount": currency.round(amount),
            "amount_company": own.round(item.amount_residual * share),
            "reason_id": reason.id,
            "user_id": self.env.uid,
            "responsible_id": vals.get("responsible_id")
            or reason.responsible_id.id
            or self.env.uid,
            "date": today,
            "date_target": vals.get("date_target") or fields.Date.add(today, days=reason.days),
            "note": vals.get("note"),
        }

    # ------------------------------------------------------------------
    # What is disputed
    # ------------------------------------------------------------------

    @api.model
    def _cobranzas_disputed(self, items):
        """Return {item id: amount of it in an open dispute, in the item's currency}.

        One query, whatever the number of items. Never more than is still owed of the item.
        """
        # sudo: amounts of items that the caller has; whether they are shown is the caller's rule
        sums = self.sudo()._read_group(
            [("move_line_id", "in", items.ids), ("state", "=", "open")],
            ["move_line_id"],
            ["amount:sum"],
        )
        return {
            item.id: min(amount, max(item.amount_residual_currency, 0.0)) for item, amount in sums
        }

    @api.model
    def _get_domain_open_at(self, day):
        """Return the domain of the disputes open at the end of a day; today's when empty."""
        if not day:
            return Domain("state", "=", "open")
        return Domain("date", "<=", day) & (
            Domain("date_closed", "=", False) | Domain("date_closed", ">", day)
        )

    @api.model
    def _get_domain_of_items(self, items):
        return Domain("move_line_id", "in", items.ids)

    # ------------------------------------------------------------------
    # Whom it was given to
    # ------------------------------------------------------------------

    def _plan_activity(self):
        """Put an open dispute in the agenda of whom it was given to, on its customer."""
        for dispute in self:
            dispute.activity_id = dispute.partner_id.activity_schedule(
                "l10n_cobranzas.mail_activity_dispute",
                date_deadline=dispute.date_target,
                summary=self.env._("Dispute: %(dispute)s", dispute=dispute.display_name),
                note=dispute._describe(),
                user_id=dispute.responsible_id.id,
            )

    def write(self, vals):
        """Let people change what does not decide it, while it is open."""
        if not self.env.su:
            if set(vals) - CHANGEABLE:
                raise UserError(
                    self.env._("A dispute is not changed: resolve it, and raise another one.")
                )
            if any(dispute.state != "open" for dispute in self) and set(vals) - {"note"}:
                raise UserError(self.env._("The dispute is closed: only its note can be changed."))
        result = super().write(vals)
        if {"responsible_id", "date_target"} & set(vals):
            for dispute in self.sudo():  # sudo: the agenda follows what was changed above
                dispute.activity_id.write(
                    {
                        "user_id": dispute.responsible_id.id,
                        "date_deadline": dispute.date_target,
                    }
                )
        return result

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _describe(self):
        """Return the dispute in words: how much of which document, and why."""
        self.ensure_one()
        return self.env._(
            "Disputed (%(dispute)s): %(amount)s of %(document)s. %(reason)s",
            dispute=self.name,
            amount=formatLang(self.env, self.amount, currency_obj=self.currency_id),
            document=self.move_line_id._cobranzas_document_name(),
            reason=self.reason_id.name,
        )

    def _note(self, body):
        """Note it in the chatter of the customer."""
        self.partner_id._cobranzas_note({self.partner_id.id: body})
