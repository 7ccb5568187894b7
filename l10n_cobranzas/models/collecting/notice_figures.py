from odoo import api, fields, models


class CobranzasDebtorFigures(models.AbstractModel):
    """The notices of a customer or a debtor group (COL-05)."""

    _inherit = "cobranzas.debtor.figures"

    cobranzas_notice_count = fields.Integer(
        string="Notices",
        compute="_compute_cobranzas_notice_count",
        groups="l10n_cobranzas.group_cobranzas_collector",
    )

    def _get_cobranzas_notice_field(self):
        """Return the field of a notice that names these debtors."""
        return "debtor_group_id" if self._name == "cobranzas.debtor.group" else "partner_id"

    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_cobranzas_notice_count(self):
        name = self._get_cobranzas_notice_field()
        owners = {debtor: debtor._get_cobranzas_figures_key() for debtor in self}
        counts = dict(
            self.env["cobranzas.notice"]._read_group(
                [(name, "in", [owner.id for owner in owners.values()])], [name], ["__count"]
            )
        )
        for debtor, owner in owners.items():
            debtor.cobranzas_notice_count = counts.get(owner, 0)

    def action_cobranzas_open_notices(self):
        """Open the notices of these debtors, planned and sent."""
        self.check_access("read")
        name = self._get_cobranzas_notice_field()
        domain = [(name, "in", self._get_cobranzas_figures_key().ids)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Notices"),
            "res_model": "cobranzas.notice",
            "view_mode": "list,form",
            "domain": domain,
            "context": {"create": False},
        }

    def action_cobranzas_mark_reply_read(self):
        """Note that the debtors' answers were read: their notices go on.

        Of a group, those of the debtors whom the user collects. Raises ``AccessError`` for who
        collects from none of them.
        """
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_collector",
            self.env._("Only who collects notes that the answers of debtors were read."),
        )
        self.check_access("read")
        everyone = self.env["res.partner"].union(*self._get_cobranzas_customers().values())
        customers = everyone._cobranzas_filter_own_debtors()
        if everyone and not customers:
            everyone[0]._cobranzas_check_own_debtor()
        # sudo: who collects from them has read the answers, also who may not change contacts
        customers = customers.sudo().filtered("cobranzas_reply_unread")
        customers.cobranzas_reply_unread = False
        body = self.env._("The answer was read by %(user)s.", user=self.env.user.name)
        customers._message_log_batch({customer.id: body for customer in customers})
