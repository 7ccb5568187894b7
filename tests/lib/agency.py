"""What the tests of agencies share: an agency with rates, batches, and rows as text."""

from odoo.fields import Command

from .kept import kept
from .worklist import WorklistCommon

HANDOVER = "cobranzas.agency.handover"
LINE = "cobranzas.agency.handover.line"


class AgencyCommon(WorklistCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls.make_agency()

    @classmethod
    def make_agency(cls, name="Estudio Rivas", rates=((1, 90, 10), (91, 0, 20)), **kw):
        """An agency of the company; ``rates``: (first day overdue, last or 0, per cent)."""
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "street": "Córdoba 1411",
                "city": "Rosario",
                "phone": "+54 341 425-0000",
                "email": "estudio@example.com",
            }
        )
        return cls.env["cobranzas.agency"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "rate_ids": [
                    Command.create({"days_from": first, "days_to": last, "percent": percent})
                    for first, last, percent in rates
                ],
                **kw,
            }
        )

    @classmethod
    def batch(cls, agency=None, **kw):
        """A draft batch of all that is overdue."""
        return cls.env[HANDOVER].create(
            {
                "agency_id": (agency or cls.agency).id,
                "company_id": cls.company.id,
                "days_from": 1,
                **kw,
            }
        )

    @classmethod
    def hand_over(cls, agency=None, **kw):
        """A batch of all that is overdue, handed over."""
        batch = cls.batch(agency, **kw)
        batch.action_list()
        batch.action_hand_over()
        return batch

    @classmethod
    def collect(cls, item, amount=None, date=None, journal=None):
        """Post a receipt that settles an item, today or on a day, in a journal or the bank."""
        value = {
            "journal_id": (journal or cls.bank).id,
            "amount": amount or item.amount_residual,
            "operation_number": "TR 1",
        }
        receipt = cls.receipt(
            [(item, value["amount"])],
            [value],
            date=date or cls.today,
            partner_id=item.partner_id.id,
        )
        receipt.action_post()
        cls.env.flush_all()
        return receipt

    def lines(self, batch):
        """The lines of a batch as rows: customer, amount, days, per cent, state, reason."""
        self.env.invalidate_all()
        return [
            (
                line.partner_id.name,
                line.amount,
                line.days_overdue,
                line.percent,
                line.state,
                line.reason or "",
            )
            for line in batch.line_ids.sorted(lambda line: (line.partner_id.name, line.date_due))
        ]
