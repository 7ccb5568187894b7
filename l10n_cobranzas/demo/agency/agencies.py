"""An agency with its agreement, and the batch of debts that it has since a week ago."""

from odoo.fields import Command

from ..collecting.shared import moment, noted

AGENCY = {
    "name": "Estudio Etchegaray & Asociados",
    "is_company": True,
    "street": "Bv. Oroño 1240, 3.º B",
    "city": "Rosario",
    "zip": "2000",
    "phone": "+54 341 555-0150",
    "email": "cobranzas@etchegaray.example.com",
}
#: days overdue at the hand-over, first and last (0: without an end), and per cent
RATES = ((1, 90, 10), (91, 180, 15), (181, 0, 22))
NOTE = "Comisión sobre lo cobrado, sin IVA. El deudor paga a la empresa. Rinde cada quince días."
#: day of the hand-over, days overdue from which documents go, how many debtors
DATE, DAYS, DEBTORS = -7, 12, 2


def make(demo):
    """Hand over what the last debtors of the worklist owe, that nothing is going on with."""
    agency = _make_agency(demo)
    debtors = _choose(demo)
    if not debtors:
        return
    batch = demo.env["cobranzas.agency.handover"].create(
        {
            "agency_id": agency.id,
            "company_id": demo.company.id,
            "date": demo.day(DATE),
            "days_from": DAYS,
            "partner_ids": [Command.set(debtors.ids)],
        }
    )
    with noted(demo, moment(demo, DATE, 16)):
        batch.action_list()
        if batch.listed_count:
            batch.action_hand_over()
    batch.handed_at = moment(demo, DATE, 16)


def _make_agency(demo):
    state = demo.env["res.country.state"].search(
        [("country_id.code", "=", "AR"), ("code", "=", "S")], limit=1
    )
    partner = demo.env["res.partner"].create(
        {**AGENCY, "state_id": state.id, "country_id": state.country_id.id}
    )
    product = demo.env["product.product"].create(
        {"name": "Comisión de cobranza extrajudicial", "type": "service", "sale_ok": False}
    )
    return demo.env["cobranzas.agency"].create(
        {
            "partner_id": partner.id,
            "company_id": demo.company.id,
            "product_id": product.id,
            "note": NOTE,
            "rate_ids": [
                Command.create({"days_from": first, "days_to": last, "percent": percent})
                for first, last, percent in RATES
            ],
        }
    )


def _choose(demo):
    """Return debtors late since before the hand-over that nothing is going on with, least first."""
    demo.env.flush_all()
    rows = demo.env["cobranzas.worklist"].search([("company_id", "=", demo.company.id)])
    free = rows.filtered(
        lambda row: (
            row.partner_id
            and row.days_overdue >= DAYS
            and not (row.promised or row.disputed or row.snoozed_until)
        )
    )
    return free.sorted("to_collect")[:DEBTORS].partner_id
