from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...engine.credit_data import Block
from ..ledger.client_values import read_text

#: what only lifting a block writes
LIFTING = {"active", "lift_reason", "lifted_by_id", "lifted_on"}


class CobranzasCreditBlock(models.Model):
    """A customer who can't be sold to (OPS-15): wholly, in a company, or of a product category."""

    _name = "cobranzas.credit.block"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Customer Block"
    _order = "active desc, id desc"
    _rec_name = "reason"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    customer_id = fields.Many2one(
        "res.partner",
        string="Commercial Entity",
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="This company and its branches. Empty: every company."
    )
    category_id = fields.Many2one(
        "product.category",
        string="Product Category",
        ondelete="restrict",
        help="Only documents with products of it, or of a category within it. Empty: everything.",
    )
    reason = fields.Char(required=True)
    until = fields.Date(help="Its last day. Empty: until somebody unblocks the customer.")
    user_id = fields.Many2one(
        "res.users",
        string="Blocked by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    date = fields.Date(
        string="Blocked on", required=True, readonly=True, default=fields.Date.context_today
    )
    active = fields.Boolean(string="Not Lifted", default=True, readonly=True)
    lift_reason = fields.Char(string="Reason for Unblocking", readonly=True)
    lifted_by_id = fields.Many2one("res.users", string="Unblocked by", readonly=True)
    lifted_on = fields.Date(string="Unblocked on", readonly=True)

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains("reason")
    def _check_reason(self):
        for block in self:
            if not (block.reason or "").strip():
                raise ValidationError(self.env._("Say why the customer is blocked."))

    @api.constrains("until")
    def _check_until(self):
        today = fields.Date.context_today(self)
        for block in self:
            if block.until and block.until < today:
                raise ValidationError(
                    self.env._(
                        "The block would have ended on %(day)s: choose today or a later day.",
                        day=format_date(self.env, block.until),
                    )
                )

    def _check_lifting(self, vals_list):
        """Raise ``UserError`` when somebody else than the button writes what it keeps."""
        if self.env.su:
            return
        if any(LIFTING & set(vals) for vals in vals_list):
            raise UserError(
                self.env._("Use Unblock on the customer: it asks why, and keeps the answer.")
            )
        if any(vals.get("user_id", self.env.uid) != self.env.uid for vals in vals_list):
            raise AccessError(self.env._("You block customers in your own name only."))

    def _check_same_customer(self, vals):
        """Raise ``UserError`` when a block is given to another customer: no way to lift it."""
        partner = self.env["res.partner"].browse(vals.get("partner_id", ()))
        if "partner_id" in vals and any(
            block.customer_id != partner.commercial_partner_id for block in self
        ):
            raise UserError(
                self.env._("Unblock this customer and block the other one: it is not moved.")
            )

    # ------------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_lifting(vals_list)
        blocks = super().create(vals_list)
        for block in blocks:
            block._log(self.env._("Blocked: %(words)s", words=block._describe()))
        return blocks

    def write(self, vals):
        self._check_lifting([vals])
        self._check_same_customer(vals)
        before = {block: (block._describe(), block.customer_id) for block in self}
        result = super().write(vals)
        for block, (words, customer) in before.items():
            after = block._describe()
            if after != words:
                block._log(self.env._("Block: %(before)s → %(after)s", before=words, after=after))
            (customer | block.customer_id)._cobranzas_block_changed(block.company_id)
        return result

    def action_lift(self, reason=None):
        """Unblock the customers (OPS-15).

        :param reason: why; required, noted on the customer
        Raises ``AccessError`` below accountant, ``UserError`` without a reason.
        """
        self._check_lift_right()
        self.check_access("write")
        reason = read_text(self.env, reason).strip()
        if not reason:
            raise UserError(self.env._("Say why the customer is unblocked."))
        self.exists()._lift(reason)
        return True

    def _lift(self, reason):
        """Lift those of the blocks that are not lifted, and note it on their customers."""
        blocks = self.filtered("active")
        # sudo: who comes here was checked; only this is written
        blocks.sudo().write(
            {
                "active": False,
                "lift_reason": reason,
                "lifted_by_id": self.env.uid,
                "lifted_on": fields.Date.context_today(self),
            }
        )
        for block in blocks:
            words = block._describe()
            block._log(self.env._("Unblocked (%(words)s): %(reason)s", words=words, reason=reason))

    @api.model
    def _cron_end(self):
        """Lift the blocks whose last day has passed, where they were made; documents may pass."""
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        ended = self.search([("until", "<", tomorrow)], order="until, id").filtered(
            lambda block: (
                block.until < fields.Date.context_today(block.with_context(tz=block.user_id.tz))
            )
        )
        ended._lift(self.env._("Its last day has passed"))

    @api.model
    def _check_lift_right(self):
        """Raise ``AccessError`` below accountant."""
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant blocks or unblocks customers."),
        )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _describe(self):
        """Return the block in words: where and of what unless all, until when, why."""
        self.ensure_one()
        parts = [
            self.company_id.name,
            self.category_id.display_name,
            self.until and self.env._("until %(day)s", day=format_date(self.env, self.until)),
        ]
        where = ", ".join(part for part in parts if part)
        return f"{where}: {self.reason}" if where else self.reason

    def _log(self, body):
        """Note it in the chatter of the customer."""
        # sudo: whoever may block a customer leaves a note of it
        self.customer_id.sudo()._message_log(body=body)

    # ------------------------------------------------------------------
    # What is in force
    # ------------------------------------------------------------------

    @api.model
    def _get_domain_in_force(self, company, day):
        """Return the domain of the blocks that hold in a company on a day."""
        # sudo: settings, currency and branches of a company; nothing of its customers is shown
        companies = [*company.sudo().parent_ids.ids, False]
        return Domain("company_id", "in", companies) & (
            Domain("until", "=", False) | Domain("until", ">=", day)
        )

    @api.model
    def _get_in_force(self, partners, company, day, categories=None):
        """Return {customer: [Block]} of the customers that are blocked on a day (OPS-15).

        :param partners: any contacts; the blocks are of their commercial entities
        :param categories: of the document's products: blocks of other categories are left out;
            None: all of them, whatever the category
        """
        customers = partners.commercial_partner_id
        # sudo: a block binds, and shows its reason to, whoever sells to the customer
        blocks = self.sudo().search(
            self._get_domain_in_force(company, day) & Domain("customer_id", "in", customers.ids),
            order="id",
        )
        if categories is not None:
            within = {
                int(id_)
                # sudo: the tree of categories of products that the user sells
                for path in categories.sudo().mapped("parent_path")
                for id_ in path.split("/")
                if id_
            }
            blocks = blocks.filtered(
                lambda block: not block.category_id or block.category_id.id in within
            )
        by_customer = blocks.grouped("customer_id")
        return {
            customer: [block._to_engine() for block in by_customer[customer]]
            for customer in customers
            if customer in by_customer
        }

    def _to_engine(self):
        self.ensure_one()
        return Block(self.id, self.reason, self.until or None, self.category_id.id or None)
