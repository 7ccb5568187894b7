from odoo import fields, models


class AccountPayment(models.Model):
    """Payments of operations: refunds, loans, returned cheques."""

    _inherit = "account.payment"

    cobranzas_operation_id = fields.Many2one(
        "cobranzas.operation",
        string="Operation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _l10n_latam_check_split_move(self):
        """Tell each of an operation's own cheques its item: the entry has one for each.

        Core would split the one item of several cheques by another entry, of today and of nobody.
        """
        ours = self.filtered(
            lambda payment: (
                payment.cobranzas_operation_id and len(payment.l10n_latam_new_check_ids) > 1
            )
        )
        for payment in ours:
            # both are made in the order of the operation's cheques
            items = payment._seek_for_lines()[0].sorted("id")
            checks = payment.l10n_latam_new_check_ids.sorted("id")
            for check, item in zip(checks, items, strict=True):
                check.outstanding_line_id = item
        return super(AccountPayment, self - ours)._l10n_latam_check_split_move()
