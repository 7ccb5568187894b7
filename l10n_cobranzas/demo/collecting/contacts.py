"""A month of contacts: calls, visits and messages of the collectors, and what debtors answered."""

from .shared import acting, moment

#: contacts with those who owe, by habit of payment: how many in the month, at least and at most
MADE = {"prompt": (0, 1), "usual": (0, 2), "slow": (2, 4), "bad": (3, 6)}
#: how long ago the contacts begin and end, in days
FIRST, LAST = -30, -1
#: weight, channel, result (key of the data, or name), note
CALLS = (
    (5, "call", "no_answer", ""),
    (4, "call", "message", "Dejé dicho que llamen a cobranzas."),
    (4, "call", "pays", "Paga cuando le entre la cobranza del fin de semana."),
    (3, "call", "El encargado no está", "Vuelve a la tarde."),
    (3, "call", "documents", "Pide que le reenviemos las facturas y el resumen."),
    (2, "call", "refuses", "Dice que hasta que no vendan no paga."),
    (2, "call", "Pide que pase el cobrador", "De 9 a 12, preguntar por el dueño."),
    (1, "call", "wrong", "Atiende un particular: el número ya no es de ellos."),
    (2, "visit", "pays", "Estuve en el local: paga la semana que viene."),
    (1, "visit", "El encargado no está", "Cerrado por inventario."),
    (3, "email", "sent", "Envié el detalle de lo vencido."),
    (2, "whatsapp", "sent", "Le pasé el CBU y el total."),
    (2, "whatsapp", "pays", "Contestó que lo ve con el contador."),
)
#: rows of debtors who wrote: day, hour, channel, what, whether nobody has read it yet
ANSWERS = (
    (37, -2, 16, "email", "Buenas tardes, ¿nos pasan el resumen? Liliana", False),
    (36, -1, 9, "email", "Recibí el aviso. El viernes deposito una parte. Óscar", True),
    (5, -7, 12, "whatsapp", "Pasen a retirar los cheques mañana temprano", False),
)
#: row of the debtor, day, channel, rule, why nonetheless
AGAINST = (17, -5, "call", "El deudor pidió que no se lo llame.", "Devolví su llamado.")
#: row of the debtor, day, what was logged by mistake, why it was corrected
CORRECTED = (16, -8, "Promete pagar el lunes.", "Lo dijo el vendedor, no el cliente.")


def make(demo, overdue, promised, disputed):
    """Log the contacts of the month, each with its day."""
    for promise in promised:
        when = moment(demo, (promise.date - demo.today).days)
        _log(
            demo,
            promise.partner_id,
            when,
            result="promise",
            note=promise.note,
            next_date=promise.line_ids[:1].date,
        )
    for dispute in disputed:
        when = moment(demo, (dispute.date - demo.today).days, 11)
        note = dispute.note or f"No está de acuerdo con {dispute.move_id.name}."
        _log(demo, dispute.partner_id, when, result="dispute", note=note)
    for row in sorted(overdue):
        _draw(demo, demo.debtors[row])
    _log_answers(demo)
    _log_against(demo)
    _log_corrected(demo)


def _draw(demo, debtor):
    """Contacts with one debtor, by its habit, on days of the month drawn at random."""
    draw = demo.more_random
    for day in sorted(draw.sample(range(FIRST, LAST), draw.randint(*MADE[debtor.habit]))):
        weights = [weight for weight, *_rest in CALLS]
        _weight, channel, result, note = draw.choices(CALLS, weights)[0]
        when = moment(demo, day, draw.randint(9, 16), draw.randint(0, 59))
        _log(demo, debtor.partner, when, channel, result=result, note=note)


def _find_result(demo, result):
    """A result by its key in the data, else by its name."""
    known = demo.env.ref(f"l10n_cobranzas.cobranzas_contact_result_{result}", False)
    return known or demo.env["cobranzas.contact.result"].search([("name", "=", result)])


def _log(demo, partner, when, channel="call", result=None, **vals):
    """Log one contact with a debtor, as who collects from it; return its row."""
    [debtor] = [each for each in demo.debtors if each.partner == partner]
    found = _find_result(demo, result) if result else demo.env["cobranzas.contact.result"]
    return acting(demo, debtor, "cobranzas.contact.log")._cobranzas_log(
        [
            {
                "partner_id": partner.id,
                "company_id": demo.company.id,
                "channel": channel,
                "date": when,
                "result_id": found.id,
                "reached": found.reached,
                **vals,
            }
        ]
    )


def _log_answers(demo):
    for row, day, hour, channel, note, unread in ANSWERS:
        partner = demo.debtors[row].partner
        person = partner.child_ids[:1]
        vals = {"direction": "in", "reached": True, "note": note}
        if person:
            vals["contact_id"] = person.id
        _log(demo, partner, moment(demo, day, hour, 20), channel, **vals)
        partner.cobranzas_reply_unread = unread


def _log_against(demo):
    """A call that a rule did not allow, with the reason."""
    row, day, channel, rule, reason = AGAINST
    _log(
        demo,
        demo.debtors[row].partner,
        moment(demo, day, 15, 40),
        channel,
        result="documents",
        note="Llamó él; pidió copia de la factura.",
        gate_rule=rule,
        reason=reason,
    )


def _log_corrected(demo):
    """A contact that did not take place, and the row that says so."""
    row, day, note, reason = CORRECTED
    partner = demo.debtors[row].partner
    when = moment(demo, day, 14)
    wrong = _log(demo, partner, when, result="pays", note=note)
    _log(
        demo,
        partner,
        when,
        result="pays",
        note=note,
        corrects_id=wrong.id,
        annuls=True,
        reason=reason,
    )
