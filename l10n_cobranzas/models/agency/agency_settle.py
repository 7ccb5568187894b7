from dataclasses import dataclass

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, format_amount

from ..ledger.locking import lock_rows

ACCOUNTANT = "l10n_cobranzas.group_cobranzas_accountant"


@dataclass(frozen=True)
class Owed:
    """What is to be billed of an allocation: new, or changed since it was billed.

    Amounts are in the company's currency; negative where a payment was voided.
    """

    line: models.BaseModel
    allocation_number: int
    day: object
    collected: float
    commission: float


class CobranzasAgency(models.Model):
    """Commissions are billed in one go: the bill books expense and payable (COL-09)."""

    _inherit = "cobranzas.agency"

    def action_open_settle(self):
        """Open the dialog that bills the commissions owed to the agency."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle Commissions of %(agency)s", agency=self.name),
            "res_model": "cobranzas.agency.settle",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_agency_id": self.id},
        }

    def action_open_bills(self):
        """Open the vendor bills of the agency's commissions."""
        self.ensure_one()
        self.check_access("read")
        # sudo: ids of bills; the rules of the bills themselves hold where they are opened
        rows = self.env["cobranzas.agency.commission"].sudo()
        bills = rows.search([("agency_id", "=", self.id)]).bill_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Commissions of %(agency)s", agency=self.name),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", bills.ids)],
        }

    # ------------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------------

    def _find_owed(self, until):
        """Return the ``Owed`` rows of payments until a day, and of all that was voided since.

        The difference of what the ledger says was collected and of what bills in force have.
        """
        self.ensure_one()
        self.env.flush_all()
        # sudo: commissions are of all debtors of the agency, whoever collects from them
        lines = self.env["cobranzas.agency.handover.line"].sudo()
        rows = self.env.execute_query(
            SQL(
                """WITH earned AS (%(earned)s), booked AS (%(booked)s)
                SELECT COALESCE(earned.line_id, booked.line_id),
                    COALESCE(earned.partial_id, booked.partial_id), earned.day,
                    COALESCE(earned.amount, 0), COALESCE(booked.collected, 0),
                    COALESCE(booked.amount, 0)
                FROM earned FULL JOIN booked ON booked.line_id = earned.line_id
                    AND booked.partial_id = earned.partial_id
                WHERE earned.day IS NULL OR earned.day <= %(until)s
                ORDER BY 1, 2""",
                earned=lines._select_collected(SQL("line.agency_id = %s", self.id)),
                booked=self._select_booked(),
                until=until,
            )
        )
        lines = lines.browse({row[0] for row in rows})
        lines.mapped("percent")  # read together
        found = (self._make_owed(lines.browse(line), *row) for line, *row in rows)
        is_zero = self.company_id.currency_id.is_zero
        return [
            each for each in found if not is_zero(each.collected) or not is_zero(each.commission)
        ]

    def _make_owed(self, line, number, day, earned, billed, paid):
        round_ = self.company_id.currency_id.round
        commission = round_(float(earned) * line.percent / 100)
        return Owed(
            line,
            number,
            day,
            round_(float(earned) - float(billed)),
            round_(commission - float(paid)),
        )

    def _select_booked(self):
        """Return the SELECT of what bills that are neither cancelled nor reversed have."""
        return SQL(
            """SELECT row.line_id, row.allocation_number AS partial_id,
                SUM(row.collected) AS collected, SUM(row.amount) AS amount
            FROM cobranzas_agency_commission row JOIN account_move bill ON bill.id = row.bill_id
            WHERE row.agency_id = %s AND bill.state <> 'cancel'
                AND bill.payment_state IS DISTINCT FROM 'reversed'
            GROUP BY row.line_id, row.allocation_number""",
            self.id,
        )

    # ------------------------------------------------------------------
    # The bill
    # ------------------------------------------------------------------

    def _settle(self, until):
        """Return the draft vendor bill of the commissions owed until a day; a refund of a minus.

        :raises AccessError: below accountant
        :raises UserError: without a product for the commission, or when nothing is owed
        """
        self.ensure_one()
        self.env["res.users"]._cobranzas_check_groups(
            ACCOUNTANT, self.env._("Only accountants of collections settle commissions.")
        )
        self.check_access("read")
        lock_rows(self)  # two users, or a double click: the second one finds nothing owed
        owed = self._find_owed(until)
        if not owed:
            raise UserError(
                self.env._("Nothing is owed to %(agency)s for these days.", agency=self.name)
            )
        if not self.product_id:
            raise UserError(
                self.env._(
                    "Choose the product of the commission of %(agency)s: its account and taxes "
                    "are those of the bill.",
                    agency=self.name,
                )
            )
        bill = self.env["account.move"].create(self._prepare_bill_vals(owed, until))
        rows = self.env["cobranzas.agency.commission"]
        # sudo: nobody has the right to add rows by hand; who settles was checked above
        rows.sudo().create([self._prepare_commission_vals(each, bill) for each in owed])
        return bill

    def _prepare_bill_vals(self, owed, until):
        groups = {}
        for each in owed:
            groups.setdefault((each.line.handover_id, each.line.percent), []).append(each)
        sign = -1 if sum(each.commission for each in owed) < 0 else 1
        return {
            "move_type": "in_refund" if sign < 0 else "in_invoice",
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.company_id.currency_id.id,
            "invoice_date": until,
            "invoice_line_ids": [
                Command.create(self._prepare_bill_line_vals(*key, rows, sign))
                for key, rows in groups.items()
            ],
        }

    def _prepare_bill_line_vals(self, handover, percent, rows, sign):
        currency = self.company_id.currency_id
        collected = currency.round(sum(each.collected for each in rows))
        return {
            "product_id": self.product_id.id,
            "name": self.env._(
                "%(handover)s: commission of %(percent)s %% of %(amount)s collected",
                handover=handover.name,
                percent=f"{percent:g}",
                amount=format_amount(self.env, collected, currency),
            ),
            "quantity": 1,
            "price_unit": currency.round(sign * sum(each.commission for each in rows)),
        }

    def _prepare_commission_vals(self, owed, bill):
        return {
            "agency_id": self.id,
            "line_id": owed.line.id,
            "company_id": self.company_id.id,
            "allocation_number": owed.allocation_number,
            "date": owed.day,
            "collected": owed.collected,
            "percent": owed.line.percent,
            "amount": owed.commission,
            "bill_id": bill.id,
        }
