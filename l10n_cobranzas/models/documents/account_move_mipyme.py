from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

#: codes of the MiPyME electronic credit invoices and their notes (Ley 27440), by ARCA
MIPYME_CODES = {"201", "202", "203", "206", "207", "208", "211", "212", "213"}

#: what records the acceptance of a MiPyME credit invoice
ACCEPTANCE = {
    "cobranzas_is_mipyme",
    "cobranzas_mipyme_state",
    "cobranzas_mipyme_date",
    "cobranzas_mipyme_kind",
}

#: values of the fields of electronic invoicing, where installed, that mean "not approved yet"
WAITING = {
    "edi_state": {"to_send"},
    "l10n_cl_dte_status": {"not_sent", "ask_for_status"},
    "l10n_co_dian_state": {"invoice_pending"},
    "l10n_uy_edi_cfe_state": {"received"},
}


class AccountMove(models.Model):
    """What must happen before an invoice can be collected (REC-22)."""

    _inherit = "account.move"

    cobranzas_is_mipyme = fields.Boolean(
        string="MiPyME Credit Invoice",
        compute="_compute_cobranzas_is_mipyme",
        store=True,
        readonly=False,
        tracking=True,
        help="A MiPyME electronic credit invoice (Ley 27440): collected once its acceptance is "
        "recorded.",
    )
    cobranzas_mipyme_state = fields.Selection(
        selection=[("pending", "Pending"), ("accepted", "Accepted"), ("rejected", "Rejected")],
        string="Acceptance",
        compute="_compute_cobranzas_mipyme_state",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
    )
    cobranzas_mipyme_date = fields.Date(
        string="Acceptance Date",
        copy=False,
        tracking=True,
        help="When the customer accepted or rejected it.",
    )
    cobranzas_mipyme_kind = fields.Selection(
        selection=[("express", "Express"), ("tacit", "Tacit")],
        string="Kind of Acceptance",
        copy=False,
        tracking=True,
    )
    cobranzas_awaits_acceptance = fields.Boolean(
        string="Awaits Acceptance", compute="_compute_cobranzas_awaits_acceptance", store=True
    )

    # worded as the ORM asks: PostgreSQL takes no index for a condition in other words
    _cobranzas_awaiting_idx = models.Index("(id) WHERE cobranzas_awaits_acceptance IS TRUE")

    def _auto_init(self):
        """Fill the columns by SQL: the ORM would go through every entry there is."""
        cr = self.env.cr
        if not column_exists(cr, "account_move", "cobranzas_is_mipyme"):
            create_column(cr, "account_move", "cobranzas_is_mipyme", "boolean")
            create_column(cr, "account_move", "cobranzas_mipyme_state", "varchar")
            create_column(cr, "account_move", "cobranzas_mipyme_date", "date")
            create_column(cr, "account_move", "cobranzas_mipyme_kind", "varchar")
            create_column(cr, "account_move", "cobranzas_awaits_acceptance", "boolean")
            if column_exists(cr, "account_move", "l10n_latam_document_type_id"):
                cr.execute(
                    SQL(
                        """UPDATE account_move AS move
                              SET cobranzas_is_mipyme = TRUE,
                                  cobranzas_mipyme_state = 'pending',
                                  cobranzas_awaits_acceptance = TRUE
                             FROM l10n_latam_document_type AS type
                            WHERE type.id = move.l10n_latam_document_type_id
                              AND move.move_type = 'out_invoice'
                              AND type.code IN %s""",
                        tuple(MIPYME_CODES),
                    )
                )
                self._cobranzas_accept_collected()
        return super()._auto_init()

    @api.model
    def _cobranzas_accept_collected(self):
        """Take as accepted, tacitly, the pending ones that were collected, if only in part.

        For those of before the add-on: on the day of the first collection at the latest. A credit
        note is none.
        """
        self.env.cr.execute(
            SQL(
                """UPDATE account_move AS move
                      SET cobranzas_mipyme_state = 'accepted',
                          cobranzas_mipyme_kind = 'tacit',
                          cobranzas_mipyme_date = collected.day,
                          cobranzas_awaits_acceptance = FALSE
                     FROM (
                         SELECT debt.move_id, MIN(partial.max_date) AS day
                           FROM account_move AS waiting
                           JOIN account_move_line AS debt ON debt.move_id = waiting.id
                           JOIN account_partial_reconcile AS partial
                             ON partial.debit_move_id = debt.id
                           JOIN account_move_line AS credit ON credit.id = partial.credit_move_id
                           JOIN account_move AS payer ON payer.id = credit.move_id
                          WHERE waiting.cobranzas_awaits_acceptance IS TRUE
                            AND waiting.cobranzas_mipyme_state = 'pending'
                            AND payer.state = 'posted' AND payer.move_type <> 'out_refund'
                       GROUP BY debt.move_id
                     ) AS collected
                    WHERE collected.move_id = move.id"""
            )
        )

    @api.depends(lambda self: self._cobranzas_document_type_fields())
    def _compute_cobranzas_is_mipyme(self):
        typed = bool(self._cobranzas_document_type_fields())
        for move in self:
            document_type = move.l10n_latam_document_type_id if typed else False
            if document_type:
                move.cobranzas_is_mipyme = (
                    move.is_sale_document() and document_type.code in MIPYME_CODES
                )
            else:
                move.cobranzas_is_mipyme = move.cobranzas_is_mipyme

    @api.model
    def _cobranzas_document_type_fields(self):
        """Return the field that says the document's type, where the country has one."""
        name = "l10n_latam_document_type_id"
        return [name] if name in self._fields else []

    @api.depends("cobranzas_is_mipyme", "move_type")
    def _compute_cobranzas_mipyme_state(self):
        for move in self:
            needs_it = move.cobranzas_is_mipyme and move.move_type == "out_invoice"
            state = move.cobranzas_mipyme_state or "pending"
            move.cobranzas_mipyme_state = state if needs_it else False

    @api.depends("cobranzas_mipyme_state")
    def _compute_cobranzas_awaits_acceptance(self):
        for move in self:
            move.cobranzas_awaits_acceptance = move.cobranzas_mipyme_state in (
                "pending",
                "rejected",
            )

    @api.constrains("cobranzas_mipyme_state", "cobranzas_mipyme_date", "cobranzas_mipyme_kind")
    def _check_cobranzas_mipyme(self):
        for move in self:
            state = move.cobranzas_mipyme_state
            if state in ("accepted", "rejected") and not move.cobranzas_mipyme_date:
                raise ValidationError(
                    self.env._(
                        "Enter the date on which %(invoice)s was accepted or rejected.",
                        invoice=move.display_name,
                    )
                )
            if state == "accepted" and not move.cobranzas_mipyme_kind:
                raise ValidationError(
                    self.env._(
                        "Say whether %(invoice)s was accepted expressly or tacitly.",
                        invoice=move.display_name,
                    )
                )

    def write(self, vals):
        if ACCEPTANCE & set(vals) and "posted" in self.mapped("state"):
            self.env["res.users"]._cobranzas_check_groups(
                "l10n_cobranzas.group_cobranzas_accountant,account.group_account_user",
                self.env._("Only an accountant records the acceptance of a credit invoice."),
            )
        return super().write(vals)

    def _cobranzas_filter_waiting(self):
        """Return the documents whose debts may not be collected yet (REC-22)."""
        # sudo: an item may stand in the entry of another customer's receipt
        waiting = self.sudo().filtered(
            lambda move: move.cobranzas_awaits_acceptance or move._cobranzas_awaits_approval()
        )
        return waiting.sudo(self.env.su)

    def _cobranzas_awaits_approval(self):
        """Tell whether the document still waits for the tax authority's approval (REC-22).

        Reads what the electronic invoicing of the country keeps on invoices, where one is
        installed. To override where it keeps that elsewhere.
        """
        self.ensure_one()
        if not self.is_sale_document():
            return False
        known = self._fields
        if any(name in known and self[name] in waiting for name, waiting in WAITING.items()):
            return True
        # Argentina: the journal names a web service, and the invoice has no authorization yet
        return (
            "l10n_ar_afip_auth_code" in known
            and "l10n_ar_afip_ws" in self.env["account.journal"]._fields
            and bool(self.journal_id.l10n_ar_afip_ws)
            and not self.l10n_ar_afip_auth_code
        )
