from odoo import fields, models

from ...engine.ordering import Criterion


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of receipts."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_show_documents = fields.Selection(
        selection=[("always", "Always"), ("request", "On request"), ("never", "Never")],
        string="Open Documents",
        required=True,
        default="always",
        help="Whether a receipt lists the customer's open documents by itself.",
    )
    cobranzas_criterion = fields.Selection(
        selection=[
            (Criterion.DUE_OLDEST.value, "Oldest due date first"),
            (Criterion.DUE_NEWEST.value, "Newest due date first"),
            (Criterion.DUE_NEWEST_OVERDUE.value, "Newest overdue first"),
            (Criterion.ISSUE_OLDEST.value, "Oldest issue date first"),
            (Criterion.ISSUE_NEWEST.value, "Newest issue date first"),
            (Criterion.DUE_NEAREST_VALUES.value, "Due date nearest to the values received"),
            (Criterion.NUMBER.value, "By number"),
            (Criterion.LARGEST.value, "Largest balance first"),
            (Criterion.SMALLEST.value, "Smallest balance first"),
        ],
        string="Order of Allocation",
        required=True,
        default=Criterion.DUE_OLDEST.value,
        help="Order in which an amount received pays the open documents.",
    )
    cobranzas_skip_debit_notes = fields.Boolean(
        string="Leave Out Debit Notes",
        help="Automatic allocation pays no debit notes: tick them in the receipt.",
    )
    cobranzas_skip_credit_notes = fields.Boolean(
        string="Leave Out Credit Notes",
        default=True,
        help="Automatic allocation uses the credit notes ticked in the receipt, and no others.",
    )
    cobranzas_first = fields.Selection(
        selection=[("documents", "Documents first"), ("values", "Values first")],
        string="Order of Entry",
        required=True,
        default="documents",
        help="Whether a receipt opens on its documents or on its values.",
    )
    cobranzas_excess = fields.Selection(
        selection=[("on_account", "Keep on account"), ("change", "Give change in cash")],
        string="If More Is Collected",
        required=True,
        default="on_account",
        help="What is done with money beyond the documents paid; a receipt may say otherwise.",
    )
    cobranzas_change_journal_id = fields.Many2one(
        "account.journal",
        string="Cash Journal for Change",
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
        help="Where the change given comes from. Empty: no change is given.",
    )
    cobranzas_rate_required = fields.Selection(
        selection=[("day", "The rate of the day"), ("any", "The last recorded rate")],
        string="Rates of Exchange",
        required=True,
        default="day",
        help="Which rate a receipt with foreign currency needs: without one the cashier is asked "
        "for it, and it is recorded.",
    )
    cobranzas_allow_reprint = fields.Boolean(
        string="Allow Reprinting",
        default=True,
        help="Users with the right can print a receipt again.",
    )
