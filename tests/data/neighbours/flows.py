"""What the test of the neighbours does in a database that has them: each of their own works.

``run(env)`` runs in an Odoo shell, with the add-on or after it was uninstalled; it returns what
was made, by name.
"""

from odoo import Command, fields


def run(env):
    """Make one document of each neighbour; return {what: [state, amount]}."""
    env = env(user=env.ref("base.user_admin").id)
    flows = Flows(env)
    made = {
        "invoice": flows.invoice(),
        "pos order": flows.pos_order(),
        "expense": flows.expense(),
        "bank line": flows.bank_line(),
        "purchase": flows.purchase(),
        "sale": flows.sale(),
    }
    if "cobranzas.receipt" in env:
        made["receipt"] = flows.receipt()
        made["without credit"] = flows.without_credit()
    return made


class Flows:
    """A company with a chart of accounts, a customer and a product, and what they do."""

    def __init__(self, env):
        self.env = env
        self.company = env.company
        if not self.company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", self.company)
        self.customer = env["res.partner"].create({"name": "Almacén El Ceibo"})
        self.product = env["product.product"].create(
            {
                "name": "Mercadería",
                "type": "consu",
                "list_price": 100,
                "standard_price": 60,
                "taxes_id": False,
                "supplier_taxes_id": False,
                "available_in_pos": True,
                "can_be_expensed": True,
                "purchase_method": "purchase",
                "invoice_policy": "order",
            }
        )

    def _journal(self, kind):
        domain = [("type", "=", kind), ("company_id", "=", self.company.id)]
        return self.env["account.journal"].search(domain, limit=1)

    def invoice(self):
        """A customer's invoice, paid in part by core's own payment."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create({"product_id": self.product.id, "price_unit": 100})
                ],
            }
        )
        move.action_post()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        register.create({"amount": 40, "payment_difference_handling": "open"})._create_payments()
        return [move.state, move.amount_residual]

    def pos_order(self):
        """An order of the point of sale, paid in cash and invoiced; its session closed."""
        cash = (
            self.env["account.journal"].create(
                {"name": "Caja PdV", "code": "CPV", "type": "cash", "company_id": self.company.id}
            )
            if not self.env["account.journal"].search([("code", "=", "CPV")])
            else None
        )
        methods = self.env["pos.payment.method"]
        if cash:
            methods = methods.create({"name": "Efectivo PdV", "journal_id": cash.id})
            config = self.env["pos.config"].create(
                {"name": "Mostrador", "payment_method_ids": [Command.set(methods.ids)]}
            )
        else:
            config = self.env["pos.config"].search([("name", "=", "Mostrador")], limit=1)
            methods = config.payment_method_ids[:1]
        config.open_ui()
        session = config.current_session_id
        session.set_opening_control(0, "")
        order = self.env["pos.order"].create(
            {
                "session_id": session.id,
                "partner_id": self.customer.id,
                "to_invoice": True,
                "amount_tax": 0,
                "amount_total": 100,
                "amount_paid": 0,
                "amount_return": 0,
                "lines": [
                    Command.create(
                        {
                            "name": "1",
                            "product_id": self.product.id,
                            "qty": 1,
                            "price_unit": 100,
                            "price_subtotal": 100,
                            "price_subtotal_incl": 100,
                        }
                    )
                ],
            }
        )
        payment = self.env["pos.make.payment"].with_context(active_id=order.id)
        payment.create({"amount": 100, "payment_method_id": methods.id}).check()
        if not order.account_move:
            order.action_pos_order_invoice()
        session.post_closing_cash_details(100)
        session.close_session_from_ui()
        return [
            order.state,
            session.state,
            order.account_move.state,
            order.account_move.amount_total,
        ]

    def without_credit(self):
        """What is paid at the counter passes for a customer without credit; an order is held."""
        self.company.cobranzas_credit_active = True
        known, self.customer = (
            self.customer,
            self.env["res.partner"].create({"name": "Sin crédito", "cobranzas_has_limit": True}),
        )
        sold = self.pos_order()
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        order.action_confirm()
        self.customer = known
        self.company.cobranzas_credit_active = False
        return [*sold, order.state, order.cobranzas_hold]

    def expense(self):
        """An employee's expense, approved and booked."""
        employee = self.env["hr.employee"].search([("user_id", "=", self.env.uid)], limit=1)
        employee = employee or self.env["hr.employee"].create(
            {"name": "Rosa", "user_id": self.env.uid, "work_contact_id": self.customer.id}
        )
        expense = self.env["hr.expense"].create(
            {
                "name": "Viaje",
                "employee_id": employee.id,
                "product_id": self.product.id,
                "total_amount_currency": 30,
                "tax_ids": False,
                "payment_mode": "own_account",
            }
        )
        expense.action_submit()
        expense.with_context(tracking_disable=False)._do_approve(check=False)
        post = self.env["hr.expense.post.wizard"].with_context(
            active_model="hr.expense",
            active_ids=expense.ids,
            default_expense_ids=expense.ids,
            company_paid_move_ids=[],
        )
        post.create({"employee_journal_id": self._journal("purchase").id}).action_post_entry()
        return [expense.state, expense.account_move_id.state]

    def bank_line(self):
        """A line of a bank statement."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self._journal("bank").id,
                "date": fields.Date.today(),
                "payment_ref": "Depósito",
                "partner_id": self.customer.id,
                "amount": 60,
            }
        )
        return [line.move_id.state, line.amount]

    def purchase(self):
        """A purchase order, received and billed."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.product.id, "product_qty": 2})],
            }
        )
        order.button_confirm()
        order.action_create_invoice()
        bill = order.invoice_ids
        bill.invoice_date = fields.Date.today()
        bill.action_post()
        return [order.state, bill.state]

    def sale(self):
        """A sales order, invoiced."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        order.action_confirm()
        move = order._create_invoices()
        move.action_post()
        return [order.state, move.state, move.amount_residual]

    def receipt(self):
        """A receipt of the add-on that pays all that the customer owes by then, and its void."""
        items = self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("balance", ">", 0),
            ]
        )
        total = sum(items.mapped("amount_residual"))
        receipt = self.env["cobranzas.receipt"].create(
            {
                "partner_id": self.customer.id,
                "line_ids": [
                    Command.create({"move_line_id": item.id, "amount": item.amount_residual})
                    for item in items
                ],
                "value_ids": [
                    Command.create({"journal_id": self._journal("cash").id, "amount": total})
                ],
            }
        )
        receipt.action_post()
        posted = sum(items.mapped("amount_residual"))
        receipt.action_void(fields.Date.today(), "Error")
        return [receipt.state, posted, sum(items.mapped("amount_residual")) - total]
