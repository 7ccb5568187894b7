from odoo import api, fields, models
from odoo.exceptions import UserError

from ..ledger.client_values import check_one, read_text
from .cobranzas_credit_document import Judged

OPEN = ("draft", "sent")


class SaleOrder(models.Model):
    """Orders under credit control: what is refused is held, and told, never lost (CRE-03)."""

    _name = "sale.order"
    _inherit = ["sale.order", "cobranzas.credit.document"]

    _cobranzas_decision_field = "order_id"
    _cobranzas_owing_field = "partner_invoice_id"

    cobranzas_hold = fields.Selection(
        [("credit", "Held by Credit Control"), ("manual", "Held by Hand")],
        string="Held",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="Credit control releases what it held by itself; what was held by hand is released by "
        "hand.",
    )
    cobranzas_hold_reason = fields.Text(
        string="Reasons of the Hold", readonly=True, copy=False, groups="base.group_user"
    )
    cobranzas_hold_words = fields.Text(
        string="Why It Is Held",
        compute="_compute_cobranzas_hold_words",
        compute_sudo=True,
        groups="base.group_user",
        help="In the language of whoever reads it.",
    )
    cobranzas_held_on = fields.Datetime(string="Held On", readonly=True, copy=False)
    cobranzas_credit_decision_ids = fields.One2many(
        "cobranzas.credit.decision",
        "order_id",
        string="Credit Decisions",
        readonly=True,
        groups="base.group_user",
    )

    # ------------------------------------------------------------------
    # What an order is to credit control
    # ------------------------------------------------------------------

    def _cobranzas_get_credit_kind(self):
        return "order" if self.state in OPEN else None

    def _cobranzas_get_asked_kind(self):
        # a confirmed order may ask to grow
        return "order" if self.state in (*OPEN, "sale") else None

    def _cobranzas_get_credit_amount(self):
        rate_day = self.company_id.cobranzas_credit_rate_day
        today = fields.Date.context_today(self)
        day = self.date_order.date() if rate_day == "document" and self.date_order else today
        return self.currency_id._convert(
            self.amount_total, self.company_id.currency_id, self.company_id, day
        )

    def _cobranzas_get_credit_customer(self):
        # who is invoiced owes
        return (self.partner_invoice_id or self.partner_id).commercial_partner_id

    def _cobranzas_get_credit_products(self):
        return self.order_line.product_id

    @api.depends("partner_id", "partner_invoice_id", "company_id", "state", "amount_total")
    def _compute_cobranzas_credit(self):
        return super()._compute_cobranzas_credit()

    @api.depends("cobranzas_hold", "cobranzas_hold_reason", "cobranzas_credit_decision_ids.words")
    @api.depends_context("lang")
    def _compute_cobranzas_hold_words(self):
        for order in self:
            decisions = order.cobranzas_credit_decision_ids
            refusal = decisions.filtered(lambda decision: decision.verdict == "refuse")[:1]
            words = refusal.words if order.cobranzas_hold == "credit" else ""
            order.cobranzas_hold_words = words or order.cobranzas_hold_reason

    # ------------------------------------------------------------------
    # The door
    # ------------------------------------------------------------------

    def action_confirm(self):
        """Confirm what credit control lets pass and hold the rest with its reasons (CRE-03).

        Raises ``UserError`` for an order that was held by hand.
        """
        self._cobranzas_queue()  # before anything is read
        verdicts = self._cobranzas_judge_in_turn()
        self._cobranzas_check_not_held()
        held = self.browse().union(*(doc for doc, each in verdicts.items() if each.is_refused))
        held._cobranzas_hold({order: verdicts[order] for order in held})
        passing = self - held
        if not passing:
            return True
        passing._cobranzas_pass(verdicts)
        passing = passing.with_context(cobranzas_judged=Judged(passing.ids))
        return super(SaleOrder, passing).action_confirm()

    def _action_cancel(self):
        """Look again at the held orders of those whose confirmed orders are cancelled."""
        confirmed = self.filtered(lambda order: order.state == "sale")
        result = super()._action_cancel()
        for order in confirmed:
            order._cobranzas_get_credit_customer()._cobranzas_release_later(order.company_id)
        return result

    def _cobranzas_check_not_held(self):
        for order in self:
            if order.cobranzas_hold == "manual":
                raise UserError(
                    self.env._(
                        "%(order)s is held by hand: release it before it is confirmed. %(reason)s",
                        order=order.name,
                        reason=order.cobranzas_hold_reason or "",
                    )
                )

    def _cobranzas_pass(self, verdicts):
        """Note that the orders pass: no longer held, overrides used, warnings kept."""
        self._cobranzas_use_overrides_of(verdicts)
        self._cobranzas_log(
            {
                order: verdict
                for order, verdict in verdicts.items()
                if order in self and not verdict.is_overridden
            }
        )
        self.filtered("cobranzas_hold")._cobranzas_end_hold()

    # ------------------------------------------------------------------
    # Held and released
    # ------------------------------------------------------------------

    def _cobranzas_hold(self, verdicts):
        """Hold orders that were refused, keep why, and tell their salespersons.

        :param verdicts: {order: Verdict}
        """
        decisions = self._cobranzas_log(verdicts)
        for decision in decisions:
            order = self.browse(decision.order_id.id)
            news = order._cobranzas_is_news(decision)
            # sudo: who sells may not write holds
            order.sudo().write(
                {
                    "cobranzas_hold": "credit",
                    "cobranzas_hold_reason": decision.sentence,
                    "cobranzas_held_on": order.cobranzas_held_on or fields.Datetime.now(),
                }
            )
            if news:
                told = order._cobranzas_in_holder_language()
                why = decision.with_env(told.env).sudo().words  # sudo: told to who sells
                note = told.env._("Held by credit control: %(why)s", why=why)
                told._cobranzas_tell("l10n_cobranzas.mail_activity_credit_held", note)

    def _cobranzas_is_news(self, decision):
        """Tell whether an order is held for other reasons than those that were told."""
        if self.cobranzas_hold != "credit":
            return True
        # sudo: compared alone
        others = self.sudo().cobranzas_credit_decision_ids - decision.sudo()
        last = others.filtered(lambda other: other.verdict == "refuse")[:1]
        return last.words != decision.sudo().words  # sudo: compared alone

    def _cobranzas_in_holder_language(self):
        """Return the order in the language of whoever is told of it."""
        lang = self.user_id.lang or self.env.company.partner_id.lang
        return self.with_context(lang=lang)

    def _cobranzas_override(self, amount, reason):
        result = super()._cobranzas_override(amount, reason)
        self.filtered(lambda order: order.cobranzas_hold == "credit")._cobranzas_end_hold()
        return result

    def _cobranzas_end_hold(self):
        # sudo: who sells may not write holds
        self.sudo().write(
            {"cobranzas_hold": False, "cobranzas_hold_reason": False, "cobranzas_held_on": False}
        )
        # sudo: activities of others end with the hold
        self.sudo().activity_unlink(["l10n_cobranzas.mail_activity_credit_held"])

    def _cobranzas_tell(self, activity, note):
        """Tell the salesperson by an activity, and everybody in the chatter."""
        # sudo: a portal user who signs may neither write messages nor make activities
        order = self.sudo()
        order.message_post(body=note)
        holder = order.user_id or order.team_id.user_id or order.create_uid
        if holder != self.env.user or holder.share:
            order.activity_schedule(activity, note=note, user_id=holder.id)

    def action_cobranzas_hold(self, reason):
        """Hold quotations by hand, until somebody releases them by hand (CRE-06).

        Raises ``UserError`` without a reason, and for what is no quotation.
        """
        self.check_access("write")
        reason = (read_text(self.env, reason) or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the order is held."))
        for order in self:
            if order.state not in OPEN:
                raise UserError(self.env._("%(order)s is no quotation.", order=order.name))
        # sudo: access was checked; what says why is written by this alone
        self.sudo().write(
            {
                "cobranzas_hold": "manual",
                "cobranzas_hold_reason": reason,
                "cobranzas_held_on": fields.Datetime.now(),
            }
        )
        for order in self:
            order.message_post(body=self.env._("Held by hand: %(why)s", why=reason))
        return True

    def action_cobranzas_release(self):
        """Release orders that were held by hand; credit control judges them when confirmed.

        Raises ``AccessError`` below accountant.
        """
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Ask an accountant to release what was held by hand."),
        )
        self.check_access("write")
        held = self.filtered(lambda order: order.cobranzas_hold == "manual")
        held._cobranzas_end_hold()
        for order in held:
            order.message_post(body=self.env._("Released by hand."))
        return True

    def action_cobranzas_open_hold(self):
        """Ask why the order is held."""
        check_one(self)
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hold the Order"),
            "res_model": "cobranzas.credit.hold",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    @api.model
    def _cobranzas_release_held(self, company, customers=None):
        """Release the held orders that credit control lets pass now, the oldest first (CRE-06).

        :param customers: whose orders, those of their debtor groups included; None for all
        """
        held = self.search(self._cobranzas_get_held_domain(company, customers), order="id")
        held = held.sorted(lambda order: (order.cobranzas_held_on, order.id))
        if not held:
            return
        verdicts = held._cobranzas_judge_in_turn()
        passing = held.filtered(
            lambda order: order not in verdicts or not verdicts[order].is_refused
        )
        for order in passing:
            order._cobranzas_release()

    @api.model
    def _cobranzas_get_held_domain(self, company, customers):
        domain = [
            ("company_id", "=", company.id),
            ("cobranzas_hold", "=", "credit"),
            ("state", "in", OPEN),
        ]
        if customers is not None:
            members = customers.cobranzas_group_id.member_ids.partner_id
            domain.append(
                ("partner_invoice_id.commercial_partner_id", "in", (customers | members).ids)
            )
        return domain
