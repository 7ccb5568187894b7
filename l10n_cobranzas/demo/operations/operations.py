"""Operations: each kind once, on two customers, with what it needs of the company's settings."""

from odoo.fields import Command

from ..settings.company import make_account

#: setting, name, type of the account
ACCOUNTS = (
    ("cobranzas_adjustment_gain_account_id", "Ajustes de saldos a favor", "income_other"),
    ("cobranzas_adjustment_loss_account_id", "Ajustes de saldos en contra", "expense"),
    ("cobranzas_debt_sales_account_id", "Saldos iniciales de clientes", "income_other"),
    ("cobranzas_voucher_account_id", "Vales en circulación", "liability_current"),
    ("cobranzas_voucher_expense_account_id", "Vales obsequiados", "expense"),
    ("cobranzas_voucher_income_account_id", "Vales vencidos", "income_other"),
)


def make(demo):
    """Set operations up and confirm one of each kind; those of debts start from outside debts."""
    _set_up(demo)
    first, second = (debtor.partner for debtor in demo.debtors[-2:])
    steps = (
        _move_debts,
        _use_credits,
        _invoice_advance,
        _convert,
        _sell_vouchers,
        _return_check,
        _close_month,
    )
    for step in steps:
        step(demo, first, second)


def _set_up(demo):
    near = demo.company.income_currency_exchange_account_id
    for name, label, kind in ACCOUNTS:
        account = make_account(demo, near, label, kind)
        account.reconcile = kind == "liability_current"
        demo.company[name] = account
    demo.company.write(
        {
            "cobranzas_charge_product_id": make_service(demo, "Gastos administrativos").id,
            "cobranzas_documentation_product_id": make_service(demo, "Intereses").id,
            "cobranzas_small_balance_max": 1.0,
            "cobranzas_voucher_paid_first": False,
        }
    )


def make_service(demo, name, **vals):
    """A service with the taxes of the company's sales."""
    taxes = [Command.set(demo.company.account_sale_tax_id.ids)]
    vals = {"type": "service", "taxes_id": taxes, "company_id": demo.company.id, **vals}
    return demo.env["product.product"].create({"name": name, **vals})


def _operate(demo, kind, items=(), days=-6, **vals):
    """Confirm an operation; ``items``: items, or (item, amount) for a part of them."""
    rows = [item if isinstance(item, tuple) else (item, None) for item in items]
    operation = demo.env["cobranzas.operation"].create(
        {
            "kind": kind,
            "company_id": demo.company.id,
            "date": demo.day(days),
            "line_ids": [
                Command.create(
                    {"move_line_id": item.id} | ({} if amount is None else {"amount": amount})
                )
                for item, amount in rows
            ],
            **vals,
        }
    )
    operation.action_confirm()
    return operation


def _owe(demo, partner, amount, number, currency="ARS"):
    """A debt from outside the books."""
    return _operate(
        demo,
        "outside_debt",
        days=-40,
        partner_id=partner.id,
        amount=amount,
        currency_id=demo.currency(currency).id,
        document_type="FC",
        document_number=number,
        date_due=demo.day(-10),
    ).result_ids


def _move_debts(demo, first, second):
    debt = _owe(demo, first, 600000, "0009-00000777")
    small = [_owe(demo, first, 30000, f"0009-0000078{digit}") for digit in (1, 2)]
    _operate(demo, "endorsement", [(debt, 150000)], new_partner_id=second.id)
    _operate(
        demo,
        "documentation",
        [debt],
        count=6,
        period="month",
        date_first=demo.payable(-6, 30),
        document_kind="promissory_note",
    )
    merged = _operate(demo, "merge", small).result_ids
    _operate(demo, "reassignment", [merged], new_partner_id=second.id)
    _operate(
        demo,
        "adjustment",
        partner_id=second.id,
        amount=-2500,
        reason="Diferencia de precio pactada",
    )
    _operate(
        demo,
        "loan",
        partner_id=second.id,
        amount=200000,
        journal_id=demo.journals["cash"].id,
        count=4,
        period="month",
        date_first=demo.payable(-6, 30),
    )
    _operate(demo, "charge_note", partner_id=second.id, amount=1210)


def _use_credits(demo, first, second):
    cash = demo.journals["cash"].id
    advances = [
        _operate(demo, "advance", partner_id=first.id, amount=amount, journal_id=cash).result_ids
        for amount in (80000, 20000)
    ]
    grouped = _operate(demo, "advance_grouping", advances).result_ids
    _operate(demo, "credit_endorsement", [(grouped, -30000)], new_partner_id=second.id)
    _operate(demo, "refund", [(grouped, -10000)], journal_id=cash, refund_anyway=True)
    debt = _owe(demo, first, 50000, "0009-00000790")
    _operate(demo, "application", [(grouped, -50000), (debt, 50000)])


