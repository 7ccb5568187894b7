"""What comes through the bank besides transfers: cards, and unidentified deposits."""

from odoo.fields import Command

#: key, name, type, code near which it is numbered
ACCOUNTS = (
    ("coupons", "Tarjetas en cartera", "asset_current", "1.1.2.09.010"),
    ("unidentified", "Depósitos sin identificar", "liability_current", "2.1.9.01.010"),
)
METHOD_NAMES = {"card": "Tarjeta", "deposit": "Depósito anticipado"}
#: days from today, amount, what the bank says
DEPOSITS = (
    (-9, 318400, "TRF 40021877"),
    (-6, 120000, "TRANSF CVU 0000031"),
    (-4, 84500.5, "TRF 40023350"),
    (-4, 84500.5, "TRF 40023391"),
    (-2, 230000, "DEP EFVO SUC 012"),
)
#: entered today, not posted yet
DEPOSIT_DRAFT = (-1, 56250, "TRF 40025118")
#: days from today, brand, coupon, batch, instalments, last digits
COUPONS = (
    (-24, "visa", "0047", "118", 3, "4821"),
    (-8, "mastercard", "0193", "126", 1, "7730"),
    (-3, "visa", "0052", "131", 6, "1196"),
)


def make(demo):
    """Card coupons, one settled; deposits, one of them used by a receipt."""
    accounts = {key: _make_account(demo, *row) for key, *row in ACCOUNTS}
    demo.company.cobranzas_deposit_account_id = accounts["unidentified"]
    bank = demo.journals["nacion"]
    card = demo.env["account.payment.method.line"].create(
        {
            "name": METHOD_NAMES["card"],
            "journal_id": bank.id,
            "payment_method_id": demo.env.ref("l10n_cobranzas.account_payment_method_card").id,
            "payment_account_id": accounts["coupons"].id,
        }
    )
    debts = _free_debts(demo)
    coupons = demo.env["cobranzas.receipt"].create(
        [
            _prepare_receipt_vals(demo, offset, debt, _prepare_coupon(demo, card, *coupon))
            for (offset, *coupon), debt in zip(COUPONS, debts, strict=False)
        ]
    )
    coupons.action_post()
    _settle(demo, coupons[:1], accounts["coupons"])
    _make_deposits(demo, bank, debts[len(COUPONS) :])


def _make_account(demo, name, kind, near):
    accounts = demo.env["account.account"]
    return accounts.create(
        {
            "name": name,
            "account_type": kind,
            "reconcile": True,
            "code": accounts._search_new_account_code(near),
            "company_ids": [Command.set(demo.company.ids)],
        }
    )


def _free_debts(demo):
    """Debts in pesos that no draft lists, the newest of each debtor."""
    drafts = demo.env["cobranzas.receipt"].search([("state", "=", "draft")])
    items = demo.env["account.move.line"].search(
        [
            *demo.env["account.move.line"]._cobranzas_open_items_domain(),
            ("company_id", "=", demo.company.id),
            ("currency_id", "=", demo.company.currency_id.id),
            ("amount_residual", ">", 500000),
            ("date", "<", demo.day(COUPONS[0][0])),
            ("id", "not in", (drafts.line_ids.move_line_id | demo.kept_lines()).ids),
            ("cobranzas_document_ids", "=", False),
        ],
        order="date desc, id desc",
    )
    return [mine[0] for mine in items.grouped("partner_id").values()]


def _prepare_receipt_vals(demo, offset, debt, value):
    """A receipt on account of one document."""
    return {
        "partner_id": debt.partner_id.id,
        "company_id": demo.company.id,
        "date": demo.day(offset),
        "currency_id": demo.company.currency_id.id,
        "legend_ids": [
            Command.create({"title_id": title.id, "text": "Administración"})
            for title in demo.legends
        ],
        "line_ids": [Command.create({"move_line_id": debt.id, "amount": value["amount"]})],
        "value_ids": [Command.create(value)],
    }


def _prepare_coupon(demo, method, brand, number, batch, instalments, digits):
    return {
        "payment_method_line_id": method.id,
        "amount": 150000.0 + 10000 * instalments,
        "card_brand_id": demo.env.ref(f"l10n_cobranzas.cobranzas_card_brand_{brand}").id,
        "coupon_number": number,
        "batch_number": batch,
        "instalments": instalments,
        "card_last_digits": digits,
    }


def _settle(demo, receipt, account):
    """The card company pays the coupon into the bank."""
    item = receipt.move_ids.line_ids.filtered(lambda line: line.account_id == account)
    bank = demo.journals["nacion"]
    entry = demo.env["account.move"].create(
        {
            "journal_id": bank.id,
            "company_id": demo.company.id,
            "date": demo.day(-5),
            "ref": "Liquidación Visa",
            "line_ids": [
                Command.create({"account_id": bank.default_account_id.id, "debit": item.debit}),
                Command.create({"account_id": account.id, "credit": item.debit}),
            ],
        }
    )
    entry.action_post()
    (item | entry.line_ids.filtered("credit")).reconcile()


def _make_deposits(demo, bank, debts):
    deposits = demo.env["cobranzas.deposit"].create(
        [
            {
                "company_id": demo.company.id,
                "journal_id": bank.id,
                "date": demo.day(offset),
                "amount": amount,
                "reference": reference,
            }
            for offset, amount, reference in (*DEPOSITS, DEPOSIT_DRAFT)
        ]
    )
    deposits[: len(DEPOSITS)].action_post()
    method = bank.inbound_payment_method_line_ids.filtered(
        lambda line: line.code == "cobranzas_deposit"
    )
    method.name = METHOD_NAMES["deposit"]
    value = {"payment_method_line_id": method.id, "amount": deposits[0].amount}
    vals_list = [_prepare_receipt_vals(demo, -7, debt, value) for debt in debts[:1]]
    demo.env["cobranzas.receipt"].create(vals_list).action_post()
