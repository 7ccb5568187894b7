from odoo import api, fields, models

from .contact_channels import CHANNELS

STATES = [("authorised", "Authorised"), ("refused", "Does not want it")]


class CobranzasContactPermission(models.Model):
    """What a debtor said of being contacted by a channel: authorised, or not wanted (COL-05)."""

    _name = "cobranzas.contact.permission"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Channel of a Debtor"
    _order = "partner_id, channel, id"

    partner_id = fields.Many2one(
        "res.partner", string="Debtor", required=True, ondelete="cascade", index=True
    )
    customer_id = fields.Many2one(
        "res.partner",
        string="Commercial Entity",
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        index=True,
    )
    channel = fields.Selection(CHANNELS, required=True)
    state = fields.Selection(STATES, required=True, default="authorised")
    date = fields.Date(string="Since", required=True, default=fields.Date.context_today)
    note = fields.Char(string="How It Is Known", help="As: clause 12 of the contract.")

    _channel_uniq = models.UniqueIndex(
        "(customer_id, channel)", "This channel of the debtor is there already: change that row."
    )

    @api.depends("channel", "state")
    def _compute_display_name(self):
        for permission in self:
            permission.display_name = permission._describe()

    @api.model_create_multi
    def create(self, vals_list):
        permissions = super().create(vals_list)
        permissions._note()
        return permissions

    def write(self, vals):
        result = super().write(vals)
        self._note()
        return result

    def unlink(self):
        self._note(self.env._("no longer there"))
        return super().unlink()

    def _describe(self):
        """Return channel and state in words."""
        self.ensure_one()
        channels, states = (
            dict(self._fields[name]._description_selection(self.env))
            for name in ("channel", "state")
        )
        return f"{channels.get(self.channel, '')}: {states.get(self.state, '')}"

    def _note(self, end=""):
        """Note what the channels are, or that they are gone, in the chatter of their debtors."""
        bodies = {}
        for permission in self:
            words = " – ".join(filter(None, [permission._describe(), permission.note, end]))
            bodies.setdefault(permission.customer_id, []).append(words)
        for customer, lines in bodies.items():
            customer._cobranzas_note({customer.id: "; ".join(lines)})
