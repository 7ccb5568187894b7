"""A company with a little of everything that the dashboard shows, on a fixed day."""

from freezegun import freeze_time

from .documents import DocumentsCommon

TODAY = "2026-03-18"  # a Wednesday; weeks of English begin on Sunday


class DashboardCommon(DocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True
        cls.env["res.currency.rate"].create(
            {
                "name": "2025-01-01",
                "rate": 0.5,
                "currency_id": cls.eur.id,
                "company_id": cls.company.id,
            }
        )
        cls.users = {
            role: cls.make_user(f"dashboard_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in ("collector", "cashier")
        }
        cls.users["cashier"].group_ids |= cls.env.ref("base.group_multi_currency")
        cls.collector = cls.env["cobranzas.collector"].create(
            {"name": "Mariana Ruiz", "user_id": cls.users["collector"].id}
        )

    def data(self, role="cashier", company=None, **filters):
        """What the dashboard shows to a user; the whole of it is one call."""
        self.env.flush_all()
        model = self.env["cobranzas.dashboard"].with_user(self.users[role])
        companies = (company or self.company).ids
        return model.with_context(allowed_company_ids=companies).get_data(filters)

    def values(self, data):
        return {name: figure["value"] for name, figure in data["figures"].items()}

    def bars(self, bars, *parts):
        return [tuple(bar[part]["value"] for part in parts) for bar in bars]

    def rows(self, figure, role="cashier"):
        """What a figure opens, as the user who opens it."""
        action = figure["action"]
        model = self.env[action["res_model"]].with_user(self.users[role])
        return model.with_context(**action["context"]).search(action["domain"])


class DashboardScenarioCommon(DashboardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partly = cls.invoice(1000, "2026-01-10", "2026-01-31")
        cls.invoice(500, "2026-03-01", "2026-03-17")
        cls.invoice(300, "2026-03-01", "2026-03-18")
        cls.invoice(200, "2026-03-01", "2026-03-25")
        cls.invoice(150, "2026-03-05", move_type="out_refund")
        cls.invoice(2000, "2025-10-01", "2025-11-01", cls.other_customer)
        cls.invoice(100, "2026-03-01", "2026-04-10", cls.other_customer, cls.eur)
        by_check = cls.invoice(700, "2026-02-01", "2026-02-28", cls.other_customer)
        theirs = {"partner_id": cls.other_customer.id}
        for date, lines, given in (
            ("2026-02-20", [(cls.partly, 400)], {"values": [cls.cash_value(400)]}),
            ("2026-03-10", [], {"values": [cls.cash_value(50)]}),
            ("2026-03-12", [by_check], {"checks": [cls.check(700, "1", "2026-03-27")], **theirs}),
            ("2026-03-16", [], {"checks": [cls.check(90, "2", "2026-03-20")]}),
        ):
            cls.receipt(lines, date=date, **given).action_post()
        voided = cls.receipt([], [cls.cash_value(80)], date="2026-03-11")
        voided.action_post()
        voided.action_void("2026-03-12", "Error")
        cls.payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": cls.customer.id,
                "amount": 60,
                "date": "2026-02-10",
                "journal_id": cls.bank.id,
            }
        )
        cls.payment.action_post()

    @staticmethod
    def every_figure(data):
        """Yield (place, figure) of each amount."""
        for name, figure in data["figures"].items():
            if name not in ("share", "days", "debtors"):
                yield f"figure {name}", figure
        for name in ("ages", "weeks"):
            for bar in data[name]:
                for part in ("debts", "credits", "checks"):
                    if part in bar:
                        yield f"{part} {name} {bar['label']}", bar[part]
        for name in ("this_month", "last_month"):
            for day, figure in enumerate(data["collections"][name], 1):
                yield f"{name} {day}", figure
        for figure in data["largest"]:
            yield figure["label"], figure
