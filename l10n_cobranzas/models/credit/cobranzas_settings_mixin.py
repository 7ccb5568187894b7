from odoo import fields, models

#: what happens to a document of a kind that does not pass
MODES = [("control", "Stop"), ("warn", "Only warn"), ("nothing", "Nothing")]
#: beyond ten years, days of grace are a slip of the keyboard
MOST_DAYS = 3650


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of credit control (CRE-01): on or off, what is controlled, what counts."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_credit_active = fields.Boolean(
        string="Credit Control",
        help="Customers have limits, days of grace and blocks, which are checked before documents "
        "are confirmed.",
    )
    cobranzas_credit_on_quotation = fields.Selection(
        selection=MODES,
        string="Quotations Sent",
        required=True,
        default="warn",
        help="What happens to a quotation that does not pass when it is sent.",
    )
    cobranzas_credit_on_order = fields.Selection(
        selection=MODES,
        string="Orders Confirmed",
        required=True,
        default="control",
        help="What happens to an order that does not pass when it is confirmed.",
    )
    cobranzas_credit_on_invoice = fields.Selection(
        selection=MODES,
        string="Invoices",
        required=True,
        default="control",
        help="What happens to an invoice that does not pass when it is posted.",
    )
    cobranzas_credit_on_debit_note = fields.Selection(
        selection=MODES,
        string="Debit Notes",
        required=True,
        default="warn",
        help="What happens to a debit note that does not pass when it is posted.",
    )
    cobranzas_credit_on_charge = fields.Selection(
        selection=MODES,
        string="Our Charges",
        required=True,
        default="nothing",
        help="What happens to a note of interest, surcharge or exchange difference that does not "
        "pass.",
    )
    cobranzas_credit_count_drafts = fields.Boolean(
        string="Draft Invoices",
        help="Invoices not posted yet count against the limit.",
    )
    cobranzas_credit_count_orders = fields.Boolean(
        string="Orders to Invoice",
        default=True,
        help="What confirmed orders still have to invoice counts against the limit.",
    )
    cobranzas_credit_count_checks = fields.Boolean(
        string="Cheques Not Cleared",
        default=True,
        help="Cheques received count against the limit while they are in hand, and those "
        "deposited early or endorsed until their payment date.",
    )
    cobranzas_credit_count_postdated = fields.Boolean(
        string="Documents to Collect",
        default=True,
        help="Promissory notes, bills and credit invoices count against the limit before their "
        "due date too; from then on they count as any debt.",
    )
    cobranzas_credit_count_credits = fields.Boolean(
        string="Credits Not Applied",
        default=True,
        help="Advances and credit notes not applied yet make room within the limit.",
    )
    cobranzas_credit_rate_day = fields.Selection(
        selection=[("today", "Today"), ("document", "Of the document")],
        string="Rate of Exchange",
        required=True,
        default="today",
        help="At the rate of which day foreign currencies count against a limit.",
    )
    cobranzas_credit_release = fields.Selection(
        selection=[("tell", "Tell who holds it"), ("confirm", "Confirm it and tell")],
        string="Held Documents That Pass",
        required=True,
        default="tell",
        help="What happens to a held document when a receipt, a higher limit or the end of a block "
        "lets it pass.",
    )
    cobranzas_credit_grace_days = fields.Integer(
        string="Days of Grace",
        default=0,
        help="Days after the due date before a debt is late, of customers who have none of their "
        "own.",
    )

    _cobranzas_grace_days_sensible = models.Constraint(
        f"CHECK (cobranzas_credit_grace_days BETWEEN 0 AND {MOST_DAYS})",
        f"Days of grace go from 0 to {MOST_DAYS}.",
    )
