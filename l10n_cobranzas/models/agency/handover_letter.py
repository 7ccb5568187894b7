from odoo import api, fields, models
from odoo.exceptions import UserError

from ..settings.debtor_mail import LAYOUT


class CobranzasAgencyHandoverLine(models.Model):
    """When the debtor was told of the hand-over of a document."""

    _inherit = "cobranzas.agency.handover.line"

    date_told = fields.Date(
        string="Told on", readonly=True, copy=False, help="By letter or e-mail."
    )


class CobranzasAgencyHandover(models.Model):
    """Debtors are told who collects from them, how to reach it, and whom to pay (COL-09).

    In the debtor's language. By letter, or by e-mail to those who have an address and whom the
    rules of contact allow to be written to now; either is a row of the log.
    """

    _inherit = "cobranzas.agency.handover"

    untold_count = fields.Integer(
        string="Debtors to Tell",
        compute="_compute_untold_count",
        help="Debtors that the agreement wants to be told, and that were not told yet.",
    )

    @api.depends("line_ids.status", "line_ids.date_told", "agency_id.tells_debtor")
    def _compute_untold_count(self):
        groups = self.env["cobranzas.agency.handover.line"]._read_group(
            [
                ("handover_id", "in", self.ids),
                ("status", "=", "in_force"),
                ("date_told", "=", False),
                ("agency_id.tells_debtor", "=", True),
            ],
            ["handover_id"],
            ["partner_id:count_distinct"],
        )
        counts = {handover.id: count for handover, count in groups}
        for handover in self:
            handover.untold_count = counts.get(handover.id, 0)

    def action_print_letters(self):
        """Print a letter to each debtor that the agency has; the first one is logged."""
        self.ensure_one()
        untold = self._get_lines_to_tell().filtered(lambda line: not line.date_told)
        if untold:
            self._note_told(untold, "letter")
        return self.env.ref("l10n_cobranzas.action_report_agency_letter").report_action(self)

    def action_send_letters(self):
        """E-mail the letter to the debtors that have an address and were not told yet.

        Raises ``UserError`` when none of them may be written to: print the letters instead.
        """
        self.ensure_one()
        lines = self._get_lines_to_tell().filtered(lambda line: not line.date_told)
        debtors = lines.partner_id.filtered("email_normalized")
        answers = debtors.with_company(self.company_id)._cobranzas_contact_answers("email")
        allowed = debtors.filtered(lambda debtor: answers[debtor])
        if not allowed:
            raise UserError(
                self.env._(
                    "No debtor that was not told yet may be written to by e-mail now: print the "
                    "letters, or try again within the hours of contact."
                )
            )
        self._email_letters(allowed)
        told = lines.filtered(lambda line: line.partner_id in allowed)
        self._note_told(told, "email")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Told by e-mail: %(told)s debtors. Left to be told: %(left)s.",
                    told=len(allowed),
                    left=len(lines.partner_id - allowed),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _get_lines_to_tell(self):
        """Return what the agency has. Raises ``UserError`` when that is nothing."""
        self._check_state(
            ("handed",), self.env._("Hand the documents over first: then tell the debtors.")
        )
        lines = self.line_ids.filtered(lambda line: line.status == "in_force")
        if not lines:
            raise UserError(self.env._("No agency has these documents any more."))
        return lines

    def _note_told(self, lines, channel):
        """Note that debtors were told, in the log of contacts and on the documents."""
        words = self.env._(
            "Told of the hand-over to %(agency)s (%(handover)s).",
            agency=self.agency_id.name,
            handover=self.name,
        )
        log = self.env["cobranzas.contact.log"].with_company(self.company_id)
        log._cobranzas_log(
            [
                {
                    "partner_id": debtor.id,
                    "channel": channel,
                    "direction": "out",
                    "note": words,
                    "company_id": self.company_id.id,
                }
                for debtor in lines.partner_id
            ]
        )
        # sudo: lines are written by their batch alone; who may was checked
        lines.sudo().write({"date_told": fields.Date.context_today(self)})

    # ------------------------------------------------------------------
    # The letter
    # ------------------------------------------------------------------

    def _get_letters(self):
        """Return [(debtor, its language, its lines)] of what the agency has, for the template."""
        lines = self.line_ids.filtered(lambda line: line.status == "in_force")
        return [
            (debtor, debtor.lang or self.company_id.partner_id.lang or self.env.lang, mine)
            for debtor, mine in lines.grouped("partner_id").items()
        ]

    def _email_letters(self, debtors):
        """Put an e-mail with the text of the letter in the queue for each debtor."""
        company = self.company_id
        # sudo: e-mails of the batch, by who may hand over; their text is made here
        self.env["mail.mail"].sudo().create(
            [
                {
                    "subject": self._get_letter_subject(lang),
                    "body_html": self._render_letter(debtor, lang, lines),
                    "email_from": company.email_formatted or self.env.user.email_formatted,
                    "email_to": debtor.email_formatted,
                    "author_id": company.partner_id.id,
                    "auto_delete": False,
                }
                for debtor, lang, lines in self._get_letters()
                if debtor in debtors
            ]
        )

    def _get_letter_subject(self, lang):
        company = self.company_id.name
        env = self.with_context(lang=lang).env
        return env._("Your account with %(company)s: who collects it", company=company)

    def _render_letter(self, debtor, lang, lines):
        """Return the letter as an e-mail, in a language; what it shows is escaped."""
        spoken = self.with_context(lang=lang)
        body = spoken.env["ir.qweb"]._render(
            "l10n_cobranzas.agency_letter_text",
            {"o": spoken, "debtor": debtor, "lines": lines.with_env(spoken.env)},
        )
        return spoken.env["mail.render.mixin"]._render_encapsulate(
            LAYOUT,
            body,
            add_context={"company": self.company_id, "lang": lang},
            context_record=spoken,
        )