def _invoice_advance(demo, first, second):
    """An advance is invoiced with its tax; a draft of the final invoice deducts it."""
    near = demo.company.cobranzas_voucher_account_id
    account = make_account(demo, near, "Anticipos de clientes", "liability_current")
    product = make_service(demo, "Anticipo de clientes", property_account_income_id=account.id)
    demo.company.write(
        {"cobranzas_invoiced_advances": True, "cobranzas_advance_product_id": product.id}
    )
    _operate(demo, "invoiced_advance", partner_id=second.id, amount=90000, reason="Seña del pedido")
    line = {"product_id": demo.products[0][0].id, "quantity": 10}
    final = demo.env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": second.id,
            "invoice_line_ids": [Command.create(line)],
        }
    )
    final.action_cobranzas_deduct_advances()


def _convert(demo, first, second):
    dollars = _owe(demo, first, 500, "0009-00000801", "USD")
    rate = demo.currency("USD")._cobranzas_recorded_rates(demo.company, demo.day(-6))
    rate = rate[demo.currency("USD")][0]
    pesos = demo.currency("ARS").id
    _operate(demo, "conversion", [(dollars, 200)], to_currency_id=pesos, rate=rate)
    _operate(demo, "revaluation", [dollars], rate=rate, partner_id=first.id)


def _sell_vouchers(demo, first, second):
    sold = {"partner_id": second.id, "amount": 15000, "date_expiry": demo.payable(0, 180)}
    _operate(demo, "voucher_sale", code="VALE-0001", **sold)
    given = {"partner_id": first.id, "amount": 5000, "reason": "Aniversario del cliente"}
    _operate(demo, "voucher_gift", code="VALE-0002", **given)
    old = {**sold, "amount": 3000, "date_expiry": demo.day(-20)}
    expired = _operate(demo, "voucher_sale", days=-60, code="VALE-0003", **old)
    _operate(demo, "voucher_expiry", voucher_id=expired.voucher_id.id)
    small = {**sold, "amount": 2000}
    redeemed = _operate(demo, "voucher_sale", days=-30, code="VALE-0005", **small)
    _operate(demo, "voucher_redemption", voucher_id=redeemed.voucher_id.id)
    refunded = _operate(demo, "voucher_sale", days=-30, code="VALE-0004", **sold)
    _operate(
        demo,
        "voucher_refund",
        voucher_id=refunded.voucher_id.id,
        journal_id=demo.journals["cash"].id,
        reason="El cliente lo devolvió",
    )


def _return_check(demo, first, second):
    """A cheque that is still in hand comes back."""
    checks = demo.env["cobranzas.receipt"].search([("state", "=", "posted")], order="id")
    held = checks.check_ids.check_id.filtered(
        lambda check: check.current_journal_id == check.original_journal_id
    )
    check = held.sorted("id")[-1:]
    _operate(
        demo,
        "returned_check",
        days=0,
        check_ids=[Command.set(check.ids)],
        partner_id=check.payment_id.partner_id.id,
    )


def _close_month(demo, first, second):
    cents = _owe(demo, second, 0.6, "0009-00000810")
    _operate(demo, "small_balance", [cents], reason="Resto de centavos", partner_id=second.id)
    rounded = _owe(demo, second, 1000.37, "0009-00000811")
    _operate(
        demo, "rounding", [rounded], reason="Sin centavos", rounding_unit=1.0, partner_id=second.id
    )
    _make_bill(demo, second)
    _operate(demo, "netting", partner_id=second.id)


def _make_bill(demo, partner):
    """What the company owes the customer as a vendor, by an entry."""
    payable = partner.with_company(demo.company).property_account_payable_id
    rows = (
        (payable, 0.0, 12000.0),
        (demo.company.cobranzas_adjustment_loss_account_id, 12000.0, 0.0),
    )
    move = demo.env["account.move"].create(
        {
            "date": demo.day(-15),
            "ref": "Flete a cargo del cliente",
            "line_ids": [
                Command.create(
                    {
                        "account_id": account.id,
                        "partner_id": partner.id,
                        "debit": debit,
                        "credit": credit,
                    }
                )
                for account, debit, credit in rows
            ],
        }
    )
    move.action_post()
