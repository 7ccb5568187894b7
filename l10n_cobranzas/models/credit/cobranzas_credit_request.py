from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import formatLang

from ..ledger.client_values import read_text

#: what only the buttons write
DECIDED = ("state", "decided_by_id", "decided_on", "answer")


class CobranzasCreditRequest(models.Model):
    """Somebody asks for more limit for a customer or a group; a manager decides (CRE-02)."""

    _name = "cobranzas.credit.request"
    _inherit = ["cobranzas.credit.holder.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Request for More Limit"
    _order = "id desc"

    amount = fields.Monetary(
        string="Limit Asked for", required=True, help="The whole limit, not what is added to it."
    )
    date_end = fields.Date(
        string="Until",
        help="Its last day: approved, the difference is an extra limit until then. Empty: "
        "approved, it is the limit from then on.",
    )
    reason = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        selection=[("draft", "Waiting"), ("approved", "Approved"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
        copy=False,
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_on = fields.Date(string="Decided on", readonly=True, copy=False)
    answer = fields.Char(readonly=True, copy=False, help="What the manager said.")
    limit_words = fields.Char(
        string="Limit Today", compute="_compute_limit_words", compute_sudo=True
    )

    _one_holder = models.Constraint(
        "CHECK (num_nonnulls(partner_id, group_id) = 1)",
        "Ask for a customer or for a debtor group: choose one.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "The limit that is asked for has to be above zero."
    )

    @api.depends("partner_id", "group_id", "amount")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for request in self:
            amount = formatLang(self.env, request.amount, currency_obj=request.currency_id)
            name = (request.partner_id or request.group_id).display_name or ""
            request.display_name = f"{name}: {amount}"

    @api.depends("partner_id", "group_id", "company_id")
    @api.depends_context("lang")
    def _compute_limit_words(self):
        for request in self:
            company = request.company_id or self.env.company
            customer = request.partner_id.commercial_partner_id.with_company(company)
            group = request.group_id.with_company(company)
            request.limit_words = customer.cobranzas_limit_words or group.credit_limit_words

    @api.constrains("reason")
    def _check_reason(self):
        for request in self:
            if not (request.reason or "").strip():
                raise ValidationError(self.env._("Say why more limit is needed."))

    # ------------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_decided(vals_list)
        requests = super().create(vals_list)
        requests._tell_managers()
        return requests

    def write(self, vals):
        self._check_decided([vals])
        asked = {"amount", "date_end", "reason", "partner_id", "group_id", "company_id"} & set(vals)
        if asked and not self.env.su and any(request.state != "draft" for request in self):
            raise UserError(
                self.env._("This request was decided: make a new one to ask for another limit.")
            )
        return super().write(vals)

    def _get_concerned(self):
        """A request lets nothing pass: its approval changes the limit, and that is told."""
        return {}

    def _check_decided(self, vals_list):
        """Raise ``UserError`` when a client writes what only a decision writes.

        What is so already may be sent again: of a new request, that it waits.
        """
        known = [request.read(DECIDED, load="")[0] for request in self] or [{"state": "draft"}]
        if not self.env.su and any(
            name in vals and (vals[name] or False) != (each.get(name) or False)
            for vals in vals_list
            for name in DECIDED
            for each in known
        ):
            raise UserError(self.env._("A manager decides with Approve or Refuse."))
        mine = (self.env.uid, *self.user_id.ids)
        if not self.env.su and any(
            vals.get("user_id", self.env.uid) not in mine for vals in vals_list
        ):
            raise AccessError(self.env._("You ask for more limit in your own name only."))

    def _tell_managers(self):
        """Plan an activity for a manager of collections in the company of each request."""
        # sudo: who asks may not read users and their groups
        managers = self.env.ref("l10n_cobranzas.group_cobranzas_manager").sudo().all_user_ids
        for request in self:
            able = managers.filtered(
                lambda user, request=request: (
                    user.active
                    and request.company_id in user.company_ids
                    and user != request.user_id
                )
            )
            if able:
                # sudo: who asks may not make activities of a manager
                request.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Decide on a limit"),
                    note=request.reason,
                    user_id=able.sorted("id")[0].id,
                )

    # ------------------------------------------------------------------
    # Decision
    # ------------------------------------------------------------------

    def action_approve(self, answer=None):
        """Give the limits asked for (CRE-02). Raises ``AccessError`` below manager.

        :param answer: what the manager says; may be empty
        """
        self._start_decision()
        answer = read_text(self.env, answer).strip()
        for request in self:
            request._approve()
        self._close("approved", answer)
        return True

    def action_refuse(self, answer=None):
        """Refuse the limits asked for. Raises ``AccessError`` below manager."""
        self._start_decision()
        self._close("refused", read_text(self.env, answer).strip())
        return True

    def _start_decision(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_manager",
            self.env._("Only a collections manager decides on limits."),
        )
        self.check_access("write")
        for request in self:
            if request.state != "draft":
                raise UserError(
                    self.env._("%(request)s was decided already.", request=request.display_name)
                )

    def _close(self, state, answer):
        # sudo: the right was checked; only the decision is written
        self.sudo().write(
            {
                "state": state,
                "answer": answer,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Date.context_today(self),
            }
        )
        # sudo: the right to decide was checked; activities of others end with the decision
        for request in self.sudo():
            request.activity_unlink(["mail.mail_activity_data_todo"])
            request.message_post(
                body=answer or dict(self._fields["state"]._description_selection(self.env))[state],
                partner_ids=request.user_id.partner_id.ids,
            )

    def _approve(self):
        """Write the limit, or an extra limit until the last day that was asked for."""
        self.ensure_one()
        # sudo: the right to decide was checked by the buttons
        holder = (self.customer_id or self.group_id).sudo().with_company(self.company_id)
        if self.date_end:
            vals = self._prepare_extra_vals(holder)
            self.env["cobranzas.credit.extra"].sudo().create(vals)
        else:
            holder._cobranzas_set_limit(self.amount)

    def _prepare_extra_vals(self, holder):
        """Return the values of the extra limit. Raises ``UserError`` when it would add nothing."""
        current = holder._cobranzas_get_limit(self.company_id)
        if current is None:
            raise UserError(
                self.env._(
                    "%(name)s has no limit to add to: refuse the request, or take its last day "
                    "away to give one.",
                    name=holder.display_name,
                )
            )
        missing = self.currency_id.round(self.amount - current)
        if self.currency_id.compare_amounts(missing, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "%(name)s has that limit already: refuse the request or change its amount.",
                    name=holder.display_name,
                )
            )
        return {
            "partner_id": self.customer_id.id,
            "group_id": self.group_id.id,
            "company_id": self.company_id.id,
            "amount": missing,
            "date_end": self.date_end,
            "reason": self.reason,
        }
