from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class CobranzasCollectorAbsence(models.Model):
    """Days on which a collector is away, and who works the debtors meanwhile (COL-03)."""

    _name = "cobranzas.collector.absence"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Absence of a Collector"
    _order = "date_from desc, id desc"
    _rec_name = "collector_id"

    collector_id = fields.Many2one(
        "cobranzas.collector", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="collector_id.company_id", store=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="To", help="Its last day. Empty: until further notice.")
    substitute_id = fields.Many2one(
        "cobranzas.collector",
        index="btree_not_null",
        help="Who sees and works the debtors on those days. A substitute without a user works on "
        "paper. Empty: nobody but those who see all debtors.",
    )
    reason = fields.Char()

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "An absence can't end before it begins: correct its dates.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences.collector_id._refresh_acting_users()
        return absences

    def write(self, vals):
        collectors = self.collector_id
        result = super().write(vals)
        (collectors | self.collector_id)._refresh_acting_users()
        return result

    def unlink(self):
        collectors = self.collector_id
        result = super().unlink()
        collectors._refresh_acting_users()
        return result

    def _covers(self, day):
        """Tell whether the collector is absent on a day."""
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or day <= self.date_to)

    def _overlaps(self, other):
        """Tell whether two absences share a day."""
        first, last = max(self.date_from, other.date_from), [self.date_to, other.date_to]
        return all(not day or first <= day for day in last)

    @api.constrains("collector_id", "substitute_id")
    def _check_substitute(self):
        for absence in self:
            collector, substitute = absence.collector_id, absence.substitute_id
            if substitute == collector:
                raise ValidationError(
                    self.env._(
                        "%(collector)s can't be their own substitute: choose another collector.",
                        collector=collector.name,
                    )
                )
            companies = collector.company_id | substitute.company_id
            if substitute and len(companies) > 1:
                raise ValidationError(
                    self.env._(
                        "%(substitute)s collects for %(company)s only: choose a substitute of "
                        "%(other)s.",
                        substitute=substitute.name,
                        company=substitute.company_id.name,
                        other=collector.company_id.name,
                    )
                )

    @api.constrains("collector_id", "substitute_id", "date_from", "date_to")
    def _check_overlaps(self):
        who = (self.collector_id | self.substitute_id).ids
        # sudo: absences that the user may not read hold too
        others = self.sudo().search(
            ["|", ("collector_id", "in", who), ("substitute_id", "in", self.collector_id.ids)]
        )
        for absence in self:
            for other in others:
                if other.id != absence.id and absence._overlaps(other):
                    absence._check_against(other)

    def _check_against(self, other):
        """Raise ``ValidationError`` if an absence of the same days contradicts this one."""
        values = {
            "collector": self.collector_id.name,
            "substitute": self.substitute_id.name,
            "other": other.collector_id.name,
            "from": format_date(self.env, other.date_from),
            "to": format_date(self.env, other.date_to) if other.date_to else "…",
        }
        if other.collector_id == self.collector_id:
            message = self.env._(
                "%(collector)s is already absent from %(from)s to %(to)s: correct that absence, or "
                "choose other dates.",
                **values,
            )
        elif other.collector_id == self.substitute_id:
            message = self.env._(
                "%(substitute)s is absent too, from %(from)s to %(to)s: choose another substitute "
                "for %(collector)s.",
                **values,
            )
        elif other.substitute_id == self.collector_id:
            message = self.env._(
                "%(collector)s is the substitute of %(other)s from %(from)s to %(to)s: give "
                "%(other)s another substitute first.",
                **values,
            )
        else:
            return
        raise ValidationError(message)
