"""Credit control: limits, a group that shares one, a customer that is blocked, some rules."""

from datetime import timedelta

from odoo.fields import Command

#: row of the debtor: limit over its balance, days of grace
LIMITS = {27: (60000, 15), 29: (900000, 10), 31: (2500000, 30)}
#: row of a debtor without credit, and of one whose limit is higher for a time
NO_CREDIT, EXTRA = 33, 29
EXTRA_LIMIT = (500000, 45, "Compras para las fiestas")
BLOCKED = (38, "Dejó de pagar: en tratativas con el estudio jurídico")
#: limit over the group's balance
SHARED = ("Supermercados Don Aurelio", 1500000)
#: kind, what passes, whether it only warns
RULES = (("share", 85, True), ("returned_check", 90, False), ("overdue_amount", 3000000, False))
EXCLUDED = ("Cooperativa La Esperanza", "days", "Paga con fondos provinciales, a 120 días")
#: row of the debtor, how much more limit is asked for it, why, login of who asks
REQUEST = (27, 1000000, "Abre una sucursal en Funes", "lucia.sosa")
#: orders of the debtor with little room: the first is overridden, the second held; who sells them
ORDERS = (27, (140000, 250000), "lucia.sosa")
OVERRIDE = "Es temporada: el dueño confirmó el pago"
#: who also sees orders
SELLERS = ("lucia.sosa", "accountant", "manager")
#: limits are whole thousands
ROUNDING = 1000


def make(demo):
    """Turn credit control on, and give customers and groups what they may owe."""
    demo.company.write({"cobranzas_credit_active": True, "cobranzas_credit_grace_days": 7})
    demo.terms["contado"].cobranzas_is_cash = True
    _give_limits(demo)
    _share_a_limit(demo)
    _block(demo)
    _make_rules(demo)
    _ask_for_more(demo)
    _sell(demo)


def _round(amount):
    return ROUNDING * round(amount / ROUNDING)


def _give_limits(demo):
    for row, (room, grace) in LIMITS.items():
        partner = demo.debtors[row].partner
        partner.write(
            {
                "credit_limit": _round(partner.cobranzas_balance + room),
                "cobranzas_has_limit": True,
                "cobranzas_has_grace": True,
                "cobranzas_grace_days": grace,
            }
        )
    demo.debtors[NO_CREDIT].partner.write({"credit_limit": 0, "cobranzas_has_limit": True})
    amount, days, reason = EXTRA_LIMIT
    demo.env["cobranzas.credit.extra"].create(
        {
            "partner_id": demo.debtors[EXTRA].partner.id,
            "company_id": demo.company.id,
            "amount": amount,
            "date_end": demo.today + timedelta(days=days),
            "reason": reason,
        }
    )


def _find_group(demo, name):
    return demo.env["cobranzas.debtor.group"].search(
        [("name", "=", name), ("company_id", "=", demo.company.id)]
    )


def _share_a_limit(demo):
    name, room = SHARED
    group = _find_group(demo, name)
    group.write(
        {
            "share_credit_limit": True,
            "has_credit_limit": True,
            "credit_limit": _round(group.cobranzas_balance + room),
        }
    )


def _block(demo):
    row, reason = BLOCKED
    demo.env["cobranzas.credit.block"].create(
        {
            "partner_id": demo.debtors[row].partner.id,
            "company_id": demo.company.id,
            "reason": reason,
        }
    )


def _make_rules(demo):
    name, kind, reason = EXCLUDED
    demo.env["cobranzas.credit.rule"].create(
        [
            {
                "kind": each,
                "threshold": threshold,
                "mode": "warn" if warns else "control",
                "company_id": demo.company.id,
            }
            for each, threshold, warns in RULES
        ]
        + [
            {
                "kind": kind,
                "is_exclusion": True,
                "reason": reason,
                "group_id": _find_group(demo, name).id,
                "company_id": demo.company.id,
            }
        ]
    )


def _ask_for_more(demo):
    row, more, reason, login = REQUEST
    partner = demo.debtors[row].partner
    demo.env["cobranzas.credit.request"].create(
        {
            "partner_id": partner.id,
            "company_id": demo.company.id,
            "amount": partner.credit_limit + more,
            "reason": reason,
            "user_id": demo.users[login].id,
        }
    )


def _sell(demo):
    """Confirm two orders beyond the limit: one passes by an override, the other is held."""
    row, amounts, login = ORDERS
    sellers = demo.env.ref("sales_team.group_sale_salesman_all_leads")
    demo.env["res.users"].union(*(demo.users[each] for each in SELLERS)).group_ids |= sellers
    product = demo.env["product.product"].create(
        {"name": "Surtido de almacén", "type": "consu", "invoice_policy": "order"}
    )
    orders = demo.env["sale.order"].create(
        [
            {
                "partner_id": demo.debtors[row].partner.id,
                "company_id": demo.company.id,
                "user_id": demo.users[login].id,
                "payment_term_id": False,
                "pricelist_id": False,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "price_unit": amount, "tax_ids": False}
                    )
                ],
            }
            for amount in amounts
        ]
    )
    orders[0]._cobranzas_override(orders[0]._cobranzas_get_credit_amount(), OVERRIDE)
    orders.action_confirm()
