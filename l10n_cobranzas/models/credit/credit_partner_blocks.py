from odoo import api, fields, models
from odoo.fields import Domain

from ..ledger.client_values import check_one
from .credit_partner import READERS


class ResPartner(models.Model):
    """Customers that can't be sold to (OPS-15)."""

    _inherit = "res.partner"

    cobranzas_block_ids = fields.One2many(
        "cobranzas.credit.block", "customer_id", string="Blocks", groups=READERS
    )
    cobranzas_blocked = fields.Boolean(
        string="Blocked",
        compute="_compute_cobranzas_blocked",
        search="_search_cobranzas_blocked",
        help="Nothing, or nothing of some product category, can be sold to the customer in this "
        "company.",
    )
    cobranzas_block_words = fields.Char(
        string="Why It Is Blocked",
        compute="_compute_cobranzas_blocked",
        groups="base.group_user",
    )

    @api.depends("parent_id")
    @api.depends_context("company", "lang", "uid")
    def _compute_cobranzas_blocked(self):
        blocks = self._cobranzas_find_blocks().grouped("customer_id")
        for partner in self:
            # sudo: a key of what was read as superuser
            mine = blocks.get(partner._origin.commercial_partner_id.sudo(), ())
            partner.cobranzas_blocked = bool(mine)
            partner.cobranzas_block_words = " · ".join(block._describe() for block in mine)

    def _cobranzas_find_blocks(self):
        """Return the blocks that hold today in this company, of the customers."""
        today = fields.Date.context_today(self)
        # sudo: who sells sees that a customer is blocked, and why
        blocks = self.env["cobranzas.credit.block"].sudo()
        return blocks.search(
            blocks._get_domain_in_force(self.env.company, today)
            & Domain("customer_id", "in", self._origin.commercial_partner_id.ids)
        )

    @api.model
    def _search_cobranzas_blocked(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        blocks = self.env["cobranzas.credit.block"].sudo()  # as above
        held = blocks._get_domain_in_force(self.env.company, today)
        ids = blocks._search(held).select("customer_id")
        found = Domain("commercial_partner_id", "in", ids)
        return found if True in value else ~found

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_cobranzas_block(self):
        """Ask why the customers are blocked, where and until when (OPS-15)."""
        self._cobranzas_check_block_right()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Block"),
            "res_model": "cobranzas.credit.block.new",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": self.commercial_partner_id.ids},
        }

    def action_cobranzas_unblock(self):
        """Ask why the customers are unblocked, and which of their blocks are lifted (OPS-15)."""
        self._cobranzas_check_block_right()
        blocks = self.env["cobranzas.credit.block"].search(
            Domain("customer_id", "in", self.commercial_partner_id.ids)
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Unblock"),
            "res_model": "cobranzas.credit.block.lift",
            "view_mode": "form",
            "target": "new",
            "context": {"default_block_ids": blocks.ids},
        }

    def _cobranzas_check_block_right(self):
        self.env["cobranzas.credit.block"]._check_lift_right()
        self.check_access("read")

    def action_cobranzas_ask_for_limit(self):
        """Open a request for more limit for the customer."""
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for More Limit"),
            "res_model": "cobranzas.credit.request",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }
