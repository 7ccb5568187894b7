from odoo import api, fields, models
from odoo.exceptions import UserError

from ..ledger.client_values import check_one


class CobranzasBankDeposit(models.Model):
    """What a deposit will book, or booked; its slip; links to and from it (COL-08)."""

    _inherit = "cobranzas.bank.deposit"

    preview = fields.Html(
        string="What Will Be Booked", compute="_compute_preview", sanitize=False, store=False
    )
    refusal = fields.Char(
        compute="_compute_preview", help="What keeps the deposit from being confirmed."
    )
    early_count = fields.Integer(
        string="Cheques Payable Later",
        compute="_compute_early_count",
        help="How many of the cheques are payable after the deposit's date.",
    )

    @api.depends("check_ids.payment_date", "date")
    def _compute_early_count(self):
        for deposit in self:
            deposit.early_count = len(deposit._get_early_checks())

    def _get_early_checks(self):
        """Return the cheques that are payable after the deposit's date."""
        self.ensure_one()
        day = self.date
        return self.check_ids.filtered(
            lambda check: bool(day and check.payment_date and check.payment_date > day)
        )

    @api.depends(
        "state",
        "company_id",
        "journal_id",
        "date",
        "slip_number",
        "cash_journal_id",
        "amount_cash",
        "check_ids.amount",
        "before_date",
    )
    @api.depends_context("lang", "uid")
    def _compute_preview(self):
        for deposit in self:
            deposit.preview, deposit.refusal = deposit._render_preview()

    def _render_preview(self):
        """Return (HTML of the entries, what keeps it from being confirmed or empty)."""
        self.ensure_one()
        # sudo: accounts and balances of what the user chose, which was checked when it was sent
        deposit = self.sudo()
        tables = {"allocations": [], "balances": []}
        if deposit.state != "draft":
            tables["entries"] = deposit._prepare_booked_entries()
            return deposit._render_tables(tables), ""
        try:
            deposit._check_contents()
            deposit._check_confirmable()
            tables["entries"] = deposit._prepare_entry_tables(deposit._prepare_plan())
        except UserError as error:
            return "", str(error)
        return deposit._render_tables(tables), ""

    # ------------------------------------------------------------------
    # Slip
    # ------------------------------------------------------------------

    def action_print(self):
        """Print the slip of each deposit: bank, cheques, cash, total, who deposits (COL-08)."""
        self.check_access("read")
        return self.env.ref("l10n_cobranzas.cobranzas_bank_deposit_report").report_action(self)

    def _get_report_base_filename(self):
        self.ensure_one()
        return (self.name or self.display_name).replace("/", "-")

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_open_checks(self):
        """Open the cheques of the deposit, each with where it is now."""
        check_one(self)
        self.check_access("read")
        view = self.env.ref("l10n_latam_check.view_account_third_party_check_tree")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cheques"),
            "res_model": "l10n_latam.check",
            "views": [(view.id, "list"), (False, "form")],
            "domain": [("id", "in", self.check_ids.ids)],
            "context": {"create": False},
        }

    def action_open_entries(self):
        """Open the journal items of the deposit."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move.line",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            # sudo: ids of entries of deposits that the user may read; rules apply to the list
            "domain": [("move_id", "in", self.sudo().move_ids.ids)],
            "context": {"create": False},
            "name": self.env._("Journal Items"),
        }

    @api.model
    def _get_list_action(self, domain):
        """Return the action that lists the deposits of a domain, whatever their state."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.cobranzas_bank_deposit_action"
        )
        return {**action, "domain": list(domain), "context": {"create": False}}
