from odoo import models
from odoo.exceptions import UserError


class CobranzasOperation(models.Model):
    """What an operation will book, or booked, shown before it is confirmed (OPS).

    The form and the printed voucher show the same tables, made of the same plan.
    """

    _inherit = "cobranzas.operation"

    def _render_preview(self):
        """Return (HTML of the tables, what keeps it from being confirmed or empty)."""
        self.ensure_one()
        if not self.kind:
            return "", ""
        # sudo: accounts and balances of what the user chose, whose items were checked when sent
        operation = self.sudo()
        if operation.state != "draft":
            return operation._render_tables(operation._prepare_booked_tables()), ""
        try:
            plan = operation._prepare_plan()
        except UserError as error:
            return "", str(error)
        try:
            operation._check_confirmable()
            refusal = ""
        except UserError as error:
            refusal = str(error)
        return operation._render_tables(operation._prepare_plan_tables(plan)), refusal

    # ------------------------------------------------------------------
    # Tables: {"entries": [...], "allocations": [...], "balances": [...]}, all text
    # ------------------------------------------------------------------

    def _prepare_plan_tables(self, plan):
        """Return what the plan will book, as text, and the balances before and after."""
        return {
            "entries": self._prepare_entry_tables(plan),
            "allocations": self._format_plan_allocations(plan),
            "balances": self._prepare_balances(plan),
        }

    def _format_plan_allocations(self, plan):
        """Return which open item that was there is settled, by how much."""
        amounts = {}
        for allocation in plan.allocations:
            for key in (allocation.debit, allocation.credit):
                if isinstance(key, models.BaseModel):
                    amounts.setdefault(key, []).append(allocation)
        return [
            {
                "document": item._cobranzas_document_name(),
                "partner": item.partner_id.name,
                "amount": self._format(
                    sum(
                        a.debit.currency_id._cobranzas_from_minor_units(a.amount)
                        if isinstance(a.debit, models.BaseModel)
                        else item.currency_id._cobranzas_from_minor_units(a.amount)
                        for a in allocations
                    ),
                    item.currency_id,
                ),
            }
            for item, allocations in amounts.items()
        ]

    def _get_balance_changes(self, plan):
        """Return {(customer, currency): units that the plan adds to what is owed}.

        Of those whose balance is the user's business: a collector reads that of own debtors.
        """
        changes, user = {}, self.env.user
        everyones = user._cobranzas_sees_all_debtors()
        for item in plan.get_items():
            if item.partner and item.account.account_type == "asset_receivable":
                partner = item.partner.commercial_partner_id
                if everyones or user._cobranzas_acts_for(partner.cobranzas_collector_id):
                    key = (partner, item.currency)
                    changes[key] = changes.get(key, 0) + item.amount
        return changes

    def _prepare_balances(self, plan):
        """Return the balance of each customer and currency that changes, before and after."""
        changes = self._get_balance_changes(plan)
        partners = self.env["res.partner"].union(*(partner for partner, _currency in changes))
        before = {
            (partner, currency): amount
            for partner, currency, amount in self.env["cobranzas.open.item"]._read_group(
                [("partner_id", "in", partners.ids), ("company_id", "=", self.company_id.id)],
                ["partner_id", "currency_id"],
                ["residual_currency:sum"],
            )
        }
        rows = []
        for (partner, currency), units in changes.items():
            if not units:
                continue
            was = before.get((partner, currency), 0.0)
            change = currency._cobranzas_from_minor_units(units)
            rows.append(
                {
                    "partner": partner.name,
                    "before": self._format(was, currency),
                    "change": self._format(change, currency),
                    "after": self._format(was + change, currency),
                }
            )
        return rows

    def _prepare_booked_tables(self):
        """Return what was booked, as text: entries with their mirrors, and what they settled."""
        allocations = [
            {
                "document": line.name,
                "partner": line.partner_id.name,
                "amount": self._format(abs(line.amount), line.currency_id),
            }
            for line in (self.line_ids if self._get_kind()._settles else ())
        ]
        entries = self._prepare_booked_entries()
        return {"entries": entries, "allocations": allocations, "balances": []}

    def _format_line(self, line):
        numbered = line.cobranzas_instalment_ids[:1].name
        return {
            **super()._format_line(line),
            "label": " · ".join(filter(None, [numbered, line.name])),
            "is_result": line in self.result_ids,
        }

    # ------------------------------------------------------------------
    # Voucher
    # ------------------------------------------------------------------

    def action_print(self):
        """Print the one-page voucher of each operation: entries, what was settled, who signs."""
        self.check_access("read")
        return self.env.ref("l10n_cobranzas.cobranzas_operation_report").report_action(self)

    def _get_report_base_filename(self):
        self.ensure_one()
        return (self.name or self.display_name).replace("/", "-")
