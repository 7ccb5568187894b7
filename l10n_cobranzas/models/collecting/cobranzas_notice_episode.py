from odoo import fields, models


class CobranzasNoticeEpisode(models.Model):
    """The time in which a document is the oldest that a debtor is told of (COL-05).

    It begins with the first notice that this document leads, and ends when another one leads, or
    when nothing that has a stage is owed any more. In one episode each step goes out once. Nor is
    a step repeated that told of the document before, when a promise is broken or a cheque
    returned; who always owes something, paying the oldest, hears of each that grows old.
    """

    _name = "cobranzas.notice.episode"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Episode of Notices"
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", index=True)
    partner_id = fields.Many2one("res.partner", string="Debtor", ondelete="cascade")
    debtor_group_id = fields.Many2one("cobranzas.debtor.group", ondelete="cascade")
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        help="The debtor, or the first member of the group: by which runs find it.",
    )
    move_line_id = fields.Many2one(
        "account.move.line", string="Oldest Document", ondelete="set null", index="btree_not_null"
    )
    date = fields.Date(string="From", required=True)
    date_end = fields.Date(string="Until")

    _one_owner = models.Constraint(
        "CHECK ((partner_id IS NULL) <> (debtor_group_id IS NULL))",
        "An episode is of a customer or of a debtor group.",
    )
    _partner_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE date_end IS NULL AND partner_id IS NOT NULL",
        "A debtor has one open episode at a time.",
    )
    _group_uniq = models.UniqueIndex(
        "(debtor_group_id, company_id) WHERE date_end IS NULL AND debtor_group_id IS NOT NULL",
        "A debtor group has one open episode at a time.",
    )
    _customer_idx = models.Index("(company_id, customer_id) WHERE date_end IS NULL")
