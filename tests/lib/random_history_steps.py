"""The steps of random histories: what can happen to receivables."""

from datetime import timedelta

from odoo.fields import Command


class Impossible(Exception):
    """The step drawn has nothing to work on."""


class Draws:
    """What the steps are made of: customers, currencies, amounts, dates, open items."""

    def _choose(self, options):
        if not options:
            raise Impossible
        return self.rng.choice(options)

    def _partner(self):
        return self._choose(self.case.customers | self.case.contacts)

    def _currency(self):
        local = self.rng.random() < 0.5
        return self.case.company.currency_id if local else self._choose(self.case.foreign)

    def _company(self):
        return self.case.other_company if self.rng.random() < 0.2 else self.case.company

    def _amount(self, currency):
        cents = self.rng.choice((1, 7, 333, 1000, 12345, self.rng.randint(1, 900_000)))
        return max(currency.round(cents / 100), currency.rounding)

    def _date(self):
        """Return the day, now and then one to come, or one past."""
        draw = self.rng.random()
        if draw < 0.1:
            return self.day + timedelta(days=self.rng.randint(1, 60))
        if draw < 0.2 and self.backdated:
            return max(self.day - timedelta(days=self.rng.randint(1, 90)), self.case.start)
        return self.day

    def _items(self, company=None, sign=0):
        """Return the open receivable items of a company, of one sign if any."""
        domain = [
            ("company_id", "=", (company or self.case.company).id),
            ("account_id.account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
        ]
        if sign:
            domain.append(("amount_residual_currency", ">" if sign > 0 else "<", 0))
        return self.env["account.move.line"].search(domain, order="id")

    def _part(self, item):
        share = self.rng.choice((1.0, 1.0, 0.5, 0.137))
        left = item.amount_residual_currency
        return item.currency_id.round(left * share) or left


class Documents(Draws):
    """Invoices, notes, entries by hand."""

    def _document(self, move_type="out_invoice", **kw):
        company, currency, date = self._company(), self._currency(), self._date()
        due = date + timedelta(days=self.rng.choice((0, 10, 30, 75, 180)))
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": self._partner().id,
                "invoice_date": date,
                "date": date,
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "currency_id": currency.id,
                "journal_id": self._sales_journal(company).id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "X", "price_unit": self._amount(currency), "tax_ids": False}
                    )
                ],
                **kw,
            }
        )
        move.action_post()
        return move

    def _sales_journal(self, company):
        domain = [("type", "=", "sale"), ("company_id", "=", company.id)]
        return self.env["account.journal"].search(domain, limit=1)

    def _invoice(self):
        self._document()

    def _instalments(self):
        self._document(invoice_payment_term_id=self.case.term.id, invoice_date_due=False)

    def _credit_note(self):
        self._document("out_refund")

    def _debit_note(self):
        origin = self._choose(self._items(sign=1).move_id.filtered("invoice_date"))
        self._document(debit_origin_id=origin.id)

    def _entry(self, partner=None):
        company, currency, date = self._company(), self._currency(), self._date()
        amount = self._amount(currency) * self.rng.choice((1, -1))
        balance = currency._convert(amount, company.currency_id, company, date)
        if self.rng.random() < 0.2:  # as a revaluation books it
            amount = balance if currency == company.currency_id else 0.0
        partner = self._partner() if partner is None else partner
        accounts = self.env["account.account"].with_company(company)
        domain = self.env["account.account"]._check_company_domain(company)
        own, other = (
            accounts.search([*domain, ("account_type", "=", kind)], limit=1)
            for kind in ("asset_receivable", "income")
        )
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
        )
        shared = {"partner_id": partner.id, "currency_id": currency.id}
        self.env["account.move"].create(
            {
                "date": date,
                "journal_id": journal.id,
                "line_ids": [
                    Command.create(
                        {
                            **shared,
                            "account_id": account.id,
                            "amount_currency": sign * amount,
                            "balance": sign * balance,
                        }
                    )
                    for account, sign in ((own, 1), (other, -1))
                ],
            }
        ).action_post()

    def _entry_without_partner(self):
        self._entry(self.env["res.partner"])


