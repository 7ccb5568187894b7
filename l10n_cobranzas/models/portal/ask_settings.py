from odoo import fields, models

from ..collecting.cobranzas_settings_mixin import MOST_DAYS, MOST_TOLERANCE

#: beyond, a limit of how often is a slip of the keyboard
MOST_TIMES = 1000


class CobranzasSettingsMixin(models.AbstractModel):
    """What debtors may do by themselves on their page, and how often (COL-09)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_portal_promise = fields.Boolean(
        string="Promises on the Page",
        default=True,
        help="Debtors may promise on their page when they will pay.",
    )
    cobranzas_portal_promise_days = fields.Integer(
        string="Promised Days Ahead",
        default=30,
        help="How many days from today the last date of a promise of the page may be. It is never "
        "more than the settings of promises allow.",
    )
    cobranzas_portal_promise_most = fields.Integer(
        string="Promises in 90 Days",
        default=3,
        help="A debtor with so many promises of the last 90 days that are open or were not kept "
        "can't make another one on the page.",
    )
    cobranzas_portal_promise_share = fields.Integer(
        string="Least Share to Promise",
        default=20,
        help="Per cent of the documents chosen, or of what is overdue, that a promise of the page "
        "has to be of. 0: any amount.",
    )
    cobranzas_portal_dispute = fields.Boolean(
        string="Disputes on the Page",
        default=True,
        help="Debtors may say on their page that they do not agree with a document.",
    )
    cobranzas_portal_dispute_most = fields.Integer(
        string="Open Disputes",
        default=5,
        help="A debtor with so many open disputes can't raise another one on the page.",
    )
    cobranzas_portal_advice = fields.Boolean(
        string="Transfers on the Page",
        default=True,
        help="Debtors may tell on their page that they made a transfer, and attach its slip.",
    )
    cobranzas_portal_ask = fields.Boolean(
        string="Messages on the Page",
        default=True,
        help="Debtors may write on their page to who collects from them, and read the answers.",
    )
    cobranzas_portal_day_most = fields.Integer(
        string="Sent in a Day",
        default=10,
        help="How many promises, how many disputes, how many transfers and how many messages a "
        "debtor may send in 24 hours.",
    )
    cobranzas_portal_user_id = fields.Many2one(
        "res.users",
        string="Who Sees to It",
        domain="[('share', '=', False)]",
        help="Gets what debtors without a collector send by their page. Empty: the salesperson.",
    )
    cobranzas_advice_wait_days = fields.Integer(
        string="Notices Wait",
        default=3,
        help="Working days for which notices do not ask for what the debtor says it transferred.",
    )
    cobranzas_advice_match_days = fields.Integer(
        string="Days between Transfer and Deposit",
        default=5,
        help="An anticipated deposit of the same amount is taken for the transfer when its date is "
        "no further than so many days from that of the transfer.",
    )
    cobranzas_advice_counts = fields.Selection(
        selection=[
            ("shown", "Only shown"),
            ("received", "As received"),
        ],
        string="In the Worklist",
        required=True,
        default="shown",
        help="Whether a transfer that a debtor told of lowers what is to be collected before it "
        "was seen in the bank.",
    )

    _cobranzas_portal_promise_sensible = models.Constraint(
        f"CHECK (cobranzas_portal_promise_days BETWEEN 1 AND {MOST_DAYS} "
        f"AND cobranzas_portal_promise_most BETWEEN 1 AND {MOST_TIMES} "
        "AND cobranzas_portal_promise_share BETWEEN 0 AND 100)",
        f"Promises of the page go from 1 to {MOST_DAYS} days ahead, are 1 to {MOST_TIMES}, and of "
        "0 to 100 per cent at least.",
    )
    _cobranzas_portal_often_sensible = models.Constraint(
        f"CHECK (cobranzas_portal_dispute_most BETWEEN 1 AND {MOST_TIMES} "
        f"AND cobranzas_portal_day_most BETWEEN 1 AND {MOST_TIMES})",
        f"The limits of the page go from 1 to {MOST_TIMES}: switch off what is not wanted.",
    )
    _cobranzas_advice_days_sensible = models.Constraint(
        f"CHECK (cobranzas_advice_wait_days BETWEEN 0 AND {MOST_TOLERANCE} "
        f"AND cobranzas_advice_match_days BETWEEN 0 AND {MOST_TOLERANCE})",
        f"The days for transfers told of go from 0 to {MOST_TOLERANCE}.",
    )
