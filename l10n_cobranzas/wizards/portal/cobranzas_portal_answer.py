from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...models.ledger.client_values import check_one
from ...models.portal.portal_thread import SUBTYPE


class CobranzasPortalAnswer(models.TransientModel):
    """Answers a debtor who wrote by its page: shown there, and mailed (COL-09)."""

    _name = "cobranzas.portal.answer"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Answer a Debtor"

    partner_id = fields.Many2one("res.partner", string="Debtor", ondelete="cascade")
    debtor_group_id = fields.Many2one("cobranzas.debtor.group", ondelete="cascade")
    commercial_id = fields.Many2one(
        related="partner_id.commercial_partner_id", related_sudo=False, string="Commercial Entity"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Addressee",
        compute="_compute_contact_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Gets the answer by e-mail; it shows on the debtor's page as well.",
    )
    asked = fields.Html(string="Last Message", compute="_compute_asked", compute_sudo=False)
    text = fields.Text(string="Answer", required=True)

    def _get_debtor(self):
        return self.debtor_group_id or self.partner_id.commercial_partner_id

    def _find_asked(self):
        """Return the last message that the debtor wrote by its page."""
        debtor = self._get_debtor()
        subtype = self.env.ref(SUBTYPE)
        return self.env["mail.message"].search(
            Domain("model", "=", debtor._name)
            & Domain("res_id", "=", debtor.id)
            & Domain("subtype_id", "=", subtype.id)
            & Domain("author_id.partner_share", "=", True),
            order="id desc",
            limit=1,
        )

    @api.depends("partner_id", "debtor_group_id")
    def _compute_contact_id(self):
        for dialog in self:
            asked = dialog._find_asked()
            dialog.contact_id = asked.author_id or dialog.partner_id

    @api.depends("partner_id", "debtor_group_id")
    def _compute_asked(self):
        for dialog in self:
            dialog.asked = dialog._find_asked().body

    def action_send(self):
        """Send the answer, and note that what the debtor wrote was read.

        :raises UserError: without a text, or for a contact of somebody else
        :raises AccessError: for a debtor of another collector
        """
        self.ensure_one()
        self.check_access("read")
        debtor, text = self._get_debtor(), (self.text or "").strip()
        if not debtor or not text:
            raise UserError(self.env._("Write the answer first."))
        customers = self._check_debtor(debtor)
        if self.contact_id.commercial_partner_id not in customers and self.contact_id not in (
            self._find_asked().author_id
        ):
            raise UserError(
                self.env._("Choose a contact of the debtor: what it owes is told to nobody else.")
            )
        # sudo: who may do so was checked above; who collects may not post on every contact
        debtor.sudo()._cobranzas_portal_answer(text, self.contact_id, self.env.user)
        if any(customers.sudo().mapped("cobranzas_reply_unread")):  # sudo: a mark, compared
            debtor.action_cobranzas_mark_reply_read()
        return {"type": "ir.actions.act_window_close"}

    def _check_debtor(self, debtor):
        """Return the customers of a debtor; raise ``AccessError`` unless all are the user's."""
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_collector",
            self.env._("Only who collects answers debtors."),
        )
        debtor.check_access("read")
        customers = self.env["res.partner"].union(*debtor._get_cobranzas_customers().values())
        others = customers - customers._cobranzas_filter_own_debtors()
        if others:
            raise AccessError(
                self.env._(
                    "%(customer)s is another collector's debtor.", customer=others[0].display_name
                )
            )
        return customers


class CobranzasDebtorFigures(models.AbstractModel):
    _inherit = "cobranzas.debtor.figures"

    def action_cobranzas_answer(self):
        """Open the dialog that answers what the debtor wrote by its page."""
        check_one(self)
        self.check_access("read")
        is_group = self._name == "cobranzas.debtor.group"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer %(debtor)s", debtor=self.display_name),
            "res_model": "cobranzas.portal.answer",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_debtor_group_id" if is_group else "default_partner_id": self.id,
            },
        }
