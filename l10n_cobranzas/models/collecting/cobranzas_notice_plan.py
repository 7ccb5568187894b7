from odoo import api, fields, models
from odoo.exceptions import UserError

#: by which channels a notice may go
CHANNELS = [
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("whatsapp", "WhatsApp Link"),
    ("letter", "Letter"),
]


class CobranzasNoticePlan(models.Model):
    """Notices to debtors of one class, step by step, before and after the due date (COL-05).

    A debtor follows the plan chosen on it, else the first plan whose conditions it meets. Nothing
    is sent of a company that has not switched notices on.
    """

    _name = "cobranzas.notice.plan"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Plan of Notices"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        domain="[('parent_id', '=', False)]",
        help="Empty: for every company. The documents of its branches are in its notices.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Signs the notices, and gets the activities, of debtors without a collector who has "
        "a user.",
    )
    category_ids = fields.Many2many(
        "res.partner.category", string="Tags", help="Debtors with one of these; empty: any."
    )
    debtor_group_ids = fields.Many2many(
        "cobranzas.debtor.group", string="Debtor Groups", help="Empty: any, and none."
    )
    collector_ids = fields.Many2many(
        "cobranzas.collector", string="Collectors", help="Empty: any, and none."
    )
    by_group = fields.Boolean(
        string="One per Debtor Group",
        default=True,
        help="The members of a debtor group get one notice with the documents of all of them.",
    )
    amount_min = fields.Monetary(
        string="Least Amount",
        help="Debtors whose documents to tell come to less get no notice; in the company's "
        "currency.",
    )
    days_between = fields.Integer(
        string="Days Between Equal Steps",
        default=7,
        help="Days until a debtor may get the same step again, for a document that grew old "
        "later. No document is told of twice at the same step.",
    )
    step_ids = fields.One2many("cobranzas.notice.step", "plan_id", string="Steps", copy=True)

    _amount_positive = models.Constraint(
        "CHECK (amount_min >= 0)", "The least amount of a plan can't be negative."
    )

    _days_between_positive = models.Constraint(
        "CHECK (days_between >= 0)", "The days between equal steps can't be negative."
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for plan in self:
            plan.currency_id = (plan.company_id or self.env.company).currency_id

    @api.constrains("company_id")
    def _check_company(self):
        for plan in self:
            if plan.company_id.parent_id:
                raise UserError(
                    self.env._(
                        "%(company)s is a branch: choose the company it belongs to.",
                        company=plan.company_id.display_name,
                    )
                )

    @api.constrains("step_ids")
    def _check_steps(self):
        self.step_ids._check_once()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.step_ids._unlink_except_used()

    def _applies_to(self, customers):
        """Tell whether a debtor of these customers meets the conditions of the plan."""
        self.ensure_one()
        return all(
            not wanted or wanted & found
            for wanted, found in (
                (self.category_ids, customers.category_id),
                (self.debtor_group_ids, customers.cobranzas_group_id),
                (self.collector_ids, customers.cobranzas_collector_id),
            )
        )