class Receipts(Documents):
    """Receipts with all kinds of values, and applications."""

    def _draft_receipt(self, group=False, **kw):
        """A draft on some debts of one customer, now and then with a credit, or on nothing."""
        customer = self._choose(self.case.customers[:3] if group else self.case.customers)
        payable = self.case.customers[:3] if group else customer
        debts = self._items(sign=1).filtered(
            lambda item: item.partner_id.commercial_partner_id in payable
        )
        credits = self._items(sign=-1).filtered(
            lambda item: item.partner_id.commercial_partner_id in payable
        )
        lines = self.rng.sample(list(debts), min(len(debts), self.rng.randint(0, 4)))
        if lines and credits and self.rng.random() < self.crediting:
            lines.append(self._choose(credits))
        return self.case.receipt(
            [(item, self._part(item)) for item in lines],
            partner_id=customer.id,
            date=self.day,
            currency_id=self._currency().id,
            allocate_by_group=group,
            **kw,
        )

    def _receive(self, receipt):
        """Fund the receipt with cash of some currency, now and then more than it takes."""
        currency = self._currency()
        for row in receipt.rate_ids:  # now and then rates of its own
            row.rate = row.recorded_rate * self._choose((1, 1, 0.93))
        missing = receipt._convert_amount(receipt.amount_missing, receipt.currency_id, currency)
        more = self.rng.choice((0, 0, 0, self._amount(currency)))
        amount = currency.round(missing + more) or self._amount(currency)
        if amount > 0:
            receipt.value_ids = [
                Command.create(self.case.cash_value(amount, currency_id=currency.id))
            ]

    def _post(self, receipt):
        receipt.with_context(cobranzas_confirmed=True).action_post()

    def _receipt(self):
        receipt = self._draft_receipt()
        if self.rng.random() < 0.3 and receipt.amount_missing > 1:
            withheld = receipt._convert_amount(
                receipt.amount_missing * 0.1, receipt.currency_id, self.case.company.currency_id
            )
            certificate = self.case.certificate(withheld, number=str(receipt.id))
            receipt.withholding_ids = [Command.create({**certificate, "date": self.day})]
        self._receive(receipt)
        self._post(receipt)

    def _group_receipt(self):
        receipt = self._draft_receipt(group=True)
        self._receive(receipt)
        self._post(receipt)

    def _checks(self):
        later = [self.day + timedelta(days=days) for days in (0, 15, 90)]
        local = self.case.company.currency_id
        receipt = self._draft_receipt(
            checks=[
                self.case.check(self._amount(local), str(10_000_000 + n), self._choose(later))
                for n in range(self.rng.randint(1, 2))
            ]
        )
        if receipt.amount_missing > 0:
            self._receive(receipt)
        self._post(receipt)

    def _document_received(self, kind):
        self.case.company.cobranzas_postdated_mode = self._choose(("document", "credit_note"))
        currency = self._currency()
        document = {
            "name": f"P-{len(self.done)}",
            "kind": kind,
            "amount": self._amount(currency),
            "currency_id": currency.id,
            "date_due": self.day + timedelta(days=self.rng.choice((5, 30, 120))),
        }
        receipt = self._draft_receipt(document_ids=[Command.create(document)])
        if receipt.amount_missing > 0:
            self._receive(receipt)
        self._post(receipt)

    def _paper(self):
        self._document_received(self._choose(("promissory_note", "bill", "postdated", "postdated")))

    def _pair(self, company, crossing=0.3):
        """Return an open debt and credit of one customer and account, now and then across
        currencies."""
        credits = self._items(company, sign=-1)
        pairs = [
            (debt, credit)
            for debt in self._items(company, sign=1)
            for credit in credits
            if debt._cobranzas_get_reconcile_key()[:2] == credit._cobranzas_get_reconcile_key()[:2]
        ]
        same = [pair for pair in pairs if pair[0].currency_id == pair[1].currency_id]
        return self._choose(pairs if self.rng.random() < crossing else same)

    def _application(self):
        debt, credit = self._pair(self.case.company)
        customer = credit.partner_id.commercial_partner_id
        self._apply(debt, credit, self._choose(customer))

    def _apply(self, debt, credit, customer):
        receipt = self.case.receipt(
            [(debt, debt.amount_residual_currency), (credit, credit.amount_residual_currency)],
            partner_id=customer.id,
            date=self.day,
            kind="application",
            currency_id=credit.currency_id.id,
        )
        first, second = receipt.line_ids
        most = receipt._convert_amount(-second.amount, credit.currency_id, debt.currency_id)
        first.amount = min(first.amount, most) * self._choose((1, 0.4))
        second.amount = -min(
            receipt._convert_amount(first.amount, debt.currency_id, credit.currency_id),
            -credit.amount_residual_currency,
        )
        self._post(receipt)


