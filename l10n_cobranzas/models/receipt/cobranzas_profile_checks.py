from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

#: what a profile may keep from being changed: {field of the receipt: right of the profile}
PROTECTED = {
    "date": "edit_date",
    "currency_id": "edit_currency",
    "user_id": "edit_salesperson",
    "collector_id": "edit_collector",
}


class CobranzasProfile(models.Model):
    """The receipt books of a profile, and what it refuses of a receipt (REC-18)."""

    _inherit = "cobranzas.profile"

    book_ids = fields.Many2many(
        "cobranzas.receipt.book",
        string="Receipt Books",
        domain="[('company_id', '=', company_id)]",
        check_company=True,
        help="Books that can be used, those of applications among them; empty: every book.",
    )

    def _check_receipt(self, receipt):
        """Raise ``UserError`` with what keeps the receipt from being posted under the profile."""
        self._check_book(receipt)
        receipt.value_ids._check_profile_method(self)
        self._check_edits(receipt, ["date", "currency_id"])
        self._check_rates(receipt)
        self._check_on_account(receipt)
        self._check_allocation(receipt)

    def _check_edits(self, receipt, names):
        """Raise ``UserError`` for a field among ``names`` changed against the profile."""
        self.ensure_one()
        for name in names:
            if not self[PROTECTED[name]] and not self._has_default(receipt, name):
                raise UserError(self._get_edit_sentence(name))

    def _get_edit_sentence(self, name):
        return {
            "date": self.env._(
                "Profile %(profile)s takes receipts of today only: date it today.",
                profile=self.name,
            ),
            "currency_id": self.env._(
                "Profile %(profile)s takes the currency of the company or of the documents only: "
                "choose one of them.",
                profile=self.name,
            ),
            "user_id": self.env._(
                "Profile %(profile)s does not change the salesperson: leave the customer's.",
                profile=self.name,
            ),
            "collector_id": self.env._(
                "Profile %(profile)s does not change the collector: leave the customer's.",
                profile=self.name,
            ),
        }[name]

    def _has_default(self, receipt, name):
        """Tell whether the field has the value it gets by itself."""
        if name == "date":
            return receipt.date == fields.Date.context_today(receipt)
        if name == "currency_id":
            own = receipt.company_id.currency_id | receipt.line_ids.currency_id
            return receipt.currency_id in own
        partner = receipt.partner_id.commercial_partner_id
        if name == "user_id":
            return receipt.user_id == (receipt.partner_id.user_id or partner.user_id)
        return receipt.collector_id == partner.cobranzas_collector_id

    def _check_choice(self, receipt):
        """Refuse another's profile, and a book or method outside the profile."""
        if receipt.profile_id and receipt.profile_id != self:
            raise UserError(
                self.env._(
                    "Profile %(profile)s is not yours: choose another.",
                    profile=receipt.profile_id.name,
                )
            )
        self._check_book(receipt)
        receipt.value_ids._check_profile_method(self)

    def _check_book(self, receipt):
        if self.book_ids and receipt.book_id and receipt.book_id not in self.book_ids:
            raise UserError(
                self.env._(
                    "Book %(book)s is not in profile %(profile)s: choose another.",
                    book=receipt.book_id.name,
                    profile=self.name,
                )
            )

    def _check_rates(self, receipt):
        """Raise ``UserError`` for a rate typed over the recorded one against the profile."""
        if not self.edit_currency and any(row._is_typed() for row in receipt.rate_ids):
            raise UserError(
                self.env._(
                    "Profile %(profile)s takes the recorded rates only: leave them as they are.",
                    profile=self.name,
                )
            )

    def _check_on_account(self, receipt):
        if not self.allow_on_account and receipt.amount_on_account:
            raise UserError(
                self.env._(
                    "Profile %(profile)s leaves nothing on account: %(amount)s more must settle "
                    "documents.",
                    profile=self.name,
                    amount=formatLang(
                        self.env, receipt.amount_on_account, currency_obj=receipt.currency_id
                    ),
                )
            )

    def _check_allocation(self, receipt):
        """Raise ``UserError`` when automatic allocation would pay other than what is typed."""
        if self.edit_allocation:
            return
        typed = {line.move_line_id: line._get_minor_units() for line in receipt.line_ids}
        proposed = {
            item: item.currency_id._cobranzas_to_minor_units(abs(amount))
            for item, amount in receipt._prepare_proposal().items()
        }
        if receipt.allocated_by_hand or typed != proposed:
            raise UserError(
                self.env._(
                    "Profile %(profile)s pays documents in the usual order: press Allocate.",
                    profile=self.name,
                )
            )
