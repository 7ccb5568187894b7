"""Steps of random histories that operations take: every kind, and undoing them."""

from datetime import timedelta

from odoo.fields import Command

from .random_history_steps import Impossible, Steps


class OperationSteps(Steps):
    """Receipts, operations of every kind, voids and undos."""

    def _operation(self, kind=None):
        kind = kind or self._choose(sorted(self.env["cobranzas.operation"]._get_kinds()))
        prepare = getattr(self, f"_prepare_{kind}", self._prepare_moved)
        vals = prepare(kind)
        receipt = vals.pop("receipt_id", None)
        operation = self.env["cobranzas.operation"].create(
            {"kind": kind, "date": self.day, "company_id": self.case.company.id, **vals}
        )
        if receipt:
            operation.sudo().receipt_id = receipt  # no user writes it
        operation.action_confirm()
        return operation

    def _take(self, kind, most=3):
        """Return commands that take some open items of one customer and currency."""
        takes = self.env["cobranzas.operation"]._get_kinds()[kind]._takes
        items = self._items(sign=-1 if takes == "credit" else 1)
        first = self._choose(items.filtered("partner_id"))
        alike = items.filtered(
            lambda item: (
                item.currency_id == first.currency_id
                and item.partner_id.commercial_partner_id == first.partner_id.commercial_partner_id
            )
        )
        taken = self.rng.sample(list(alike), min(len(alike), self.rng.randint(1, most)))
        return [
            Command.create({"move_line_id": item.id, "amount": self._part(item)}) for item in taken
        ]

    # ------------------------------------------------------------------
    # Parameters of each kind
    # ------------------------------------------------------------------

    def _prepare_moved(self, kind):
        return {"line_ids": self._take(kind), "new_partner_id": self._partner().id}

    def _prepare_taken(self, kind):
        return {"line_ids": self._take(kind), "reason": "Drawn"}

    _prepare_merge = _prepare_advance_grouping = _prepare_taken
    _prepare_small_balance = _prepare_taken

    def _prepare_rounding(self, kind):
        return {**self._prepare_taken(kind), "rounding_unit": 1.0}

    def _prepare_refund(self, kind):
        return {
            "line_ids": self._take(kind),
            "journal_id": self.case.cash.id,
            "refund_anyway": True,
        }

    def _prepare_documentation(self, kind):
        return {
            "line_ids": self._take(kind),
            "document_kind": self._choose(("promissory_note", "bill")),
            **self._draw_instalments(),
        }

    def _prepare_loan(self, kind):
        return {
            **self._prepare_new(kind),
            "journal_id": self.case.cash.id,
            **self._draw_instalments(),
        }

    def _draw_instalments(self):
        return {
            "count": self.rng.randint(1, 5),
            "period": self._choose(("week", "month", "year")),
            "date_first": self.day + timedelta(days=self.rng.randint(0, 40)),
        }

    def _prepare_new(self, kind):
        currency = self._currency()
        return {
            "partner_id": self._partner().id,
            "currency_id": currency.id,
            "amount": self._amount(currency),
            "reason": "Drawn",
        }

    def _prepare_outside_debt(self, kind):
        return {
            **self._prepare_new(kind),
            "document_number": str(self.rng.randint(1, 10**6)),
            "date_due": self.day + timedelta(days=self.rng.randint(0, 90)),
        }

    def _prepare_advance(self, kind):
        return {**self._prepare_new(kind), "journal_id": self.case.cash.id}

    def _prepare_charge_note(self, kind):
        return {**self._prepare_new(kind), "charge_product_id": self.case.product_a.id}

    _prepare_invoiced_advance = _prepare_new

    def _prepare_late_interest(self, kind):
        """Charge a debt an amount typed by hand: these customers have no policy."""
        item = self._choose(self._items(sign=1).filtered("partner_id"))
        row = {"move_line_id": item.id, "amount": self._amount(item.currency_id)}
        return {"line_ids": [Command.create(row)]}

    def _prepare_date_adjustment(self, kind):
        """Add to a debt, or take a part of it off."""
        item = self._choose(self._items(sign=1).filtered("partner_id"))
        amount = self._choose((self._amount(item.currency_id), -self._part(item)))
        return {"line_ids": [Command.create({"move_line_id": item.id, "amount": amount})]}

    def _prepare_early_payment(self, kind):
        """Take a part of a debt off it."""
        item = self._choose(self._items(sign=1).filtered("partner_id"))
        row = {"move_line_id": item.id, "amount": -self._part(item)}
        return {"line_ids": [Command.create(row)]}

    def _prepare_exchange_difference(self, kind):
        """Leave a difference for later, of a debt that some receipt might have settled."""
        receipts = self.env["cobranzas.receipt"].search([("state", "=", "posted")], order="id")
        receipt = self._choose(receipts.filtered(lambda r: r.company_id == self.case.company))
        item = self._choose(self._items(sign=1).filtered("partner_id"))
        amount = self._amount(self.case.company.currency_id) * self._choose((1, -1))
        row = {"move_line_id": item.id, "amount": amount}
        return {"line_ids": [Command.create(row)], "receipt_id": receipt}

    def _prepare_exchange_note(self, kind):
        """Note a difference that waits for it."""
        waiting = self._items().filtered("cobranzas_is_pending_difference")
        item = self._choose(waiting or self._operation("exchange_difference").result_ids)
        return {"line_ids": [Command.create({"move_line_id": item.id})]}

    def _prepare_adjustment(self, kind):
        vals = self._prepare_new(kind)
        return {**vals, "amount": vals["amount"] * self._choose((1, -1))}

    def _prepare_application(self, kind):
        debt, credit = self._pair(self.case.company, 0)
        rows = [(debt, self._part(debt)), (credit, self._part(credit))]
        least = min(abs(amount) for _item, amount in rows)
        return {
            "line_ids": [
                Command.create({"move_line_id": item.id, "amount": least}) for item, _part in rows
            ]
        }

    def _prepare_conversion(self, kind):
        company_currency = self.case.company.currency_id
        vals = {"line_ids": self._take(kind, most=2)}
        return {**vals, "to_currency_id": self._choose((company_currency, self._currency())).id}

    def _prepare_revaluation(self, kind):
        """Revalue whole items of a customer and foreign currency, at another rate than booked."""
        local = self.case.company.currency_id
        first = self._choose(
            self._items().filtered(lambda item: item.partner_id and item.currency_id != local)
        )
        alike = self._items().filtered(
            lambda item: (
                item.currency_id == first.currency_id
                and item.partner_id.commercial_partner_id == first.partner_id.commercial_partner_id
            )
        )
        recorded = first.currency_id._cobranzas_recorded_rates(self.case.company, self.day)
        return {
            "line_ids": [Command.create({"move_line_id": item.id}) for item in alike],
            "rate": recorded[first.currency_id][0] * self._choose((0.93, 1.0, 1.08)),
        }

    def _prepare_netting(self, kind):
        """Net a debt with what the company owes the same partner, by an entry."""
        item = self._choose(self._items(sign=1).filtered("partner_id"))
        if item.currency_id != self.case.company.currency_id:
            raise Impossible
        self._owe(item.partner_id, item.amount_residual)
        return {"partner_id": item.partner_id.commercial_partner_id.id}

    def _owe(self, partner, amount):
        payable = self.case.company_data["default_account_payable"]
        expense = self.case.company_data["default_account_expense"]
        self.env["account.move"].create(
            {
                "date": self.day,
                "journal_id": self.case.company_data["default_journal_misc"].id,
                "line_ids": [
                    Command.create(
                        {"account_id": account.id, "partner_id": partner.id, side: amount}
                    )
                    for account, side in ((expense, "debit"), (payable, "credit"))
                ],
            }
        ).action_post()

    def _prepare_returned_check(self, kind):
        checks = self.env["l10n_latam.check"].search([], order="id")
        held = checks.filtered(lambda c: c.current_journal_id == c.original_journal_id)
        check = self._choose(held.filtered(lambda c: c.payment_id.state != "canceled"))
        return {
            "check_ids": [Command.set(check.ids)],
            "partner_id": check.payment_id.partner_id.id,
        }

    def _prepare_sold(self, kind):
        return {
            **self._prepare_new(kind),
            "date_expiry": self.day + timedelta(days=self.rng.choice((5, 30))),
        }

    _prepare_voucher_sale = _prepare_voucher_gift = _prepare_sold

    def _prepare_voucher_expiry(self, kind):
        vouchers = self.env["cobranzas.voucher"].search([("state", "in", ("issued", "partial"))])
        return {"voucher_id": self._choose(vouchers).id}

    _prepare_voucher_redemption = _prepare_voucher_expiry

    def _prepare_voucher_refund(self, kind):
        vals = self._prepare_voucher_expiry(kind)
        return {**vals, "journal_id": self.case.cash.id, "reason": "Drawn"}

    # ------------------------------------------------------------------
    # Undo, and vouchers redeemed
    # ------------------------------------------------------------------

    def _undo(self):
        done = self.env["cobranzas.operation"].search([("state", "=", "done")], order="id")
        self._choose(done).action_undo(self.day, "Error")

    def _redeem(self):
        """Pay part of a debt with a voucher."""
        vouchers = self.env["cobranzas.voucher"].search([("state", "in", ("issued", "partial"))])
        voucher = self._choose(vouchers)
        receipt = self._draft_receipt()
        amount = voucher.currency_id.round(voucher.amount_residual * self._choose((1, 0.5)))
        if not amount:
            raise Impossible
        receipt.voucher_ids = [Command.create({"code": voucher.code, "amount": amount})]
        if receipt.amount_missing > 0:
            self._receive(receipt)
        self._post(receipt)
