from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .item_fields import amount_pair


class CobranzasMovement(models.Model):
    """Movements of receivables, one by document, customer and currency (REP-09..11, EXP-01).

    A document is an invoice, a note, a payment or an entry; other themes add theirs, a receipt
    for one. What undoes a document is a movement of its own, on its own date. Amounts are the
    ledger's, signed as there: what a customer owes more is positive. Drafts and cancelled
    documents are rows too, that never reached the ledger (``is_booked``).
    """

    _name = "cobranzas.movement"
    _inherit = ["cobranzas.item"]
    _description = "Movement of Receivables"
    _auto = False
    _order = "date desc, id desc"
    _depends = {
        "account.move": [
            "amount_residual",
            "amount_total_in_currency_signed",
            "amount_total_signed",
            "amount_untaxed_in_currency_signed",
            "amount_untaxed_signed",
            "company_id",
            "currency_id",
            "date",
            "debit_origin_id",
            "invoice_date_due",
            "journal_id",
            "name",
            "origin_payment_id",
            "partner_id",
            "ref",
            "reversed_entry_id",
            "state",
        ],
        "account.move.line": ["company_id", "journal_id", "move_id"],
        "res.company": ["currency_exchange_journal_id", "currency_id", "name"],
        "res.partner": ["complete_name"],
    }

    # items have another label
    date = fields.Date(string="Date")  # pylint: disable=attribute-string-redundant
    partner_name = fields.Char(string="Customer's Name", readonly=True)
    company_name = fields.Char(string="Branch", readonly=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("open", "Pending"),
            ("partial", "Partly Settled"),
            ("settled", "Settled"),
            ("voided", "Voided"),
            ("cancelled", "Cancelled Draft"),
        ],
        string="Status",
        readonly=True,
        help="Today's. A credit is pending while it has a balance to apply.",
    )
    is_booked = fields.Boolean(
        string="In the Ledger", readonly=True, help="Neither a draft nor cancelled."
    )
    is_in_force = fields.Boolean(
        string="In Force", readonly=True, help="In the ledger, and not undone by another entry."
    )
    untaxed, untaxed_company = amount_pair("Untaxed Amount", help="Without taxes and withholdings.")
    tax, tax_company = amount_pair("Taxes", help="Of an invoice or a note.")
    withheld, withheld_company = amount_pair("Withholdings", help="What of a receipt was withheld.")
    total, total_company = amount_pair("Total", help="Charges are positive, credits negative.")
    charge, charge_company = amount_pair("Charged")
    credit, credit_company = amount_pair("Credited")
    collected, collected_company = amount_pair(
        "Collected", help="What was paid: the total, as a positive."
    )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Make no other rows than those asked for by their ids, as reading one does."""
        domain = Domain(domain).optimize(self)
        conditions = list(domain.iter_conditions())
        by_ids = [(each.field_expr, each.operator) for each in conditions] == [("id", "in")]
        ids = tuple(conditions[0].value) if by_ids and domain == conditions[0] else ()
        if not ids:
            return super()._search(domain, *args, **kwargs)
        wanted = self._with_scope(replace(self._get_read_scope(), row_ids=ids))
        return super(CobranzasMovement, wanted)._search(domain, *args, **kwargs)

    @api.model
    def _get_item_columns(self):
        return {
            **super()._get_item_columns(),
            "name": SQL("item.name"),
            "kind": SQL("item.kind"),
            "partner_id": SQL("item.customer_id"),
            "partner_name": SQL("customer.complete_name"),
            "company_name": SQL("company.name"),
            "salesperson_id": SQL("COALESCE(item.user_id, customer.user_id)"),
            "is_booked": SQL("item.state = 'posted'"),
            "is_in_force": SQL("item.state = 'posted' AND NOT item.is_undone"),
            "state": SQL(
                """CASE WHEN item.state = 'draft' THEN 'draft'
                WHEN item.state = 'cancel' THEN 'cancelled'
                WHEN item.is_undone THEN 'voided'
                WHEN item.residual_currency = 0 THEN 'settled'
                WHEN item.residual_currency = item.amount THEN 'open'
                ELSE 'partial' END"""
            ),
            **self._get_amount_columns(),
        }

    @api.model
    def _get_amount_columns(self):
        """Return the SQL of the amounts, in both currencies.

        Untaxed amount, taxes and withholdings add up to the total.
        """
        columns = {}
        for suffix in ("", "_company"):
            total = SQL.identifier("item", f"amount{suffix}")
            untaxed = SQL.identifier("item", f"untaxed{suffix}")
            withheld = SQL.identifier("item", f"withheld{suffix}")
            columns |= {
                f"untaxed{suffix}": untaxed,
                f"tax{suffix}": SQL("%s - %s - %s", total, untaxed, withheld),
                f"withheld{suffix}": withheld,
                f"total{suffix}": total,
                f"charge{suffix}": SQL("GREATEST(%s, 0)", total),
                f"credit{suffix}": SQL("GREATEST(-%s, 0)", total),
                f"collected{suffix}": SQL("-%s", total),
            }
        return columns

    @api.model
    def _get_item_joins(self):
        return [
            SQL("LEFT JOIN res_partner customer ON customer.id = item.customer_id"),
            SQL("LEFT JOIN res_company company ON company.id = item.company_id"),
        ]
