from odoo import api, fields, models
from odoo.exceptions import UserError

CHANNELS = [
    ("call", "Call"),
    ("visit", "Visit"),
    ("email", "Email"),
    ("sms", "SMS"),
    ("whatsapp", "WhatsApp"),
    ("letter", "Letter"),
    ("portal", "Portal"),
    ("other", "Other"),
]


class CobranzasContactLog(models.Model):
    """A contact with a debtor that took place or was tried (*gestión*, COL-04).

    Rows are added, and never changed or deleted by anybody: what was wrong is corrected by a
    further row.
    """

    _name = "cobranzas.contact.log"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Contact with a Debtor"
    _order = "date desc, id desc"

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    collector_id = fields.Many2one(
        "cobranzas.collector", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Debtor",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Person",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    debtor_group_id = fields.Many2one(
        "cobranzas.debtor.group", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    direction = fields.Selection(
        [("out", "To the Debtor"), ("in", "From the Debtor")],
        required=True,
        readonly=True,
        default="out",
    )
    reached = fields.Boolean(
        readonly=True, help="The debtor, or who answers for them, was spoken to or answered."
    )
    result_id = fields.Many2one("cobranzas.contact.result", readonly=True, ondelete="restrict")
    note = fields.Text(readonly=True)
    next_date = fields.Date(string="Next Contact", readonly=True)
    corrects_id = fields.Many2one(
        "cobranzas.contact.log", string="Corrects", readonly=True, ondelete="restrict"
    )
    gate_rule = fields.Text(
        string="Against the Rule",
        readonly=True,
        help="Rule of contact that did not allow this contact when it was made.",
    )
    reason = fields.Char(readonly=True, help="Why it was done although a rule did not allow it.")

    @api.depends("date", "channel", "partner_id")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{channels.get(row.channel, '')}: {row.partner_id.display_name}"

    @api.model
    def _cobranzas_log(self, vals_list):
        """Add rows to the log and return them; who calls has checked what the user may do.

        ``partner_id`` may be any contact: the row is of its commercial entity, and the contact the
        person. Collector and company are filled in.
        """
        partners = self.env["res.partner"].browse(vals["partner_id"] for vals in vals_list)
        rows = []
        for partner, vals in zip(partners, vals_list, strict=True):
            # sudo: whose contact it is, and who collects from them; who calls has checked it
            debtor = partner.sudo().commercial_partner_id
            rows.append(
                {
                    "contact_id": partner.id if partner.id != debtor.id else False,
                    "collector_id": debtor.cobranzas_collector_id.id,
                    "user_id": self.env.uid,
                    "company_id": self.env.company.id,
                    **vals,
                    "partner_id": debtor.id,
                }
            )
        # sudo: nobody has the right to add rows by hand; who calls has checked what the user may do
        return self.sudo().create(rows).sudo(self.env.su)

    def write(self, vals):
        """Raise ``UserError``: the log is not changed, by anybody."""
        raise UserError(self.env._("The log of contacts is not changed: correct it by a new row."))

    def unlink(self):
        """Raise ``UserError``: nothing is deleted from the log, by anybody."""
        raise UserError(
            self.env._("Nothing is deleted from the log of contacts: correct it by a new row.")
        )
