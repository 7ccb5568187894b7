"""Who is away and who stands in, whom to ask within the company, and the agenda of the week."""

from datetime import timedelta

from odoo.fields import Command

#: rows of the collectors: who is away, first and last day from today, who stands in, why
ABSENCES = (
    (2, -3, 11, 0, "Vacaciones"),
    (1, -45, -41, 0, "Licencia por examen"),
    (0, 40, 54, 1, "Vacaciones de verano"),
)
#: row of a debtor whom another collector was given, row of the collector, why
REASSIGNED = (39, 2, "San Nicolás pasa a la zona de Buenos Aires")

#: description, comment, ((name, position, e-mail, phone), ...)
CONTACT_GROUPS = (
    (
        "Administración de ventas",
        "Aclara precios, bonificaciones y notas de crédito.",
        (
            ("Carolina Meza", "Jefa de administración de ventas", "cmeza", "555-0110"),
            ("Diego Roldán", "Facturación", "droldan", "555-0112"),
        ),
    ),
    (
        "Logística y reparto",
        "Remitos conformados y faltantes en la entrega.",
        (
            ("Hernán Bustos", "Jefe de depósito", "hbustos", "555-0130"),
            ("Yamila Ortiz", "Hojas de ruta", "yortiz", "555-0131"),
        ),
    ),
    (
        "Asuntos legales",
        "Antes de enviar una carta documento.",
        (("Dra. Paula Etchegaray", "Estudio jurídico externo", "petchegaray", "555-0150"),),
    ),
)

#: row of the debtor, name, position, where it is reached; they are the debtor's own people
DEBTORS_PEOPLE = (
    (0, "Susana Ferreyra", "Tesorería", "sferreyra"),
    (18, "Ramón Quiroga", "Dueño", "ramon"),
    (30, "Mónica Altamirano", "Pago a proveedores", "proveedores"),
    (36, "Óscar Villalba", "Dueño", "ovillalba"),
    (37, "Liliana Coria", "Administración", "lcoria"),
)

#: row of the debtor, channel, state, how it is known
PERMISSIONS = (
    (0, "email", "authorised", "Alta de cliente firmada, punto 8"),
    (5, "whatsapp", "authorised", "Lo pidió por teléfono"),
    (17, "call", "refused", "Pidió que solo se le escriba"),
    (17, "whatsapp", "authorised", "Lo pidió por teléfono"),
    (28, "email", "authorised", "Alta de cliente firmada, punto 8"),
    (36, "sms", "refused", "Respondió BAJA"),
)

#: name, sequence, whether the debtor was reached
RESULTS = (("Pide que pase el cobrador", 25, True), ("El encargado no está", 75, False))

#: row of the debtor, type, days from today, summary, login
AGENDA = (
    (16, "call", -4, "Preguntar por la transferencia que anunció", "calle"),
    (28, "call", -2, "Reclamar los vencidos de más de 30 días", "collector"),
    (5, "visit", -1, "Retirar cheques, de 8 a 12", "collector"),
    (37, "statement", 0, "Enviar el resumen de cuenta que pidió Liliana", "collector"),
    (14, "call", 0, "Confirmar la fecha de pago", "collector"),
    (30, "call", 0, "Hablar con Mónica por los pagos de la quincena", "calle"),
    (27, "pickup", 0, "Pasar a cobrar después de las 16", "collector"),
    (33, "contact", 1, "El teléfono da ocupado siempre: buscar otro", "calle"),
    (2, "pickup", 2, "Retirar la orden de pago en la casa central", "collector"),
    (29, "visit", 5, "Visita de fin de mes", "collector"),
)


def make(demo):
    """Make absences, internal contacts, people of the debtors, channels, results and the agenda."""
    _make_absences(demo)
    _make_contact_groups(demo)
    _make_debtors_people(demo)
    row, collector, reason = REASSIGNED
    demo.debtors[row].partner._cobranzas_assign(demo.collectors[collector], reason)
    demo.env["cobranzas.contact.permission"].create(
        [
            {
                "partner_id": demo.debtors[row].partner.id,
                "channel": channel,
                "state": state,
                "note": note,
                "date": demo.day(-60),
            }
            for row, channel, state, note in PERMISSIONS
        ]
    )
    demo.env["cobranzas.contact.result"].create(
        [
            {"name": name, "sequence": sequence, "reached": reached}
            for name, sequence, reached in RESULTS
        ]
    )
    _make_agenda(demo)


def _make_absences(demo):
    demo.env["cobranzas.collector.absence"].create(
        [
            {
                "collector_id": demo.collectors[away].id,
                "date_from": demo.today + timedelta(days=first),
                "date_to": demo.today + timedelta(days=last),
                "substitute_id": demo.collectors[substitute].id,
                "reason": reason,
            }
            for away, first, last, substitute, reason in ABSENCES
        ]
    )


def _make_contact_groups(demo):
    demo.env["cobranzas.contact.group"].create(
        [
            {
                "name": name,
                "comment": comment,
                "company_id": demo.company.id,
                "contact_ids": [
                    Command.create(
                        {
                            "name": person,
                            "function": function,
                            "email": f"{address}@losaromos.example",
                            "phone": f"+54 341 {phone}",
                        }
                    )
                    for person, function, address, phone in contacts
                ],
            }
            for name, comment, contacts in CONTACT_GROUPS
        ]
    )


def _make_debtors_people(demo):
    demo.env["res.partner"].create(
        [
            {
                "name": name,
                "function": function,
                "type": "contact",
                "parent_id": demo.debtors[row].partner.id,
                "email": f"{address}@{demo.debtors[row].partner.email.split('@')[1]}",
                "phone": demo.debtors[row].partner.phone,
                "lang": demo.debtors[row].partner.lang,
                "company_id": demo.company.id,
            }
            for row, name, function, address in DEBTORS_PEOPLE
        ]
    )


def _make_agenda(demo):
    for row, kind, days, summary, login in AGENDA:
        demo.debtors[row].partner.activity_schedule(
            f"l10n_cobranzas.mail_activity_type_{kind}",
            date_deadline=demo.today + timedelta(days=days),
            summary=summary,
            user_id=demo.users[login].id,
        )
