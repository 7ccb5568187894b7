"""Disputes: what customers do not agree to pay of a document, open and resolved."""

from .shared import acting, choose, moment, noted, thousands, worker

#: rows of debtors: what they say, share of the document (None: 1), day it was raised, day until
#: which it is to be resolved, who resolves it (None: who raised it), note
OPEN = (
    (27, "price", 0.15, -6, 2, "accountant", "Facturamos la lista nueva; el pedido es anterior."),
    (38, "quantity", 0.3, -12, -3, None, "Faltaron dos bultos: mandan el remito conformado."),
    (17, "paid", None, -3, 4, None, "Dice que se lo pagó en mano al vendedor."),
    (29, "document", None, -1, 6, "accountant", "Nunca recibieron la factura: piden copia."),
)
#: the same, then how and when it was resolved, and what was said
RESOLVED = (
    (30, "returned", 0.2, -24, -14, "accepted", -19, "Se acepta la devolución según remito."),
    (5, "quantity", 0.4, -21, -14, "partly", -13, "Faltaba la mitad de lo que reclamaba."),
    (12, "price", 0.1, -26, -19, "rejected", -20, "La lista de precios estaba vigente."),
    (28, "paid", 0.5, -10, -3, "withdrawn", -5, "Encontró el recibo: era de otra factura."),
)
RESOLVER = "accountant"


def make(demo, overdue):
    """Raise disputes, resolve some of them; return all."""
    found = demo.env["cobranzas.dispute"]
    used = set()
    for row, reason, share, raised, until, login, note in OPEN:
        if (row := choose(overdue, row, used)) is not None:
            found |= _raise(demo, overdue, row, reason, share, (raised, until), login, note)
    for row, reason, share, raised, until, state, closed, words in RESOLVED:
        if (row := choose(overdue, row, used)) is not None:
            dispute = _raise(demo, overdue, row, reason, share, (raised, until), RESOLVER, "")
            _resolve(demo, dispute, state, closed, words)
            found |= dispute
    return found


def _raise(demo, overdue, row, reason, share, days, login, note):
    """Dispute a part of the debtor's newest overdue document, as of the day it was raised."""
    debtor, item = demo.debtors[row], overdue[row][-1]
    raised, until = days
    responsible = demo.users[login] if login else worker(demo, debtor)
    owed = item.amount_residual_currency
    disputes = acting(demo, debtor, "cobranzas.dispute")
    vals = {
        "reason_id": demo.env.ref(f"l10n_cobranzas.cobranzas_dispute_reason_{reason}").id,
        "responsible_id": responsible.id,
        "note": note,
    }
    amount = min(thousands(owed * share), owed) if share else owed
    with noted(demo, moment(demo, raised, 11)):
        dispute = disputes._cobranzas_raise(item, amount, vals)
    dispute.write({"date": demo.day(raised), "date_target": demo.day(until)})
    return dispute


def _resolve(demo, dispute, state, closed, words):
    """Close it; a credit note of what is accepted is left for the accountant to post."""
    dispute = dispute.with_user(demo.users[RESOLVER]).sudo()
    amount = thousands(dispute.amount / 2) if state == "partly" else None
    with noted(demo, moment(demo, closed, 12)):
        dispute._cobranzas_resolve(state, amount, words)
    delay = demo.today - demo.day(closed)
    dispute.date_closed = demo.day(closed)
    if dispute.date_grace:
        dispute.date_grace -= delay
