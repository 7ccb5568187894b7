from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


def get_common_company(companies):
    """Return the lowest company that is, or is above, each of ``companies`` of one root."""
    # sudo: which company is above which, for users of the branches alone
    common = companies[0].sudo().parent_ids
    for company in companies[1:]:
        common &= company.sudo().parent_ids
    return common.sorted(lambda each: len(each.parent_ids))[-1:].sudo(companies.env.su)


class CobranzasReceipt(models.Model):
    """Ways to a receipt and from it: opened filled in, and its links (REC-21)."""

    _inherit = "cobranzas.receipt"

    @api.model
    def _action_register_for_items(self, items):
        """Open a receipt that settles ``items``; of several customers, one draft each.

        Documents of branches are settled with those of the company above them, as core's register
        does; those of several branches alone, by the company that is over all of them.
        """
        groups = {}
        for (_root, partner), mine in items.grouped(
            lambda item: (item.company_id.root_id, item.partner_id.commercial_partner_id)
        ).items():
            company = get_common_company(mine.company_id)
            parts = {company: mine} if company in self.env.companies else mine.grouped("company_id")
            groups |= {(part, partner): found for part, found in parts.items()}
        vals_list = [
            {
                "company_id": company.id,
                "partner_id": partner.id,
                "currency_id": (
                    mine.currency_id if len(mine.currency_id) == 1 else company.currency_id
                ).id,
                "line_ids": [
                    Command.create({"move_line_id": item.id, "sequence": sequence})
                    for sequence, item in enumerate(
                        mine.sorted(lambda item: (item.date_maturity or item.date, item.id))
                    )
                ],
            }
            for (company, partner), mine in groups.items()
        ]
        return self._action_open_new(vals_list)

    @api.model
    def _action_register_for_partners(self, partners):
        return self._action_open_new([{"partner_id": partner.id} for partner in partners])

    @api.model
    def _action_open_new(self, vals_list):
        """Open one new receipt unsaved, filled in; save several as drafts and list them."""
        if not vals_list:
            raise UserError(self.env._("Select at least one customer or document."))
        applies = vals_list[0].get("kind") == "application"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.cobranzas_receipt_action_application"
            if applies
            else "l10n_cobranzas.cobranzas_receipt_action"
        )
        if len(vals_list) == 1:
            return {
                **action,
                "views": [(False, "form")],
                "res_id": False,
                "context": {f"default_{name}": value for name, value in vals_list[0].items()},
            }
        return self.create(vals_list)._get_records_action(name=self.env._("New Receipts"))

    def action_open_partner(self):
        """Open the customer's sheet (REC-21)."""
        self.ensure_one()
        return self.partner_id._get_records_action()

    def action_open_documents(self):
        """Open the documents of the receipt (REC-21)."""
        self.ensure_one()
        return self.line_ids.move_id._cobranzas_documents_action(
            self.env._("Documents of %(receipt)s", receipt=self.display_name)
        )

    def action_open_payments(self):
        """Open the payments the receipt made, one per value."""
        self.ensure_one()
        return self.payment_ids._get_records_action(
            name=self.env._("Payments of %(receipt)s", receipt=self.display_name)
        )

    def action_open_entries(self):
        """Open the journal items the receipt left, void included."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Items of %(receipt)s", receipt=self.display_name),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [("move_id", "in", self.move_ids.ids)],
            "context": {"create": False},
        }
