"""What the tests of late interest share: policies, and segments as rows."""

from .operations import OperationsCommon


class InterestCommon(OperationsCommon):
    @classmethod
    def policy(cls, rate=2.0, **kw):
        """A policy: simple, by the balance, per cent of a month of 30 days unless said."""
        return cls.env["cobranzas.interest.policy"].create(
            {"name": f"{rate} %", "rate": rate, "company_id": cls.company.id, **kw}
        )

    @classmethod
    def collect(cls, item, amount, date, checks=(), **kw):
        """A posted receipt that pays part of an item, with cash or with cheques: (amount, date)."""
        received = {"values": [cls.cash_value(amount)]}
        if checks:
            number = cls.env["l10n_latam.check"].search_count([])
            received = {
                "checks": [
                    cls.check(each, f"{number + place:08}", day)
                    for place, (each, day) in enumerate(checks, start=1)
                ]
            }
        receipt = cls.receipt([(item, amount)], date=date, **received, **kw)
        receipt.action_post()
        return receipt

    @staticmethod
    def rows(segments):
        """Days, base and amount of each segment."""
        return [(each.days, each.base, each.amount) for each in segments]

    def assertInterest(self, item, until, policy, rows):
        """Compare segments, as (days, base, amount)."""
        self.assertEqual(self.rows(item._cobranzas_get_interest(until, policy)), rows)
