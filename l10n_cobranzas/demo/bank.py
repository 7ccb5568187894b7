"""What comes through the bank besides transfers: cards, and money not yet known whose it is."""

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


def make(scene):
    """Card coupons, one settled; deposits, one of them used by a receipt."""
    accounts = {key: _make_account(scene, *row) for key, *row in ACCOUNTS}
    scene.company.cobranzas_deposit_account_id = accounts["unidentified"]
    bank = scene.journals["nacion"]
    card = scene.env["account.payment.method.line"].create(
        {
            "name": METHOD_NAMES["card"],
            "journal_id": bank.id,
            "payment_method_id": scene.env.ref("l10n_cobranzas.account_payment_method_card").id,
            "payment_account_id": accounts["coupons"].id,
        }
    )
    debts = _free_debts(scene)
    coupons = scene.env["cobranzas.receipt"].create(
        [
            _prepare_receipt_vals(scene, offset, debt, _prepare_coupon(scene, card, *coupon))
            for (offset, *coupon), debt in zip(COUPONS, debts, strict=False)
        ]
    )
    coupons.action_post()
    _settle(scene, coupons[:1], accounts["coupons"])
    _make_deposits(scene, bank, debts[len(COUPONS) :])


def _make_account(scene, name, kind, near):
    accounts = scene.env["account.account"]
    return accounts.create(
        {
            "name": name,
            "account_type": kind,
            "reconcile": True,
            "code": accounts._search_new_account_code(near),
            "company_ids": [Command.set(scene.company.ids)],
        }
    )


def _free_debts(scene):
    """Debts in pesos that no draft lists, the newest of each debtor."""
    drafts = scene.env["cobranzas.receipt"].search([("state", "=", "draft")])
    items = scene.env["account.move.line"].search(
        [
            *scene.env["account.move.line"]._cobranzas_open_items_domain(),
            ("company_id", "=", scene.company.id),
            ("currency_id", "=", scene.company.currency_id.id),
            ("amount_residual", ">", 500000),
            ("date", "<", scene.day(COUPONS[0][0])),
            ("id", "not in", (drafts.line_ids.move_line_id | scene.kept_lines()).ids),
            ("cobranzas_document_ids", "=", False),
        ],
        order="date desc, id desc",
    )
    return [mine[0] for mine in items.grouped("partner_id").values()]


def _prepare_receipt_vals(scene, offset, debt, value):
    """A receipt on account of one document."""
    return {
        "partner_id": debt.partner_id.id,
        "company_id": scene.company.id,
        "date": scene.day(offset),
        "currency_id": scene.company.currency_id.id,
        "legend_ids": [
            Command.create({"title_id": title.id, "text": "Administración"})
            for title in scene.legends
        ],
        "line_ids": [Command.create({"move_line_id": debt.id, "amount": value["amount"]})],
        "value_ids": [Command.create(value)],
    }


def _prepare_coupon(scene, method, brand, number, batch, instalments, digits):
    return {
        "payment_method_line_id": method.id,
        "amount": 150000.0 + 10000 * instalments,
        "card_brand_id": scene.env.ref(f"l10n_cobranzas.cobranzas_card_brand_{brand}").id,
        "coupon_number": number,
        "batch_number": batch,
        "instalments": instalments,
        "card_last_digits": digits,
    }


def _settle(scene, receipt, account):
    """The card company pays the coupon into the bank."""
    item = receipt.move_ids.line_ids.filtered(lambda line: line.account_id == account)
    bank = scene.journals["nacion"]
    entry = scene.env["account.move"].create(
        {
            "journal_id": bank.id,
            "company_id": scene.company.id,
            "date": scene.day(-5),
            "ref": "Liquidación Visa",
            "line_ids": [
                Command.create({"account_id": bank.default_account_id.id, "debit": item.debit}),
                Command.create({"account_id": account.id, "credit": item.debit}),
            ],
        }
    )
    entry.action_post()
    (item | entry.line_ids.filtered("credit")).reconcile()


def _make_deposits(scene, bank, debts):
    deposits = scene.env["cobranzas.deposit"].create(
        [
            {
                "company_id": scene.company.id,
                "journal_id": bank.id,
                "date": scene.day(offset),
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
    vals_list = [_prepare_receipt_vals(scene, -7, debt, value) for debt in debts[:1]]
    scene.env["cobranzas.receipt"].create(vals_list).action_post()
