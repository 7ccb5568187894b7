"""What the screens of collections work show: each of their records once, for the walk."""

from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.fields import Command

from .bank_deposits import BankDepositsCommon


class CollectingScreensCommon(BankDepositsCommon):
    @classmethod
    def _make_collecting(cls):
        """A debtor in arrears with its log, promise and dispute, and what stands around them."""
        today = fields.Date.today()
        cls.collector = cls.env["cobranzas.collector"].create({"name": "Marta", "phone": "123"})
        cls.debtor = cls.env["res.partner"].create(
            {
                "name": "Deudora de las pantallas",
                "phone": "11 4444-5555",
                "cobranzas_collector_id": cls.collector.id,
            }
        )
        debts = [
            cls.invoice(amount, *[today - timedelta(days=days)] * 2, partner=cls.debtor)
            for amount, days in ((900, 70), (600, 20))
        ]
        cls._make_contact(today)
        cls._ask("cobranzas.promise.new", amount=300, about="account").action_save()
        cls._ask(
            "cobranzas.dispute.new",
            move_line_id=debts[0].id,
            amount=100,
            reason_id=cls.env["cobranzas.dispute.reason"].search([], limit=1).id,
        ).action_save()
        cls._make_advice(today, debts[1])
        cls._make_people(today)
        cls.env.flush_all()
        cls._put_off(today)
        cls._make_notices()
        cls._make_agency(today)
        cls.bank_deposit(cls.cheques((70, "771", "2026-02-20")), cash=10, confirm=False)

    @classmethod
    def _ask(cls, dialog, **vals):
        """A dialog of the debtor, filled in."""
        return cls.env[dialog].create({"partner_id": cls.debtor.id, **vals})

    @classmethod
    def _make_contact(cls, today):
        """A call in the log, and the next one in the agenda."""
        dialog = cls._ask(
            "cobranzas.contact.log.new",
            note="Prometió pagar",
            reason="Lo pidió",
            next_date=today + timedelta(days=2),
        )
        dialog.action_save()

    @classmethod
    def _make_advice(cls, today, item):
        """A transfer that the debtor told of on its page."""
        # sudo: nobody adds one by hand; it comes from the page
        cls.env["cobranzas.payment.advice"].sudo().create(
            {
                "partner_id": cls.debtor.id,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "date": today,
                "amount": 600,
                "reference": "TR 4",
                "item_ids": [Command.set(item.ids)],
            }
        )

    @classmethod
    def _put_off(cls, today):
        """The other debtors of the worklist wait."""
        rows = cls.env["cobranzas.worklist"].search([("partner_id", "=", cls.customer.id)])
        for row in rows:
            row._snooze(today + timedelta(days=3), "Vuelve el lunes")

    @classmethod
    def _make_people(cls, today):
        """An absence with who substitutes, a change of collector, a group of internal contacts."""
        substitute = cls.env["cobranzas.collector"].create({"name": "Nora"})
        cls.env["cobranzas.collector.absence"].create(
            {
                "collector_id": cls.collector.id,
                "date_from": today,
                "date_to": today + timedelta(days=7),
                "substitute_id": substitute.id,
                "reason": "Vacaciones",
            }
        )
        cls.customer.cobranzas_collector_id = substitute
        person = Command.create({"name": "Silvia", "email": "silvia@example.com"})
        cls.env["cobranzas.contact.group"].create(
            {"name": "Comité de mora", "contact_ids": [person]}
        )

    @classmethod
    def _make_notices(cls):
        """A run of notices: what it planned stays planned."""
        cls.company.cobranzas_notices_active = True
        runs = cls.env["cobranzas.notice.run"].with_user(SUPERUSER_ID)  # as the schedule
        # its notes on debtors are written once, in its language
        run = runs.with_context(lang="es_419")._action_start(cls.company)
        while run.state == "planning":
            run._plan_slice()

    @classmethod
    def _make_agency(cls, today):
        """An agency that has a debt, of which something was collected, and a list for another."""
        partner = cls.env["res.partner"].create(
            {"name": "Estudio de las pantallas", "street": "Mitre 1", "phone": "123"}
        )
        debtor = cls.env["res.partner"].create({"name": "Deudor de la agencia"})
        rate = Command.create({"days_from": 1, "percent": 15})
        cls.agency = cls.env["cobranzas.agency"].create(
            {"partner_id": partner.id, "company_id": cls.company.id, "rate_ids": [rate]}
        )
        issued = today - timedelta(days=200)
        debt = cls.invoice(700, issued, issued, partner=debtor)
        vals = {"agency_id": cls.agency.id, "partner_ids": debtor.ids}
        cls.handover, listed = cls.env["cobranzas.agency.handover"].create([vals, vals])
        cls.handover.action_list()
        cls.handover.action_hand_over()
        listed.action_list()
        value = cls.cash_value(100)
        cls.receipt([(debt, 100)], [value], date=today, partner_id=debtor.id).action_post()

    def get_dialogs(self):
        """Return [model, method, ids] of the dialogs and pages that no menu opens."""
        debtor, promise, dispute, advice = (
            self.debtor,
            *(
                self.env[model].search([("partner_id", "=", self.debtor.id)], limit=1)
                for model in (
                    "cobranzas.promise",
                    "cobranzas.dispute",
                    "cobranzas.payment.advice",
                )
            ),
        )
        row = self.env["cobranzas.worklist"].search([("partner_id", "=", debtor.id)])
        log = self.env["cobranzas.contact.log"].search([("partner_id", "=", debtor.id)], limit=1)
        return [
            [records._name, method, records.ids]
            for records, method in (
                (debtor, "action_cobranzas_debtor_page"),
                (debtor, "action_cobranzas_log_contact"),
                (debtor, "action_cobranzas_promise"),
                (debtor, "action_cobranzas_dispute"),
                (row, "action_snooze"),
                (log, "action_correct"),
                (promise, "action_open_replace"),
                (promise, "action_open_cancel"),
                (dispute, "action_open_resolve"),
                (advice, "action_open_reject"),
                (debtor, "action_cobranzas_answer"),
                (self.collector, "action_reassign"),
                (self.handover, "action_open_recall"),
                (self.agency, "action_open_settle"),
            )
        ]
