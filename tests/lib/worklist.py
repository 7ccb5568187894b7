"""What the tests of the worklist share: debtors with debts of some age, and rows as text."""

from odoo import fields
from odoo.fields import Command

from .credit import CreditCommon
from .kept import kept


class WorklistCommon(CreditCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_credit_active = False
        cls.reason = cls.env["cobranzas.dispute.reason"].create({"name": "Rota"})

    @classmethod
    def days_ago(cls, days):
        return fields.Date.subtract(cls.today, days=days)

    @classmethod
    def owe(cls, amount, days, partner=None, **kw):
        """An invoice due some days ago; returns its item."""
        day = cls.days_ago(days)
        return cls.invoice(amount, date=day, due=day, partner=partner, **kw)

    @classmethod
    def promise(cls, amount, limit, items=(), partner=None, state="open", **kw):
        """A promise of one date; ``limit``: days from today until which it is in time."""
        day = fields.Date.add(cls.today, days=limit)
        vals = {"company_id": cls.company.id, "currency_id": cls.company.currency_id.id}
        promise = (
            cls.env["cobranzas.promise"]
            .sudo()
            .create(
                {
                    **vals,
                    "partner_id": (partner or cls.customer).id,
                    "user_id": cls.env.uid,
                    "date": cls.days_ago(20),
                    "amount": amount,
                    "state": state,
                    "item_ids": [
                        Command.create(
                            {
                                "move_line_id": item.id,
                                "amount": amount,
                                "residual_before": item.amount_residual,
                            }
                        )
                        for item in items
                    ],
                    "line_ids": [
                        Command.create(
                            {
                                "date": day,
                                "date_limit": day,
                                "amount": amount,
                                "amount_left": amount,
                                "amount_left_company": amount,
                                "state": state,
                            }
                        )
                    ],
                    **kw,
                }
            )
        )
        cls.env.flush_all()
        return promise

    @classmethod
    def dispute(cls, item, amount, state="open", **kw):
        return (
            cls.env["cobranzas.dispute"]
            .sudo()
            .create(
                {
                    "move_line_id": item.id,
                    "partner_id": item.partner_id.commercial_partner_id.id,
                    "company_id": item.company_id.id,
                    "currency_id": item.currency_id.id,
                    "amount": amount,
                    "amount_company": amount,
                    "reason_id": cls.reason.id,
                    "user_id": cls.env.uid,
                    "responsible_id": cls.env.uid,
                    "date": cls.today,
                    "date_target": fields.Date.add(cls.today, days=7),
                    "state": state,
                    **kw,
                }
            )
        )

    @classmethod
    def hold(cls, amount, partner=None, kind="credit", since=None):
        """A quotation that is held, for some reason, since a moment."""
        order = cls.order(amount, partner=partner)
        held_on = since or fields.Datetime.now()
        order.sudo().write({"cobranzas_hold": kind, "cobranzas_held_on": held_on})
        return order

    @classmethod
    def log(cls, partner=None, **vals):
        return cls.env["cobranzas.contact.log"]._cobranzas_log(
            [{"partner_id": (partner or cls.customer).id, "channel": "call", **vals}]
        )

    def rows(self, env=None, domain=()):
        """The rows of the company in their order, read anew."""
        self.env.flush_all()
        self.env.invalidate_all()
        worklist = (env or self.env)["cobranzas.worklist"]
        return worklist.search([("company_id", "=", self.company.id), *domain])

    def row(self, partner=None):
        """The row of a customer, none when there is none."""
        return self.rows(domain=[("partner_id", "=", (partner or self.customer).id)])

    def assertRow(self, wanted, partner=None):
        """Compare the amounts: ``overdue - promised - disputed - transit = to collect``."""
        row = self.row(partner)
        self.assertEqual(len(row), 1, "no row")
        names = ("overdue", "promised", "disputed", "transit")
        found = " - ".join(f"{row[name]:g}" for name in names) + f" = {row.to_collect:g}"
        self.assertEqual(found, wanted)
        return row
