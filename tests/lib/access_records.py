"""A record of each model of the collections work, of an own debtor, another's and elsewhere."""

from odoo import fields
from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept

GROUP = "l10n_cobranzas.group_cobranzas_"
#: who looks; a substitute acts for the collector, who is absent
ROLES = {
    "nobody": "base.group_user",
    "collector": f"{GROUP}collector",
    "substitute": f"{GROUP}collector",
    "cashier": f"{GROUP}cashier",
    "accountant": f"{GROUP}accountant",
    "manager": f"{GROUP}manager",
}
#: whose record: of an own debtor, of another collector's, of another company. Of what is of no
#: debtor: of the company, of every company, of another company
OWN, OTHER, ELSEWHERE = PLACES = ("own", "other", "elsewhere")
#: what each debtor owes, and what was written of it
OWED = {OWN: 100, OTHER: 54321.09, ELSEWHERE: 98765.43}
SECRET = "Secreto"
WORDS = {OWN: "Propio", OTHER: f"{SECRET} ajeno", ELSEWHERE: f"{SECRET} lejano"}


class AccessRecordsCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.users = {role: cls.make_user(f"is_{role}", group) for role, group in ROLES.items()}
        cls.records = {}
        cls._make_collectors()
        cls._make_debtors()
        cls._make_configuration()
        cls._make_work()
        cls._make_deposits()
        cls._find_read_models()
        cls.env.flush_all()

    @classmethod
    def keep(cls, name, values):
        """Make a record of a model in each place; ``values``: {place: its values}."""
        made = cls.env[name].sudo().create(list(values.values()))
        cls.records[name] = dict(zip(values, made, strict=True))
        return cls.records[name]

    @classmethod
    def each(cls, make):
        """Return {place: what a function makes of place, debtor and company}."""
        return {place: make(place, cls.debtors[place], cls.companies[place]) for place in PLACES}

    @classmethod
    def _make_collectors(cls):
        company = cls.setup_other_company(name="Otra Empresa")["company"]
        cls.companies = {OWN: cls.company, OTHER: cls.company, ELSEWHERE: company}
        another = cls.make_user("is_another", ROLES["collector"])
        found = cls.keep(
            "cobranzas.collector",
            {
                OWN: {"name": "Propio", "user_id": cls.users["collector"].id},
                OTHER: {"name": "Ajeno", "user_id": another.id},
                ELSEWHERE: {"name": "Lejano", "company_id": company.id},
            },
        )
        cls.deputy = cls.env["cobranzas.collector"].create(
            {"name": "Suplente", "user_id": cls.users["substitute"].id}
        )
        cls.collectors = found
        away = {"date_from": cls.today, "date_to": cls.today}
        cls.keep(
            "cobranzas.collector.absence",
            {
                OWN: {**away, "collector_id": found[OWN].id, "substitute_id": cls.deputy.id},
                OTHER: {**away, "collector_id": found[OTHER].id},
                ELSEWHERE: {**away, "collector_id": found[ELSEWHERE].id},
            },
        )

    @classmethod
    def _make_debtors(cls):
        """Debtors with an overdue invoice. The one elsewhere is a debtor of the own collector."""
        elsewhere = cls.env["res.partner"].create(
            {"name": "Lejos", "company_id": cls.companies[ELSEWHERE].id}
        )
        cls.debtors = {OWN: cls.customer, OTHER: cls.other_customer, ELSEWHERE: elsewhere}
        cls.records["res.partner"] = cls.debtors
        for place in PLACES:
            collector = cls.collectors[OTHER if place == OTHER else OWN]
            cls.debtors[place].cobranzas_collector_id = collector
        everything = cls.env["cobranzas.collector.assignment"]
        cls.records[everything._name] = cls.each(
            lambda _place, debtor, _company: everything.search([("partner_id", "=", debtor.id)])[:1]
        )
        day = fields.Date.subtract(cls.today, days=20)
        cls.items = {
            place: cls.invoice(OWED[place], day, day, partner=cls.debtors[place])
            for place in (OWN, OTHER)
        }
        cls.items[ELSEWHERE] = cls._invoice_elsewhere(day)
        groups = cls.keep(
            "cobranzas.debtor.group",
            cls.each(lambda place, _debtor, company: {"name": place, "company_id": company.id}),
        )
        cls.keep(
            "cobranzas.debtor.group.member",
            cls.each(
                lambda place, debtor, _company: {
                    "group_id": groups[place].id,
                    "partner_id": debtor.id,
                }
            ),
        )

    @classmethod
    def _invoice_elsewhere(cls, day):
        company = cls.companies[ELSEWHERE]
        env = cls.env(context={"allowed_company_ids": company.ids})
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.debtors[ELSEWHERE].id,
                "invoice_date": day,
                "invoice_date_due": day,
                "company_id": company.id,
                "invoice_line_ids": [
                    Command.create({"name": "Lejos", "price_unit": OWED[ELSEWHERE]})
                ],
            }
        )
        move.action_post()
        return cls.item(move)

    @classmethod
    def _make_configuration(cls):
        """What is of no debtor: of the company, of every company, of another one."""
        companies = {OWN: cls.company.id, OTHER: False, ELSEWHERE: cls.companies[ELSEWHERE].id}

        def keep(model, **vals):
            return cls.keep(
                model, {place: {**vals, "company_id": companies[place]} for place in PLACES}
            )

        groups = keep("cobranzas.contact.group", name="Personas")
        cls.keep(
            "cobranzas.contact",
            {place: {"name": "Persona", "group_id": groups[place].id} for place in PLACES},
        )
        country = cls.env.ref("base.uy").id
        keep("cobranzas.contact.rule", name="Regla", country_id=country, per_day=3)
        plans = keep("cobranzas.notice.plan", name="Plan")
        template = cls.env.ref("l10n_cobranzas.mail_template_notice_friendly").id
        cls.keep(
            "cobranzas.notice.step",
            {
                place: {"name": "1", "plan_id": plans[place].id, "days": 3, "template_id": template}
                for place in PLACES
            },
        )
        for name in ("cobranzas.contact.result", "cobranzas.dispute.reason"):
            cls.keep(name, {OWN: {"name": "Sin empresa"}})

    @classmethod
    def _make_work(cls):
        """What was done with each debtor."""
        cls._make_contacts()
        cls._make_promises()
        cls._make_notices()

    @classmethod
    def _make_contacts(cls):
        log = cls.env["cobranzas.contact.log"]
        cls.records[log._name] = cls.each(
            lambda place, debtor, company: log._cobranzas_log(
                [
                    {
                        "partner_id": debtor.id,
                        "company_id": company.id,
                        "channel": "call",
                        "note": WORDS[place],
                    }
                ]
            )
        )
        cls.keep(
            "cobranzas.contact.permission",
            cls.each(
                lambda place, debtor, _company: {
                    "partner_id": debtor.id,
                    "channel": "sms",
                    "note": WORDS[place],
                }
            ),
        )
        cls.keep(
            "cobranzas.worklist.snooze",
            cls.each(
                lambda place, debtor, company: {
                    "partner_id": debtor.id,
                    "collector_id": debtor.cobranzas_collector_id.id,
                    "company_id": company.id,
                    "until": fields.Date.add(cls.today, days=5),
                    "reason": WORDS[place],
                }
            ),
        )

    @classmethod
    def _make_promises(cls):
        def promise(place, debtor, company):
            amount = OWED[place]
            common = {"amount": amount, "amount_left": amount}
            line = {"date": cls.today, "date_limit": cls.today, **common}
            return {
                "name": f"P {place}",
                "partner_id": debtor.id,
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "user_id": cls.env.uid,
                "date": cls.today,
                "note": WORDS[place],
                **common,
                "line_ids": [Command.create(line)],
                "item_ids": [
                    Command.create({"move_line_id": cls.items[place].id, "amount": amount})
                ],
            }

        promises = cls.keep("cobranzas.promise", cls.each(promise))
        for rows in ("line_ids", "item_ids"):
            name = cls.env["cobranzas.promise"]._fields[rows].comodel_name
            cls.records[name] = {place: one[rows] for place, one in promises.items()}
        reason = cls.records["cobranzas.dispute.reason"][OWN]
        cls.keep(
            "cobranzas.dispute",
            cls.each(
                lambda place, debtor, company: {
                    "name": f"D {place}",
                    "move_line_id": cls.items[place].id,
                    "partner_id": debtor.id,
                    "company_id": company.id,
                    "currency_id": company.currency_id.id,
                    "amount": OWED[place],
                    "note": WORDS[place],
                    "reason_id": reason.id,
                    "user_id": cls.env.uid,
                    "responsible_id": cls.env.uid,
                    "date": cls.today,
                    "date_target": cls.today,
                }
            ),
        )

    @classmethod
    def _make_notices(cls):
        cls.keep(
            "cobranzas.notice.run",
            {
                place: {"company_id": cls.companies[place].id, "date": cls.today, "state": "done"}
                for place in (OWN, ELSEWHERE)
            },
        )
        episodes = cls.keep(
            "cobranzas.notice.episode",
            cls.each(
                lambda _place, debtor, company: {
                    "company_id": company.id,
                    "partner_id": debtor.id,
                    "customer_id": debtor.id,
                    "date": cls.today,
                }
            ),
        )
        cls.keep(
            "cobranzas.notice",
            cls.each(
                lambda place, debtor, company: {
                    "partner_id": debtor.id,
                    "company_id": company.id,
                    "step_id": cls.records["cobranzas.notice.step"][place].id,
                    "episode_id": episodes[place].id,
                    "item_ids": [
                        Command.create(
                            {
                                "name": place,
                                "amount": OWED[place],
                                "currency_id": company.currency_id.id,
                            }
                        )
                    ],
                }
            ),
        )
        cls.records["cobranzas.notice.item"] = {
            place: notice.item_ids for place, notice in cls.records["cobranzas.notice"].items()
        }

    @classmethod
    def _make_deposits(cls):
        places = {OWN: cls.company, ELSEWHERE: cls.companies[ELSEWHERE]}
        for name in ("cobranzas.deposit.account", "cobranzas.bank.deposit"):
            cls.records[name] = {}
            for place, company in places.items():
                env = cls.env(context={"allowed_company_ids": company.ids})
                bank = env["account.journal"].search(
                    [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
                )
                vals = {"journal_id": bank.id, "company_id": company.id}
                cls.records[name][place] = env[name].create(vals).with_env(cls.env)

    @classmethod
    def _find_read_models(cls):
        cls.env.flush_all()
        everywhere = [company.id for company in cls.companies.values()]
        for name, key in (("collect.item", "partner_id"), ("worklist", "collector_id")):
            model = cls.env[f"cobranzas.{name}"].sudo().with_context(
                allowed_company_ids=everywhere
            )
            cls.records[model._name] = found = {}
            for place, debtor in cls.debtors.items():
                value = debtor if key == "partner_id" else debtor.cobranzas_collector_id
                row = model.search(
                    [(key, "=", value.id), ("company_id", "=", cls.companies[place].id)]
                )
                assert len(row) == 1, (model, place, row)
                found[place] = row.with_env(cls.env)
