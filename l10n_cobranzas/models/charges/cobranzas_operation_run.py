from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasOperationRun(models.Model):
    """Month-end runs that charge: on which documents, until when, by which notes (CHG-03)."""

    _inherit = "cobranzas.operation.run"
    # the amounts of lines are typed in the form of the run: what may be, the lines check
    _editable_fields = frozenset({"name", "line_ids"})

    charges = fields.Boolean(
        compute="_compute_charges", help="Whether it charges documents instead of taking them."
    )
    date_until = fields.Date(
        string="Charged up to",
        compute="_compute_date_until",
        store=True,
        readonly=False,
        precompute=True,
        help="The last day charged. Later than the date of the notes it is a simulation: the "
        "documents are listed, nothing is charged.",
    )
    takes_open = fields.Boolean(
        string="Overdue Balances", default=True, help="Documents that are not paid yet."
    )
    takes_settled = fields.Boolean(
        string="Collected Late", default=True, help="Documents that were paid after they were due."
    )
    takes_not_due = fields.Boolean(
        string="Not Yet Due",
        help="A simulation: what they will bear up to a later date is listed, never charged.",
    )
    interest_policy_id = fields.Many2one(
        "cobranzas.interest.policy",
        string="Policy of This Run",
        check_company=True,
        help="In the place of that of each document, in this run alone.",
    )
    takes_without_policy = fields.Boolean(
        string="Documents without Policy",
        help="By the policy of this run: opening balances, customers who bear no interest.",
    )
    grouping = fields.Selection(
        selection=[
            ("policy", "As the policy says"),
            ("instalment", "Document"),
            ("customer", "Customer"),
            ("salesperson", "Customer and salesperson"),
        ],
        string="A Note for Each",
        required=True,
        default="policy",
    )

    # --- which documents; archived records stay chosen: an empty list would mean all
    due_from = fields.Date(string="Due from")
    due_to = fields.Date(string="Due until")
    issued_from = fields.Date(string="Issued from")
    issued_to = fields.Date(string="Issued until")
    paid_from = fields.Date(string="Collected from")
    paid_to = fields.Date(string="Collected until")
    document_from = fields.Char(string="Documents from")
    document_to = fields.Char(string="Documents until", help="By the order of their numbers.")
    payment_term_ids = fields.Many2many(
        "account.payment.term", string="Payment Terms", context={"active_test": False}
    )
    interest_policy_ids = fields.Many2many(
        "cobranzas.interest.policy", string="Policies", context={"active_test": False}
    )
    salesperson_ids = fields.Many2many(
        "res.users", string="Salespersons", context={"active_test": False}
    )

    @api.depends("kind")
    def _compute_charges(self):
        for run in self:
            run.charges = bool(run.kind and run._charges())

    @api.depends("date", "kind")
    def _compute_date_until(self):
        for run in self:
            run.date_until = run.date if run.kind and run._charges() else False

    def _charges(self):
        """Tell whether the run charges items instead of taking them."""
        self.ensure_one()
        return self._get_charge_kind()._charge_kind != ""

    def _get_charge_kind(self):
        """Return the model of the kind of operation that the run books."""
        return self.env["cobranzas.operation"]._get_kinds()[self.kind]

    def _get_grouping(self):
        """Return what notes are made for, in the place of what policies say, or None."""
        return self.grouping if self.grouping not in (False, "policy") else None

    def _get_group(self, item):
        """Return what items of a customer share that are charged by one note, or None."""
        return item._cobranzas_get_salesperson() if self.grouping == "salesperson" else None

    def _check_charge_parameters(self):
        """Raise ``UserError`` with what the run lacks, or contradicts, to charge anything."""
        if not self.date_until:
            raise UserError(self.env._("Say up to which day it is charged."))
        self.interest_policy_id._check_used_in(self.company_id)
        if self.date_until > self.date and not self.takes_not_due:
            raise UserError(
                self.env._(
                    "Up to a day after the date of the notes it is a simulation: tick “Not Yet "
                    "Due”, or choose an earlier day."
                )
            )
        if self.kind == "late_interest" and not (
            self.takes_open or self.takes_settled or self.takes_not_due
        ):
            raise UserError(
                self.env._("Tick which documents: overdue, collected late or not yet due.")
            )
        self._check_note_period()

    def action_open_lines(self):
        action = super().action_open_lines()
        if self.charges:
            name = "l10n_cobranzas.cobranzas_operation_run_line_view_%s_charges"
            modes = ("list", "kanban")
            action["view_mode"] = ",".join(modes)
            action["mobile_view_mode"] = "kanban"
            action["views"] = [(self.env.ref(name % mode).id, mode) for mode in modes]
        return action
