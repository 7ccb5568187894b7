"""What every national chart must pass of the charges at a receipt (CHG)."""

from odoo.fields import Command

#: the products of the settings
PRODUCTS = ("interest", "surcharge", "discount", "exchange")


class ChartCharges:
    """For ``ChartFlow``: charges of late documents in dollars, the discount of an early one."""

    def _prepare_charges(self):
        """Products with the chart's tax, a policy, a clause; dollars at 4, then at 5."""
        foreign = self.env.ref(f"base.{self.foreign}")
        foreign.active = True
        foreign.rate_ids.filtered(lambda rate: rate.company_id == self.company).unlink()
        for day, local in (("2026-01-01", 4.0), ("2026-02-01", 5.0)):
            self.env["res.currency.rate"].create(
                {
                    "currency_id": foreign.id,
                    "company_id": self.company.id,
                    "name": day,
                    "inverse_company_rate": local,
                }
            )
        for name in PRODUCTS:
            self.company[f"cobranzas_{name}_product_id"] = self.env["product.product"].create(
                {"name": name, "type": "service", "taxes_id": [Command.set(self.tax.ids)]}
            )
        policy = self.env["cobranzas.interest.policy"].create(
            {"name": "2 % mensual", "company_id": self.company.id, "rate": 2}
        )
        self.customer.with_company(self.company).write(
            {
                "cobranzas_bears_interest": True,
                "cobranzas_interest_policy_id": policy.id,
                "cobranzas_clause_currency_id": foreign.id,
            }
        )
        return foreign

    def _due_at_once(self, amount, currency):
        move = self.taxed(amount, currency).move_id
        move.button_draft()
        move.invoice_date_due = move.invoice_date
        move.action_post()
        return self.item(move)

    def _with_dates(self, amount, currency):
        """An invoice due on 20-01: 5 % less until 15-01, 5 % more from 21-01 to 31-03."""
        term = self.env["account.payment.term"].create(
            {
                "name": "10 días, con fechas",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 10})
                ],
                "cobranzas_alternative_ids": [
                    Command.create({"days": -5, "percent": -5}),
                    Command.create({"days": 70, "percent": 5}),
                ],
            }
        )
        move = self.taxed(amount, currency).move_id
        move.button_draft()
        move.invoice_payment_term_id = term
        move.action_post()
        return self.item(move)

    def _post_charges(self, items, date, **received):
        """Post a receipt that pays the documents and all their notes; return {kind: notes}."""
        receipt = self.receipt(items, date=date)
        receipt.interest_ids.is_collected = True
        receipt.value_ids = [Command.create(self.cash_value(receipt.amount_documents))]
        receipt.interest_ids.is_collected = True
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        operations = receipt.charge_operation_ids
        return receipt, {each.kind: each.move_ids for each in operations}

    def test_charges_of_late_documents(self):
        foreign = self._prepare_charges()
        late, dated = self._due_at_once(1000, foreign), self._with_dates(1000, foreign)
        total = late.amount_currency
        receipt, notes = self._post_charges([late, dated], "2026-02-09")
        self.assertEqual(set(notes), {"late_interest", "date_adjustment", "exchange_note"})
        interest, surcharge = notes["late_interest"], notes["date_adjustment"]
        difference = notes["exchange_note"]
        # 30 days at 2 % a month, its tax on top; the others have it inside
        self.assertEqual(interest.amount_untaxed, foreign.round(total * 0.02))
        self.assertEqual(surcharge.amount_total, foreign.round(total * 1.05) - total)
        self.assertEqual(difference.amount_total, self.currency.round(2 * total))
        for note in interest | surcharge | difference:
            self._check_note(note, late | dated, "debit_note")
        self.assertEqual((late | dated).mapped("amount_residual_currency"), [0, 0])
        self._check_void(receipt, late | dated)

    def test_discount_of_an_early_document(self):
        self._prepare_charges()
        self.customer.with_company(self.company).cobranzas_clause_currency_id = False
        dated = self._with_dates(1000, self.currency)
        total = dated.amount_currency
        receipt, notes = self._post_charges([dated], "2026-01-15")
        self.assertEqual(set(notes), {"date_adjustment"})
        [note] = notes.values()
        self.assertEqual(note.amount_total, total - self.currency.round(total * 0.95))
        self.assertEqual(sum(receipt.payment_ids.mapped("amount")), total - note.amount_total)
        self._check_note(note, dated, "credit_note")
        self.assertEqual(dated.amount_residual, 0)
        self._check_void(receipt, dated)

    def _check_note(self, note, items, internal_type):
        """Posted and paid, to the tax of the chart, naming the document it is of."""
        self.assertEqual((note.state, note.amount_residual), ("posted", 0))
        factor = self.tax.amount / 100
        rounding = note.currency_id.rounding
        taxed = note.amount_untaxed * factor
        self.assertAlmostEqual(note.amount_tax, taxed, delta=rounding)
        credit = internal_type == "credit_note"
        self.assertEqual(note.move_type, "out_refund" if credit else "out_invoice")
        origin = note.reversed_entry_id if credit else note.debit_origin_id
        self.assertIn(origin, items.move_id)
        sides = {line.account_id: 0.0 for line in note.line_ids}
        for line in note.line_ids:
            sides[line.account_id] += line.balance
        self.assertTrue(self.currency.is_zero(sum(sides.values())))
        if self.documents:
            document = note.l10n_latam_document_type_id
            self.assertEqual(document.internal_type, internal_type)
            self.assertIn(document, note.l10n_latam_available_document_type_ids)
            self.assertTrue(note.l10n_latam_document_number)

    def _check_void(self, receipt, items):
        """The documents are open again, every note has its mirror, and nothing else is left."""
        notes = receipt.charge_operation_ids.move_ids
        receipt.action_void("2026-02-20", "Error")
        for item in items:
            self.assertEqual(item.amount_residual_currency, item.amount_currency)
            self.assertEqual(item.amount_residual, item.balance)
            self.assertEqual(item.move_id.payment_state, "not_paid")
        for note in notes:
            mirror = (
                receipt.charge_operation_ids.filtered(
                    lambda each, note=note: note in each.move_ids
                ).move_ids
                - note
            )
            self.assertEqual(len(mirror), 1)
            self._check_nothing_left(note, mirror)
        states = receipt.charge_operation_ids.charge_ids.mapped("state")
        self.assertEqual(set(states), {"freed"})
