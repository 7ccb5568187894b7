from odoo import api, fields, models
from odoo.fields import Domain

#: levels from the highest: key, group
LEVELS = (
    ("manager", "l10n_cobranzas.group_cobranzas_manager"),
    ("accountant", "l10n_cobranzas.group_cobranzas_accountant"),
    ("cashier", "l10n_cobranzas.group_cobranzas_cashier"),
    ("collector", "l10n_cobranzas.group_cobranzas_collector"),
)
MANAGER = "l10n_cobranzas.group_cobranzas_manager"


def right(name, label, explanation):
    """Return the field of a right that is given apart from the levels."""
    return fields.Boolean(
        string=label,
        compute="_compute_cobranzas_access",
        search=lambda self, operator, value: self._search_cobranzas_right(name, operator, value),
        groups=MANAGER,
        help=explanation,
    )


class ResUsers(models.Model):
    """Who has which rights to collections, as a manager sees it (COL-10).

    Only shown: rights are given where Odoo gives them, by who administrates users.
    """

    _inherit = "res.users"

    cobranzas_level = fields.Selection(
        [
            ("manager", "Manager"),
            ("accountant", "Accountant"),
            ("cashier", "Cashier"),
            ("collector", "Collector"),
        ],
        string="Collections",
        compute="_compute_cobranzas_access",
        search="_search_cobranzas_level",
        groups=MANAGER,
        help="The highest level that the user has in collections; each includes those below.",
    )
    cobranzas_may_reprint = right(
        "cobranzas_may_reprint",
        "Reprints Receipts",
        "Prints and sends again receipts that already went out.",
    )
    cobranzas_collector_names = fields.Char(
        string="Collects as",
        compute="_compute_cobranzas_access",
        groups=MANAGER,
        help="The collectors whose debtors the user sees today, absent ones whose substitute "
        "they are included.",
    )

    @api.model
    def _cobranzas_get_rights(self):
        """Return {field: group} of the rights that are given apart from the levels. To extend."""
        return {"cobranzas_may_reprint": "l10n_cobranzas.group_cobranzas_reprint"}

    @api.depends("group_ids", "cobranzas_acting_collector_ids")
    def _compute_cobranzas_access(self):
        rights = self._cobranzas_get_rights()
        groups = {name: self.env.ref(name) for name in (*dict(LEVELS).values(), *rights.values())}
        # sudo: which groups users have is for administrators; a manager sees those of collections
        for user, known in zip(self, self.sudo(), strict=True):
            held = known.all_group_ids
            levels = [key for key, name in LEVELS if groups[name] in held]
            user.cobranzas_level = levels[0] if levels else False
            for field, name in rights.items():
                user[field] = groups[name] in held
            user.cobranzas_collector_names = ", ".join(
                known.cobranzas_acting_collector_ids.mapped("name")
            )

    @api.model
    def _cobranzas_with_group(self, name):
        """Return the domain of the users who have a group, directly or by another."""
        # sudo: of the groups of collections, no more
        group = self.env.ref(name).sudo()
        return Domain("id", "in", group.all_user_ids.ids)

    @api.model
    def _search_cobranzas_level(self, operator, value):
        if operator != "in":
            return NotImplemented
        by_level, found, above = dict(LEVELS), Domain.FALSE, Domain.FALSE
        for key, name in by_level.items():
            held = self._cobranzas_with_group(name)
            if key in value:
                found |= held & ~above
            above |= held
        if False in value:
            found |= ~above
        return found

    @api.model
    def _search_cobranzas_right(self, name, operator, value):
        if operator != "in":
            return NotImplemented
        held = self._cobranzas_with_group(self._cobranzas_get_rights()[name])
        domain = Domain.FALSE
        if True in value:
            domain |= held
        if False in value:
            domain |= ~held
        return domain
