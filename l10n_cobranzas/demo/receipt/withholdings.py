"""Certificates of what larger customers withhold; a provisional one replaced later (REC-07)."""

from odoo.fields import Command

from . import receipt_vals

#: key, name, percent of the base, account of the chart, province that collects it, if any
TAXES = (
    ("iva", "Ret. IVA", 10.5, "ri_retencion_iva_sufrida", None),
    ("ganancias", "Ret. Ganancias", 2.0, "base_retencion_ganancias_sufrida", None),
    ("iibb_ba", "Ret. IIBB Buenos Aires", 1.75, "base_retencion_iibb_ba_sufrida", "B"),
    ("iibb_caba", "Ret. IIBB CABA", 2.5, "base_retencion_iibb_caba_sufrida", "C"),
)
#: where the chart has no such accounts
NEAR = "1.1.4.09.010"
VAT = 1.21
RECEIPTS = 25
#: smaller payments are not withheld from
LEAST = 400000
AGENTS = ("super", "mayorista", "ferreteria", "farmacia")
#: number of the first certificate of each agent, by its row
FIRST_NUMBER, NUMBERS_APART = 1201, 137
#: days from today of the receipts with the provisional certificate and with the final one, and
#: how much larger that one is
PROVISIONAL, FINAL, FINAL_SHARE = -104, -46, 1.25


def make_taxes(demo):
    """Make the taxes that customers withhold, each with the chart's account or one of its own."""
    argentina = demo.env.ref("base.ar")
    for key, name, percent, account, province in TAXES:
        demo.withheld[key] = (
            _make_tax(demo, name, percent, _find_account(demo, account, name)),
            percent,
            argentina.state_ids.filtered(lambda state, code=province: state.code == code),
        )


def _find_account(demo, xml_id, name):
    found = demo.env["account.chart.template"].ref(xml_id, raise_if_not_found=False)
    accounts = demo.env["account.account"]
    return found or accounts.create(
        {
            "name": f"{name} sufrida",
            "account_type": "asset_current",
            "code": accounts._search_new_account_code(NEAR),
            "company_ids": [Command.set(demo.company.ids)],
        }
    )


def _make_tax(demo, name, percent, account):
    document = [
        Command.create({"repartition_type": "base"}),
        Command.create({"repartition_type": "tax", "account_id": account.id}),
    ]
    return demo.env["account.tax"].create(
        {
            "name": name,
            "amount": -percent,
            "type_tax_use": "sale",
            "is_withholding_tax_on_payment": True,
            "company_id": demo.company.id,
            "invoice_repartition_line_ids": document,
            "refund_repartition_line_ids": document,
        }
    )


def choose(demo, visits, tricks):
    """The ids of the visits of agents who withhold from what they pay, all through the year."""
    able = [
        visit
        for visit in visits
        if visit.currency == "ARS"
        and visit.debtor.trade in AGENTS
        and visit.debtor.size > 1
        and not visit.credits
        and id(visit) not in tricks
        and sum(amount for _item, amount in visit.debts) > LEAST
        and all(item.currency == demo.company.currency_id for item, _amount in visit.debts)
    ]
    step = max(len(able) / RECEIPTS, 1)
    return {id(able[int(number * step)]) for number in range(min(RECEIPTS, len(able)))}


def certificates(demo, debtor, total):
    """The values of the certificates of a payment of ``total`` pesos."""
    base = demo.company.currency_id.round(total / VAT)
    return [
        {
            "tax_id": tax.id,
            "name": _next_number(demo, debtor),
            "base_amount": base,
            "amount": demo.company.currency_id.round(base * percent / 100),
            "state_id": province.id,
        }
        for tax, percent, province in (demo.withheld[key] for key in _keys(debtor))
    ]


def _keys(debtor):
    """The taxes of which the debtor is an agent: of its province, and the nation's."""
    province = {"B": "iibb_ba", "C": "iibb_caba"}.get(debtor.partner.state_id.code)
    keys = ["ganancias"]
    if debtor.size > 2 and debtor.trade in ("super", "mayorista"):
        keys.insert(0, "iva")
    return [*keys, province] if province else keys


def _next_number(demo, debtor):
    number = demo.certificates.get(debtor.row, FIRST_NUMBER + debtor.row * NUMBERS_APART)
    demo.certificates[debtor.row] = number + 1
    return f"0001-{number:08d}"


def entries(demo):
    """Yield (days from today, values) of the receipt with a provisional certificate."""
    items = demo.kept["provisional"]
    debtor, total = items[0].debtor, sum(item.left for item in items)
    rows = certificates(demo, debtor, total)
    rows[-1]["kind"] = "cpr"
    visit = receipt_vals.visit(debtor, PROVISIONAL, items)
    yield PROVISIONAL, receipt_vals.collect(demo, visit, None, rows)


def finals(demo):
    """Yield (days from today, values) of the receipt with the final certificate."""
    items = demo.kept["final"]
    debtor, total = items[0].debtor, sum(item.left for item in items)
    rows = certificates(demo, debtor, total)
    provisional = demo.env["cobranzas.receipt.withholding"].search(
        [("kind", "=", "cpr"), ("partner_id", "=", debtor.partner.id)]
    )
    amount = demo.company.currency_id.round(provisional.amount * FINAL_SHARE)
    visit = receipt_vals.visit(debtor, FINAL, items)
    rows.append(
        {
            "tax_id": provisional.tax_id.id,
            "name": _next_number(demo, debtor),
            "base_amount": provisional.base_amount,
            "amount": amount,
            "state_id": provisional.state_id.id,
            "provisional_id": provisional.id,
        }
    )
    yield FINAL, receipt_vals.collect(demo, visit, None, rows)
