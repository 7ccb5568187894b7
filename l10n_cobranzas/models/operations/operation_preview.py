from markupsafe import Markup
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang


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

    def _render_tables(self, tables):
        rendered = self.env["ir.qweb"]._render(
            "l10n_cobranzas.operation_tables", {"tables": tables, "operation": self}
        )
        return Markup(rendered)

    # ------------------------------------------------------------------
    # Tables: {"entries": [...], "allocations": [...], "balances": [...]}, all text
    # ------------------------------------------------------------------

    def _prepare_plan_tables(self, plan):
        """Return what the plan will book, as text, and the balances before and after."""
        entries = [
            {"title": self._get_title(each), "items": [self._format_item(i) for i in each.items]}
            for each in [*plan.notes, *plan.entries]
        ]
        return {
            "entries": entries,
            "allocations": self._format_plan_allocations(plan),
            "balances": self._prepare_balances(plan),
        }

    def _get_title(self, each):
        """Return what stands above an entry or note: its label, and its date when it is another."""
        date = getattr(each, "date", None)
        other = date and date != self.date
        return " · ".join(filter(None, [each.label, other and format_date(self.env, date)]))

    def _format_item(self, item):
        company_currency = self.company_id.currency_id
        booked = company_currency._cobranzas_from_minor_units(item.booked)
        foreign = item.currency != company_currency
        amount = item.currency._cobranzas_from_minor_units(item.amount)
        return {
            "account": item.account.display_name,
            "partner": item.partner.name if item.partner else "",
            "label": item.label,
            "due": format_date(self.env, item.due) if item.due else "",
            "currency": self._format(amount, item.currency) if foreign else "",
            "debit": self._format(booked, company_currency) if booked > 0 else "",
            "credit": self._format(-booked, company_currency) if booked < 0 else "",
            "is_result": item.is_result,
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
        entries = [
            {
                "title": f"{move.name} · {format_date(self.env, move.date)}",
                "items": [self._format_line(line) for line in move.line_ids.sorted("id")],
            }
            for move in self.move_ids.sorted(lambda move: (move.date, move.id))
        ]
        allocations = [
            {
                "document": line.name,
                "partner": line.partner_id.name,
                "amount": self._format(abs(line.amount), line.currency_id),
            }
            for line in (self.line_ids if self._get_kind()._settles else ())
        ]
        return {"entries": entries, "allocations": allocations, "balances": []}

    def _format_line(self, line):
        company_currency = self.company_id.currency_id
        foreign = line.currency_id != company_currency
        numbered = line.cobranzas_instalment_ids[:1].name
        return {
            "account": line.account_id.display_name,
            "partner": line.partner_id.name or "",
            "label": " · ".join(filter(None, [numbered, line.name])),
            "due": format_date(self.env, line.date_maturity) if line.date_maturity else "",
            "currency": self._format(line.amount_currency, line.currency_id) if foreign else "",
            "debit": self._format(line.debit, company_currency) if line.debit else "",
            "credit": self._format(line.credit, company_currency) if line.credit else "",
            "is_result": line in self.result_ids,
        }

    def _format(self, amount, currency):
        return formatLang(self.env, amount, currency_obj=currency)

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
