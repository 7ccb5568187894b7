"""What tests of promises and disputes share: a debtor with documents, short ways to say things."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept

COLLECTOR = "l10n_cobranzas.group_cobranzas_collector"
CASHIER = "l10n_cobranzas.group_cobranzas_cashier"
ACCOUNTANT = "l10n_cobranzas.group_cobranzas_accountant"
MANAGER = "l10n_cobranzas.group_cobranzas_manager"


class PromisesCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.company.cobranzas_promise_tolerance_days = 0
        #: from Monday to Friday; the others find every day a working day, whichever is today
        cls.week = cls.company.resource_calendar_id
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "Todos los días",
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create(
                        {"name": str(day), "dayofweek": str(day), "hour_from": 8, "hour_to": 18}
                    )
                    for day in range(7)
                ],
            }
        )
        cls.Promise = cls.env["cobranzas.promise"]
        cls.Dispute = cls.env["cobranzas.dispute"]
        cls.old = cls.debt(1000, -30)
        cls.next = cls.debt(600, -10)
        cls.later = cls.debt(400, 20)

    @classmethod
    def at(cls, days):
        """The day a number of days from today."""
        return cls.today + timedelta(days)

    @classmethod
    def debt(cls, amount, due, **kw):
        """A posted invoice due some days from today; returns its item."""
        return cls.invoice(amount, date=cls.at(-60), due=cls.at(due), **kw)

    @classmethod
    def dialog(cls, debtor=None, user=None, **vals):
        """The dialog of a promise as it opens, with values typed over."""
        debtor = debtor or cls.customer
        if user:
            debtor = debtor.with_user(user)
        action = debtor.action_cobranzas_promise()
        model = debtor.env[action["res_model"]].with_context(**action["context"])
        return model.create(vals)

    @classmethod
    def promise(cls, dates=None, documents=None, amount=None, debtor=None, user=None, **vals):
        """A promise made by its dialog.

        :param dates: {days from today: amount}
        :param documents: {item: amount}, or items whole; None: of the account
        """
        if dates:
            vals["line_ids"] = [
                Command.create({"date": cls.at(day), "amount": part})
                for day, part in dates.items()
            ]
            amount = amount or sum(dates.values())
        if documents is None:
            vals |= {"about": "account", "amount": amount}
        else:
            parts = documents if isinstance(documents, dict) else dict.fromkeys(documents)
            vals["item_ids"] = [
                Command.create(
                    {
                        "move_line_id": item.id,
                        "is_chosen": True,
                        "amount": item.amount_residual_currency if part is None else part,
                    }
                )
                for item, part in parts.items()
            ]
        last = cls.Promise.search([], order="id desc", limit=1)
        cls.dialog(debtor, user, **vals).action_save()
        made = cls.Promise.search([], order="id desc", limit=1)
        assert made != last
        return made

    def pay(self, *lines, date=None, **kw):
        """A posted receipt in cash of (item, amount); what depends on it is looked at."""
        receipt = self.receipt(
            lines,
            values=[self.cash_value(sum(amount for _item, amount in lines))],
            date=date or self.today,
            **kw,
        )
        receipt.action_post()
        self.env.cr.flush()
        return receipt

    def assertPromise(self, promise, state, kept=None, left=None):
        found = (promise.state, promise.amount_kept, promise.amount_left)
        wanted = (
            state,
            promise.amount_kept if kept is None else kept,
            promise.amount_left if left is None else left,
        )
        self.assertEqual(found, wanted)

    @classmethod
    def dispute(cls, item, amount, reason="price", user=None, **vals):
        """A dispute made by its dialog."""
        env = cls.env(user=user) if user else cls.env
        env["cobranzas.dispute.new"].create(
            {
                "partner_id": item.partner_id.id,
                "move_line_id": item.id,
                "amount": amount,
                "reason_id": cls.env.ref(f"l10n_cobranzas.cobranzas_dispute_reason_{reason}").id,
                **vals,
            }
        ).action_save()
        return cls.Dispute.search([], order="id desc", limit=1)

    @classmethod
    def resolve(cls, dispute, state, amount=0, user=None, words="Reviewed"):
        env = cls.env(user=user) if user else cls.env
        wizard = env["cobranzas.dispute.resolve"].create(
            {"dispute_id": dispute.id, "state": state, "words": words}
        )
        if state == "partly":
            wizard.amount = amount
        return wizard.action_resolve()
