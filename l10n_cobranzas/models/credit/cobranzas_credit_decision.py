from odoo import api, fields, models
from odoo.tools import SQL

from ...engine.credit_data import Decision

KINDS = [
    ("quotation", "Quotation Sent"),
    ("order", "Order Confirmed"),
    ("invoice", "Invoice"),
    ("debit_note", "Debit Note"),
    ("charge", "Charge"),
]


class CobranzasCreditDecision(models.Model):
    """What credit control said of a document: when it refused, warned or was overridden (CRE-06).

    Written by credit control alone, and never changed: only an override is marked as used.
    """

    _name = "cobranzas.credit.decision"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Credit Decision"
    _order = "id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, index=True
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    verdict = fields.Selection(
        [
            ("refuse", "Refused"),
            ("warn", "Warned"),
            ("override", "Overridden"),
            ("pass", "Released"),
        ],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True, help="Of the document.")
    sentence = fields.Text(
        string="Reasons as Told", readonly=True, help="As whoever was told first read them."
    )
    words = fields.Text(
        string="Reasons",
        compute="_compute_words",
        compute_sudo=True,
        help="In the language of whoever reads them.",
    )
    reason = fields.Char(string="Reason of the Override", readonly=True)
    is_used = fields.Boolean(readonly=True, help="The document passed by this override.")
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True)
    date = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    data = fields.Json(readonly=True, help="The decision as it was computed.")

    @api.depends("kind", "verdict")
    def _compute_display_name(self):
        for decision in self:
            document = decision.order_id or decision.move_id
            decision.display_name = document.display_name or str(decision.id)

    @api.depends("data", "sentence", "company_id")
    @api.depends_context("lang")
    def _compute_words(self):
        words = self.env["cobranzas.credit.sentence"]
        for decision in self:
            told = decision.sentence
            if decision.data:
                found = words._describe(decision._get_decision(), decision.company_id)
                told = "\n".join(found)
            decision.words = told

    @api.model
    def _find_overrides(self, name, document_ids):
        """Return the overrides not used yet of documents, the newest first.

        By SQL: a document waits for it each time that it is confirmed, and hardly any has one.

        :param name: the field that names the document
        """
        self.flush_model(["is_used", "verdict", name])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM cobranzas_credit_decision WHERE %s IN %s
                AND verdict = 'override' AND is_used IS NOT TRUE ORDER BY id DESC""",
                SQL.identifier(name),
                tuple(document_ids),
            )
        )
        return self.browse(number for (number,) in rows)

    def _get_decision(self):
        """Return the engine's decision that was stored."""
        self.ensure_one()
        return Decision.from_json(self.data)
