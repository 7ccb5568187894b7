"""Receipts begun today and not posted: what is there to try at once."""

from odoo.fields import Command

from . import receipt_vals, receipts, values, withholdings

#: what the group's head office transferred, to be allocated over the debts of all
GROUP_ROW, GROUP_TRANSFER = 0, 2400000.0
#: of the receipt allocated by hand, in equal parts: journals of the transfers with their numbers
#: (the first one has the rest), then days until each cheque can be cashed
HAND_TRANSFERS = (("galicia", "77120904"), ("nacion", "40025391"))
HAND_CHECKS = (15, 30, 45)


def make(demo):
    """Make the drafts of today."""
    drafts = demo.env["cobranzas.receipt"].create(
        [
            *_prepare_plain_vals(demo),
            _prepare_withheld_vals(demo),
            _prepare_dollars_vals(demo),
            _prepare_group_vals(demo),
            _prepare_many_vals(demo),
        ]
    )
    group, many = drafts[-2:]
    group.action_propose()
    _allocate_by_hand(many)


def _prepare_plain_vals(demo):
    """Three receipts: ready to post, documents without values, values alone."""
    first = receipts.oldest_debt(demo, ("usual", "slow"))
    second = receipts.oldest_debt(demo, ("usual", "slow"), skip=[first])
    cash = {"journal_id": demo.journals["cash"].id, "amount": 250000.0}
    return [
        receipts.prepare_paid_in_full_vals(demo, first, 0),
        {
            **receipt_vals.head(demo, second.debtor, 0),
            "note": "Esperando el comprobante de la transferencia",
            "line_ids": receipt_vals.lines([(second, second.left)]),
        },
        {
            **receipt_vals.head(demo, demo.debtors[0], 0),
            "note": "El cliente avisa mañana qué facturas paga",
            "value_ids": [Command.create(cash)],
        },
    ]


def _prepare_withheld_vals(demo):
    """A document paid by certificates and a cheque."""
    items = demo.kept["withheld today"]
    debtor, total = items[0].debtor, sum(item.left for item in items)
    visit = receipt_vals.visit(debtor, 0, items)
    withheld, amount = receipt_vals.withhold(demo, withholdings.certificates(demo, debtor, total))
    rest = demo.company.currency_id.round(total - amount)
    return {
        **receipt_vals.head(demo, debtor, 0),
        "line_ids": receipt_vals.lines(visit.debts),
        "check_ids": [Command.create(values.check(demo, visit, rest, 30))],
        **withheld,
    }


def _prepare_dollars_vals(demo):
    """A receipt in dollars of this very day, for which there is no rate yet."""
    items = demo.kept["dollars today"]
    total = items[0].currency.round(sum(item.left for item in items))
    cash = {"journal_id": demo.journals["dollars"].id, "amount": total}
    return {
        **receipt_vals.head(demo, items[0].debtor, 0, "USD"),
        "date": demo.today,
        "note": "Falta la cotización del día: se pide al registrar",
        "line_ids": receipt_vals.lines([(item, item.left) for item in items]),
        "value_ids": [Command.create(cash)],
    }


def _prepare_group_vals(demo):
    transfer = {
        "journal_id": demo.journals["nacion"].id,
        "amount": GROUP_TRANSFER,
        "operation_number": "40025377",
    }
    return {
        **receipt_vals.head(demo, demo.debtors[GROUP_ROW], 0),
        "allocate_by_group": True,
        "note": "La casa central transfirió por todas las sucursales",
        "value_ids": [Command.create(transfer)],
    }


def _prepare_many_vals(demo):
    """A dozen documents and a credit note, paid by transfers and cheques."""
    items = demo.kept["many"]
    pairs = [(item, item.line.amount_residual_currency) for item in items]
    pairs.sort(key=lambda pair: pair[1] < 0)
    total = demo.company.currency_id.round(sum(amount for _item, amount in pairs))
    parts = len(HAND_TRANSFERS) + len(HAND_CHECKS)
    each = float(total / parts // 1000 * 1000)
    first = demo.company.currency_id.round(total - (parts - 1) * each)
    transfers = [
        {
            "journal_id": demo.journals[journal].id,
            "amount": each if place else first,
            "operation_number": number,
        }
        for place, (journal, number) in enumerate(HAND_TRANSFERS)
    ]
    visit = receipt_vals.visit(items[0].debtor, 0, [])
    return {
        **receipt_vals.head(demo, items[0].debtor, 0),
        "note": "El cliente indicó qué facturas paga cada transferencia",
        "line_ids": receipt_vals.lines(pairs),
        "value_ids": [Command.create(vals) for vals in transfers],
        "check_ids": [
            Command.create(values.check(demo, visit, each, days)) for days in HAND_CHECKS
        ],
    }


def _allocate_by_hand(receipt):
    """Decide what pays what: as the plan has it, but the first and the last change places."""
    tree = receipt.get_allocation_tree()
    paid = {(row["source"], row["document"]): row["amount"] for row in tree["rows"]}
    first, last = list(paid)[0], list(paid)[-1]
    amount = min(paid[first], paid[last])
    for key, change in (
        (first, -amount),
        (last, -amount),
        ((first[0], last[1]), amount),
        ((last[0], first[1]), amount),
    ):
        paid[key] = receipt.currency_id.round(paid.get(key, 0.0) + change)
    receipt.save_allocations(
        [
            {"source": source, "document": document, "amount": amount}
            for (source, document), amount in paid.items()
            if amount
        ]
    )
