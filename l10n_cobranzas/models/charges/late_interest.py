from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .charge_kind import Assessment, ChargeRow
from .charge_proposal import ChargeProposal
from .charge_words import ChargeWords


class CobranzasOperation(models.Model):
    """Late interest (*intereses por mora*, CHG-03)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("late_interest", "Late Interest")],
        ondelete={"late_interest": "cascade"},
    )


class CobranzasOperationKindLateInterest(models.AbstractModel):
    """Interest on what was paid late, or is not paid yet: a debit note with its tax (CHG-03).

    To the document's own customer, in the currency of the document and at its rate.
    """

    _name = "cobranzas.operation.kind.late_interest"
    _inherit = "cobranzas.operation.kind.charge"
    _description = "Late Interest"
    _prefix = "INT"
    _charge_kind = "interest"
    _in_runs = True

    @api.model
    def _assess(self, operation, items):
        run = operation.run_id
        found = items._cobranzas_get_interests(
            operation.date_until, run.interest_policy_id or None, grouping=run._get_grouping()
        )
        words = ChargeWords(self.env)
        return {
            item: self._prepare_assessment(item, found[item], words)
            for item in items
            if found.get(item) and found[item].segments
        }

    @api.model
    def _prepare_assessment(self, item, interest, words):
        rows = tuple(
            ChargeRow(
                segment.date_from,
                segment.date_to,
                segment.days,
                segment.base,
                segment.rate,
                segment.amount,
                segment.partial,
                segment.period,
            )
            for segment in interest.segments
        )
        amount = item.currency_id.round(sum(row.amount for row in rows))
        return Assessment(amount, rows, lambda: self._explain(item, rows, words))

    @api.model
    def _explain(self, item, rows, words):
        """Return the line of the note: how the interest was computed."""
        parts = [
            self.env._(
                "%(base)s from %(date_from)s to %(date_to)s: %(days)s days at %(rate)s",
                base=words.format_amount(row.base, item.currency_id),
                date_from=words.format_date(row.date_from),
                date_to=words.format_date(row.date_to),
                days=row.days,
                rate=words.format_rate(row.rate, row.period),
            )
            for row in rows
        ]
        title = self.env._("Interest on %(document)s", document=item._cobranzas_document_name())
        return "\n".join([title, *parts])

    @api.model
    def _get_policy(self, operation):
        """Return the policy of a note: that of the run, else that of the items, or none."""
        # one after the other: each line of a note asks, and the first one mostly knows
        kept = (line.move_line_id.cobranzas_interest_policy_id for line in operation.line_ids)
        return operation.run_id.interest_policy_id or next(
            filter(None, kept), self.env["cobranzas.interest.policy"]
        )

    @api.model
    def _find_product(self, company, policy):
        """Return the product of a policy, else that of the company, or none."""
        return policy.product_id or company.cobranzas_interest_product_id

    @api.model
    def _get_product(self, operation):
        policy = self._get_policy(operation)
        return self._find_product(operation.company_id, policy) or self._get_charge_product(
            operation, "cobranzas_interest_product_id"
        )

    @api.model
    def _check_one_sign(self, operation):
        """Raise ``UserError`` for interest below zero, which would be a credit note."""
        for line in operation.line_ids:
            if line.amount < 0:
                raise UserError(
                    self.env._(
                        "Interest is never below zero: correct the amount of %(document)s, or take "
                        "it out.",
                        document=line.name,
                    )
                )

    @api.model
    def _get_note_taxes(self, operation):
        return self._get_policy(operation).tax_id or None

    @api.model
    def _prepare_note_move_vals(self, operation, request, lines, position):
        """Return the values of the note, in the journal of the policy where it names one."""
        vals = super()._prepare_note_move_vals(operation, request, lines, position)
        journal = self._get_policy(operation).journal_id
        return {**vals, "journal_id": journal.id} if journal else vals

    # ------------------------------------------------------------------
    # Month end
    # ------------------------------------------------------------------

    @api.model
    def _get_run_domain(self, run):
        domain = super()._get_run_domain(run) & run._get_late_domain()
        domain &= Domain("cobranzas_interest_stopped", "!=", True) | Domain(
            "cobranzas_interest_stopped_from", ">", run.date_until
        )
        if not (run.interest_policy_id and run.takes_without_policy):
            domain &= Domain("cobranzas_interest_policy_id", "!=", False)
        if run.interest_policy_ids:
            domain &= Domain("cobranzas_interest_policy_id", "in", run.interest_policy_ids.ids)
        return domain

    @api.model
    def _get_run_key(self, run, item, amount):
        """Return what the items of one note share: policy, and the rate of a foreign document."""
        policy = run.interest_policy_id or item.cobranzas_interest_policy_id
        grouping = run._get_grouping()
        together = grouping != "instalment" if grouping else policy._is_by_customer()
        foreign = item.currency_id != item.company_id.currency_id
        rate = item.move_id.invoice_currency_rate if foreign else 1.0
        return (policy, rate, run._get_group(item) if together else item)

    @api.model
    def _never_again(self, run, items, reason):
        items.action_cobranzas_stop_interest(reason, run.date)

    # ------------------------------------------------------------------
    # At the receipt
    # ------------------------------------------------------------------

    @api.model
    def _propose(self, receipt):
        """Return {item: ChargeProposal} of the interest of what a receipt settles."""
        items = receipt._get_charged_lines().move_line_id._origin
        if not items.cobranzas_interest_policy_id:
            return {}
        payments = receipt._prepare_payments_by_item()
        found = items._cobranzas_get_interests(receipt.date, payments=payments)
        proposals, words = {}, ChargeWords(self.env)
        for item, interest in found.items():
            if interest and interest.segments:
                each = self._prepare_assessment(item, interest, words)
                last = each.rows[-1]
                proposals[item] = ChargeProposal(
                    item.currency_id,
                    each.amount,
                    last.base,
                    sum(row.days for row in each.rows),
                    last.rate,
                    each.explain,
                    last.period,
                )
        return proposals

    @api.model
    def _get_totals(self, company, amounts):
        """Return {item: what its note comes to with its taxes}, in the currency of the item.

        Taxes are looked up once a customer and policy, and computed once an amount.

        :param amounts: {item: interest before taxes, in its currency}
        """
        totals = {}
        items = self.env["account.move.line"].union(*amounts)
        groups = items.grouped(lambda item: (item.partner_id, item.cobranzas_interest_policy_id))
        for (partner, policy), mine in groups.items():
            product, taxes = self._find_charged(company, partner, policy)
            if not taxes:
                totals |= {item: amounts[item] for item in mine}
                continue
            charged = mine.grouped(lambda item: (item.currency_id, amounts[item]))
            for (currency, amount), same in charged.items():
                line = taxes._prepare_base_line_for_taxes_computation(
                    None,
                    partner_id=partner,
                    currency_id=currency,
                    product_id=product,
                    tax_ids=taxes,
                    price_unit=amount,
                    quantity=1.0,
                )
                taxes._add_tax_details_in_base_line(line, company)
                total = currency.round(line["tax_details"]["raw_total_included_currency"])
                totals |= dict.fromkeys(same, total)
        return totals

    @api.model
    def _find_charged(self, company, partner, policy):
        """Return (product, taxes) of the notes to a customer by a policy."""
        product, taxes = self._find_product(company, policy), policy.tax_id
        if not taxes:
            domain = self.env["account.tax"]._check_company_domain(company)
            taxes = product.taxes_id.filtered_domain(domain)
        position = self.env["account.fiscal.position"].with_company(company)
        position = position._get_fiscal_position(partner.with_company(company))
        return product, position.map_tax(taxes)
