from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..ledger.locking import lock_rows

MANAGER = "l10n_cobranzas.group_cobranzas_manager"


class CobranzasAgencyHandover(models.Model):
    """Debts handed over to an agency in one batch (COL-09).

    Draft -> listed: each document that the filters find, with why it is left out when it is ->
    handed: the agency collects them -> returned, when none of them is with the agency any more.
    """

    _name = "cobranzas.agency.handover"
    _inherit = "cobranzas.run.mixin"
    _description = "Hand-over to an Agency"
    _order = "date desc, id desc"
    _check_company_auto = True
    _system_fields = frozenset({"handed_at", "name", "state", "user_id"})
    _editable_fields = frozenset({"note"})

    name = fields.Char(string="Number", required=True, readonly=True, default="/", copy=False)
    agency_id = fields.Many2one(
        "cobranzas.agency", required=True, check_company=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Handed Over by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        copy=False,
        help="Of the hand-over: ages and commissions go by it.",
    )
    handed_at = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("listed", "Listed"),
            ("handed", "Handed Over"),
            ("returned", "Returned"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    note = fields.Text()

    # --- which documents; archived records stay chosen: an empty list would mean all
    days_from = fields.Integer(string="From Days Overdue", default=90)
    days_to = fields.Integer(string="To Days Overdue", help="0: without an end.")
    amount_from = fields.Monetary(
        string="From Balance",
        currency_field="company_currency_id",
        help="Of a document, in the company's currency.",
    )
    amount_to = fields.Monetary(
        string="To Balance", currency_field="company_currency_id", help="0: without an end."
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", context={"active_test": False}
    )
    debtor_group_ids = fields.Many2many(
        "cobranzas.debtor.group", string="Debtor Groups", context={"active_test": False}
    )
    collector_ids = fields.Many2many(
        "cobranzas.collector", string="Collectors", context={"active_test": False}
    )
    keep_promised = fields.Boolean(
        string="Leave Out What Is Promised",
        default=True,
        help="Documents of which something is promised, and the promise is in time.",
    )
    keep_disputed = fields.Boolean(string="Leave Out What Is Disputed", default=True)

    line_ids = fields.One2many("cobranzas.agency.handover.line", "handover_id", string="Documents")
    listed_count = fields.Integer(string="Number of Documents", compute="_compute_totals")
    left_out_count = fields.Integer(string="Left Out", compute="_compute_totals")
    debtor_count = fields.Integer(string="Debtors", compute="_compute_totals")
    amount_total = fields.Monetary(
        string="Total",
        compute="_compute_totals",
        currency_field="company_currency_id",
        help="In the company's currency, as it was owed at the hand-over.",
    )

    _days_sensible = models.Constraint(
        "CHECK (days_from >= 1 AND days_to >= 0 AND (days_to = 0 OR days_to >= days_from))",
        "Only overdue documents are handed over: days go from 1 up, the last not before the first.",
    )

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for handover in self:
            named = handover.name not in (False, "/")
            handover.display_name = handover.name if named else self.env._("Draft Hand-over")

    @api.depends("line_ids.status", "line_ids.amount_company")
    def _compute_totals(self):
        groups = self.env["cobranzas.agency.handover.line"]._read_group(
            [("handover_id", "in", self.ids)],
            ["handover_id", "status"],
            ["__count", "amount_company:sum", "partner_id:array_agg_distinct"],
        )
        for handover in self:
            mine = [row[1:] for row in groups if row[0] == handover]
            taken = [row for row in mine if row[0] != "left_out"]
            handover.left_out_count = sum(row[1] for row in mine if row[0] == "left_out")
            handover.listed_count = sum(row[1] for row in taken)
            handover.amount_total = sum(row[2] for row in taken)
            handover.debtor_count = len({each for row in taken for each in row[3]})

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed(self):
        if any(handover.state in ("handed", "returned") for handover in self):
            raise UserError(
                self.env._("What was handed over stays on record: recall it instead.")
            )

    def _check_state(self, states, sentence):
        """Raise unless the user may hand over, and the batches are in one of ``states``.

        Two users, or a double click, take turns: the second one reads what the first one left.
        """
        self.env["res.users"]._cobranzas_check_groups(
            MANAGER, self.env._("Only managers of collections hand debts over to an agency.")
        )
        self.check_access("write")
        lock_rows(self)
        self.invalidate_recordset(["state"])
        if any(handover.state not in states for handover in self):
            raise UserError(sentence)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_list(self):
        """List what would be handed over, and why not what would not: nothing is changed.

        Raises ``AccessError`` below manager; ``UserError`` when no document is found.
        """
        self._check_state(
            ("draft", "listed"), self.env._("The documents of this batch were handed over.")
        )
        for handover in self:
            handover._check_ready()
            handover._action_list()
        return True

    def _check_ready(self):
        """Raise ``UserError`` for an incomplete agreement, or a day that is still to come."""
        self.agency_id._check_complete()
        if self.date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(day)s is still to come: choose today or an earlier day for the hand-over.",
                    day=format_date(self.env, self.date),
                )
            )

    def _action_list(self):
        rows = self._find_rows()
        if not rows:
            raise UserError(
                self.env._("No overdue document is found: change the filters of the batch.")
            )
        vals_list = self._prepare_lines(rows)
        # sudo: lines are written by their batch alone; who may change it was checked
        self.sudo().write(
            {
                "state": "listed",
                "line_ids": [Command.clear(), *(Command.create(vals) for vals in vals_list)],
            }
        )

    def action_draft(self):
        """Drop the list, so that the filters can be changed."""
        self._check_state(
            ("listed",), self.env._("What was handed over is recalled, not listed again.")
        )
        # sudo: as in _action_list
        self.sudo().write({"state": "draft", "line_ids": [Command.clear()]})
        return True

    def action_refresh(self):
        """Do nothing: the web client reads the record again after a button."""
        self.check_access("read")
