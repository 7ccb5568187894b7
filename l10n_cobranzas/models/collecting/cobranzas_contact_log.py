import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..settings.moments import format_moment
from .contact_channels import CHANNELS, DIRECTIONS

#: clocks of two machines differ a little
PATIENCE = datetime.timedelta(minutes=5)


class CobranzasContactLog(models.Model):
    """A contact with a debtor that took place or was tried (*gestión*, COL-04).

    Rows are added, and never changed or deleted by anybody, which the database sees to as well
    (``contact_log_kept.py``): what was wrong is corrected by a further row.
    """

    _name = "cobranzas.contact.log"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Contact with a Debtor"
    _order = "date desc, id desc"

    date = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    collector_id = fields.Many2one(
        "cobranzas.collector",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Who collected from the debtor at that time.",
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
        "cobranzas.debtor.group",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The contact was for all debtors of the group.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    direction = fields.Selection(DIRECTIONS, required=True, readonly=True, default="out")
    reached = fields.Boolean(
        readonly=True, help="The debtor, or who answers for them, was spoken to or answered."
    )
    result_id = fields.Many2one("cobranzas.contact.result", readonly=True, ondelete="restrict")
    note = fields.Text(readonly=True)
    next_date = fields.Date(string="Next Contact", readonly=True)
    corrects_id = fields.Many2one(
        "cobranzas.contact.log", readonly=True, ondelete="restrict"
    )
    correction_ids = fields.One2many("cobranzas.contact.log", "corrects_id", string="Corrected by")
    annuls = fields.Boolean(
        string="Did Not Take Place",
        readonly=True,
        help="The contact that is corrected did not take place, or not with this debtor.",
    )
    gate_rule = fields.Text(
        string="Against the Rule",
        readonly=True,
        help="Rule of contact that did not allow this contact when it was made.",
    )
    reason = fields.Char(
        readonly=True,
        help="Why it was done although a rule did not allow it, or why it was corrected.",
    )

    #: the last contact with each debtor, too, is looked up by it
    _partner_date = models.Index("(partner_id, date)")
    _corrected_once = models.UniqueIndex(
        "(corrects_id) WHERE corrects_id IS NOT NULL",
        "This contact was corrected already: correct the later row.",
    )
    _reason_of_rule = models.Constraint(
        "CHECK (gate_rule IS NULL OR gate_rule = '' OR reason <> '')",
        "Say why the debtor was contacted although the rules do not allow it.",
    )

    @api.depends("date", "channel", "partner_id")
    @api.depends_context("tz", "lang")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for row in self:
            moment = row.date and format_moment(self.env, row.date)
            row.display_name = f"{channels.get(row.channel, '')} {moment or ''}".strip()

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains("date", "next_date")
    def _check_date(self):
        latest = fields.Datetime.now() + PATIENCE
        for row in self:
            if row.date > latest:
                raise ValidationError(
                    self.env._(
                        "The contact is logged once it took place: %(moment)s is still to come.",
                        moment=format_moment(self.env, row.date),
                    )
                )
            day = fields.Datetime.context_timestamp(row, row.date).date()
            if row.next_date and row.next_date < day:
                raise ValidationError(self.env._("The next contact is on a later day than this."))

    @api.constrains("note", "result_id")
    def _check_note(self):
        for row in self:
            if row.result_id.needs_note and not (row.note or "").strip():
                raise ValidationError(
                    self.env._(
                        "Write a note: %(result)s does not say by itself what was spoken.",
                        result=row.result_id.name,
                    )
                )

    @api.constrains("corrects_id", "annuls", "reason")
    def _check_correction(self):
        for row in self:
            corrected = row.corrects_id
            if row.annuls and not corrected:
                raise ValidationError(
                    self.env._("Choose the contact that did not take place: correct that row.")
                )
            if not corrected:
                continue
            if (corrected.partner_id, corrected.company_id) != (row.partner_id, row.company_id):
                raise ValidationError(
                    self.env._("A correction is of the debtor and company of what it corrects.")
                )
            if not (row.reason or "").strip():
                raise ValidationError(self.env._("Say why the contact is corrected."))

    # ------------------------------------------------------------------
    # Adding rows
    # ------------------------------------------------------------------

    @api.model
    def _cobranzas_log(self, vals_list):
        """Add rows to the log and return them; who calls has checked what the user may do.

        ``partner_id`` may be any contact: the row is of its commercial entity, and the contact the
        person. Collector, company and user are filled in.

        :raises ValidationError: for a moment still to come, without a note that is needed, ...
        """
        partners = self.env["res.partner"].browse(vals["partner_id"] for vals in vals_list)
        rows = []
        # sudo: whose contacts they are, and who collects from them; who calls has checked it
        for partner, vals in zip(partners.sudo(), vals_list, strict=True):
            debtor = partner.commercial_partner_id
            rows.append(
                {
                    "contact_id": partner.id if partner != debtor else False,
                    "collector_id": debtor.cobranzas_collector_id.id,
                    "user_id": self.env.uid,
                    "company_id": self.env.company.id,
                    **vals,
                    "partner_id": debtor.id,
                }
            )
        # sudo: nobody has the right to add rows by hand; who calls has checked what the user may do
        return self.sudo().create(rows).sudo(self.env.su)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.flush_recordset()  # the database refuses what is wrong now, not at some later time
        return rows

    def write(self, vals):
        """Raise ``UserError``: the log is not changed, by anybody."""
        if vals:
            raise UserError(
                self.env._("The log of contacts is not changed: correct it by a new row.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._("Nothing is deleted from the log of contacts: correct it by a new row.")
        )

    def action_correct(self):
        """Open the dialog that corrects the contact by a further row."""
        self.ensure_one()
        self.check_access("read")
        if self.correction_ids:
            raise UserError(
                self.env._("This contact was corrected already: correct the later row.")
            )
        names = (
            *("partner_id", "contact_id", "debtor_group_id", "date", "channel", "direction"),
            *("reached", "result_id", "note"),
        )
        values = {
            f"default_{name}": self._fields[name].convert_to_write(self[name], self)
            for name in names
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct Contact"),
            "res_model": "cobranzas.contact.log.new",
            "view_mode": "form",
            "target": "new",
            "context": {**values, "default_corrects_id": self.id},
        }