class Core(Receipts):
    """What people do past the add-on, with core alone."""

    def _core_payment(self):
        company, currency = self._company(), self._currency()
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": self._choose(("inbound", "inbound", "outbound")),
                "partner_type": "customer",
                "partner_id": self._partner().id,
                "journal_id": journal.id,
                "amount": self._amount(currency),
                "currency_id": currency.id,
                "date": self._date(),
            }
        )
        payment.action_post()

    def _core_wizard(self):
        """Pay an invoice, or part of it, in whatever currency: partials across currencies."""
        company, currency = self._company(), self._currency()
        invoices = self._items(company, sign=1).move_id.filtered("invoice_date")
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self._choose(invoices).ids
        )
        wizard = wizard.create({"payment_date": self.day, "currency_id": currency.id})
        wizard.amount = currency.round(wizard.amount * self._choose((1, 1, 0.5, 1.2)))
        wizard.action_create_payments()

    def _core_reconcile(self):
        debt, credit = self._pair(self._company(), 0.3 if self.crossing else 0)
        (debt | credit).reconcile()

    def _core_unreconcile(self):
        partials = self.env["account.partial.reconcile"].search(
            [
                ("debit_move_id.account_id.account_type", "=", "asset_receivable"),
                ("debit_move_id.move_id.reversed_entry_id", "=", False),
                ("credit_move_id.move_id.reversed_entry_id", "=", False),
            ],
            order="id",
        )
        self._choose(partials.debit_move_id.filtered(self._is_free)).remove_move_reconcile()

    def _is_free(self, item):
        """Tell whether what pays the item can be undone by core, and may be in this history."""
        partials = item._cobranzas_get_partials()
        crosses = any(p.debit_currency_id != p.credit_currency_id for p in partials)
        return not partials.cobranzas_receipt_id and (self.crossing or not crosses)


class Steps(Core):
    """All of it, and what is taken back: voids, undone allocations, other dates."""

    def _posted(self):
        return self.env["cobranzas.receipt"].search([("state", "=", "posted")], order="id")

    def _void(self):
        self._choose(self._posted().filtered(self._may_void)).action_void(self.day, "Error")

    def _may_void(self, receipt):
        return True

    def _change_date(self):
        receipt = self._choose(self._posted())
        receipt.action_change_date(receipt.date - timedelta(days=self.rng.randint(1, 9)), "Typo")

    def _reverse(self):
        """Undo an invoice by a credit note that cancels it."""
        items = self._items(sign=1).filtered(self._is_free)
        invoice = self._choose(items.move_id.filtered("invoice_date"))
        invoice._reverse_moves([{"date": self.day, "invoice_date": self.day}], cancel=True)

    def _redate_draft(self):
        """Reset a paid invoice to draft, and post it on another date with its allocations."""
        paid = self.env["account.move"].search(
            [("move_type", "=", "out_invoice"), ("payment_state", "not in", ("not_paid", False))],
            order="id",
        )
        invoice = self._choose(paid.filtered(lambda move: self._is_free(self.case.item(move))))
        invoice.button_draft()
        invoice.invoice_date = self._date()
        invoice.action_post()
