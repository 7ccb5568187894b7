"""A reference for the movements: entries, items and receipts added up one by one.

What ``cobranzas.movement`` and its reports read by SQL is here computed in plain Python over
entries, items and receipts, for the tests to compare.
"""

INVOICES = ("out_invoice", "out_refund", "out_receipt")


class ReferenceMovements:
    """To mix into a test case that has an ``env`` and a ``company``."""

    @classmethod
    def ledger_items(cls):
        """Every receivable item of the company, in whatever state."""
        return cls.env["account.move.line"].search(
            [("account_type", "=", "asset_receivable"), ("company_id", "=", cls.company.id)]
        )

    @classmethod
    def expected_movements(cls):
        """Return the movements as a list of dicts, from items, one by one."""
        rows = {}
        for item in cls.ledger_items():
            if cls._is_corrected(item.move_id):
                continue
            key, row = cls._expected_document(item)
            key = (*key, item.partner_id.commercial_partner_id, item.currency_id)
            row = rows.setdefault(key, {**row, "items": item.browse()})
            row["items"] |= item
        for key, row in rows.items():
            cls._expected_amounts(row, key[-2], key[-1])
        booked = {row["receipt"] for row in rows.values()}
        receipts = cls.env["cobranzas.receipt"].search([("company_id", "=", cls.company.id)])
        for receipt in receipts.filtered(lambda each: each not in booked):
            for number, row in enumerate(cls._expected_unbooked(receipt)):
                rows["bare", receipt, number] = row
        return list(rows.values())

    @classmethod
    def _is_corrected(cls, move):
        """Tell what a correction undid, and what undid it, in a receipt that was voided later.

        A void mirrors what stands: values, settlement and the certificates as they now are.
        """
        receipt = move.cobranzas_receipt_id
        if receipt.state != "voided":
            return False
        original = move.reversed_entry_id or move
        standing = receipt.withholding_ids.move_id | receipt.payment_ids.move_id
        return original not in standing and bool(original.line_ids.tax_line_id)

    @classmethod
    def _expected_document(cls, item):
        """Return what the item is part of, and how that is called and dated."""
        move, receipt = item.move_id, item.move_id.cobranzas_receipt_id
        document = item.cobranzas_document_ids
        if document:
            row = cls._expected_row("document", document.name, item.date, receipt=receipt)
            return ("document", document), row
        if not receipt:
            row = cls._expected_row(
                cls._expected_kind(move), move.name or f"* {move.id}", move.date, move
            )
            return ("move", move), row
        if receipt.state == "voided" and move.reversed_entry_id:
            row = cls._expected_row("void", receipt.name, receipt.void_date, receipt=receipt)
            return ("void", receipt), row
        return ("receipt", receipt), cls._expected_row(
            receipt.kind, receipt.name, receipt.date, receipt=receipt
        )

    @classmethod
    def _expected_row(cls, kind, name, date, move=None, receipt=None):
        return {
            "kind": kind,
            "name": name,
            "date": date,
            "move": move or cls.env["account.move"],
            "receipt": receipt or cls.env["cobranzas.receipt"],
        }

    @classmethod
    def _expected_kind(cls, move):
        if move.move_type == "out_refund":
            return "credit_note"
        if move.move_type in INVOICES:
            return "debit_note" if move.debit_origin_id else "invoice"
        if move.reversed_entry_id:
            return "void"
        if move.origin_payment_id:
            return "payment"
        exchange = move.journal_id == move.company_id.currency_exchange_journal_id
        return "exchange" if exchange else "entry"

    @classmethod
    def _expected_amounts(cls, row, partner, currency):
        items, receipt = row["items"], row["receipt"]
        total = sum(items.mapped("amount_currency"))
        tax = -sum(
            row["move"]
            .line_ids.filtered(lambda line: line.display_type == "tax")
            .mapped("amount_currency")
        )
        certificates = receipt.withholding_ids.move_id
        if row["kind"] == "void":
            certificates = certificates.reversal_move_ids
        withheld = sum(
            items.filtered(lambda item: item.move_id in certificates).mapped("amount_currency")
        )
        row |= {
            "partner": partner,
            "currency": currency,
            "total": currency.round(total),
            "total_company": cls.company.currency_id.round(sum(items.mapped("balance"))),
            "tax": tax,
            "withheld": withheld,
            "untaxed": total - tax - withheld,
            "state": cls._expected_state(row, total),
        }

    @classmethod
    def _expected_state(cls, row, total):
        states = set(row["items"].mapped("parent_state"))
        if states != {"posted"}:
            return {"draft": "draft", "cancel": "cancelled"}[states.pop()]
        if row["receipt"].state == "voided":
            return "voided"
        move = row["move"]
        if move.move_type == "entry" and (move.reversed_entry_id or move.reversal_move_ids):
            return "voided"
        residual = sum(row["items"].mapped("amount_residual_currency"))
        if not residual:
            return "settled"
        return "open" if residual == total else "partial"

    @classmethod
    def _expected_unbooked(cls, receipt):
        """Return the rows of a receipt without items: itself, and its void."""
        sign = 1 if receipt.state == "draft" else 0
        values = {
            "partner": receipt.commercial_partner_id,
            "currency": receipt.currency_id,
            "total": -receipt.amount_total * sign,
            "total_company": -receipt.amount_total * sign,
            "tax": 0,
            "withheld": -receipt.amount_withholdings * sign,
            "untaxed": (receipt.amount_withholdings - receipt.amount_total) * sign,
            "state": {"draft": "draft", "posted": "settled"}.get(receipt.state, receipt.state),
            "items": cls.env["account.move.line"],
        }
        name = receipt.name or f"* {receipt.id}"
        rows = [{**cls._expected_row(receipt.kind, name, receipt.date, receipt=receipt), **values}]
        if receipt.state == "voided":
            row = cls._expected_row("void", name, receipt.void_date, receipt=receipt)
            rows.append({**row, **values})
        return rows
