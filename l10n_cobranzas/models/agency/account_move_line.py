from odoo import api, fields, models
from odoo.fields import Domain

from .cobranzas_agency import READERS


class AccountMoveLine(models.Model):
    """Which agency collects an item (COL-09)."""

    _inherit = "account.move.line"

    cobranzas_agency_id = fields.Many2one(
        "cobranzas.agency",
        string="Agency",
        compute="_compute_cobranzas_agency_id",
        search="_search_cobranzas_agency_id",
        groups=READERS,
        help="The outside agency that collects it: it is in no notice and in no worklist.",
    )

    def _compute_cobranzas_agency_id(self):
        # sudo: which agency has an item that the user reads
        lines = self.env["cobranzas.agency.handover.line"].sudo()
        found = {
            line.move_line_id.id: line.agency_id
            for line in lines.search_fetch(
                lines._get_domain_in_force() & Domain("move_line_id", "in", self.ids),
                ["move_line_id", "agency_id"],
            )
        }
        for item in self:
            agency = found.get(item._origin.id, self.env["cobranzas.agency"])
            item.cobranzas_agency_id = agency.sudo(self.env.su)

    @api.model
    def _search_cobranzas_agency_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: which items an agency has; the rules of the items themselves hold
        lines = self.env["cobranzas.agency.handover.line"].sudo()
        in_force, ids = lines._get_domain_in_force(), [each for each in value if each]
        held = lines._search(in_force & Domain("agency_id", "in", ids)).subselect("move_line_id")
        found = Domain("id", "in", held)
        if len(ids) != len(list(value)):
            held = lines._search(in_force).subselect("move_line_id")
            found |= Domain("id", "not in", held)
        return found
