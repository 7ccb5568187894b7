"""What the tests of alternative due dates share: terms, and invoices on them."""

from odoo.fields import Command

from .common import CollectionsCommon


class AlternativesCommon(CollectionsCommon):
    @classmethod
    def term(cls, *alternatives, lines=None, **kw):
        """A term with alternatives (days from the due date, percentage); due at once.

        :param lines: [(percentage, days)] of its instalments
        """
        return cls.env["account.payment.term"].create(
            {
                "name": "Alternativas",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": share, "nb_days": days})
                    for share, days in lines or [(100, 0)]
                ],
                "cobranzas_alternative_ids": [
                    Command.create({"days": days, "percent": percent})
                    for days, percent in alternatives
                ],
                **kw,
            }
        )

    @classmethod
    def draft_on(cls, term, amount, date, **kw):
        """A draft invoice of one line without taxes."""
        return cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": date,
                "date": date,
                "invoice_payment_term_id": term.id,
                "company_id": cls.company.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Mercadería", "price_unit": amount, "tax_ids": [Command.clear()]}
                    )
                ],
                **kw,
            }
        )

    @classmethod
    def invoice_on(cls, term, amount, date, **kw):
        """A posted invoice; returns its instalments, by due date."""
        move = cls.draft_on(term, amount, date, **kw)
        move.action_post()
        return cls.item(move).sorted("date_maturity")

    @classmethod
    def pay(cls, item, amount, date):
        """Collect part of an instalment with a receipt; returns it, posted."""
        receipt = cls.receipt([(item, amount)], [cls.cash_value(amount)], date=date)
        receipt.action_post()
        return receipt
