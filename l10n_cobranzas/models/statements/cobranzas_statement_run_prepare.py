from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine.collation import sort_key
from ...engine.statement import Account, OpenBalance


class CobranzasStatementRun(models.Model):
    """The list of statements that a user checks before they are sent."""

    _inherit = "cobranzas.statement.run"

    def _action_prepare(self):
        self.ensure_one()
        partners, groups = self._find_owners()
        totals = self._fetch_totals(partners, groups)
        chosen = [
            (owner, totals.get(owner, OpenBalance()))
            for owner in self._sort_owners(partners, groups)
            if self._is_wanted(totals.get(owner, OpenBalance()))
        ]
        if not chosen:
            raise UserError(
                self.env._("No customer matches: choose other dates, customers or balances.")
            )
        # sudo: lines are made here alone, from what the run's user may see
        run = self.sudo()
        run.line_ids.unlink()
        recipients = run._find_recipients([owner for owner, _total in chosen])
        run.line_ids.with_context(tracking_disable=True, mail_create_nosubscribe=True).create(
            [run._prepare_line_vals(owner, total, *recipients[owner]) for owner, total in chosen]
        )
        totals_text = run._format_totals(total for _owner, total in chosen)
        run.write({"state": "prepared", "totals": totals_text})

    @api.model
    def _sort_owners(self, partners, groups):
        """Return customers and groups in one list, by name."""
        return sorted(
            [*groups, *partners], key=lambda owner: (sort_key(owner.display_name), owner.id)
        )

    def _prepare_line_vals(self, owner, total, recipients, reason):
        """Return the values of the statement of ``owner``, a customer or a debtor group."""
        return {
            "run_id": self.id,
            **owner._cobranzas_prepare_statement_vals(),
            "balances": self._format_balances(total.accounts),
            "balance": total.balance,
            "document_count": total.count,
            "state": "skipped" if reason else "pending",
            "reason": reason,
            **self._prepare_recipient_vals(recipients),
        }

    def _format_totals(self, totals):
        accounts = {}
        for total in totals:
            for number, account in total.accounts.items():
                accounts.setdefault(number, Account()).balance += account.balance
        return self._format_balances(accounts)

    # ------------------------------------------------------------------
    # Customers
    # ------------------------------------------------------------------

    def _find_owners(self):
        """Return the customers and groups that match the filters, but for their balances.

        Raises ``UserError`` naming a chosen customer that is none of the user's.
        """
        partners, groups = self._find_partners(), self.env["cobranzas.debtor.group"]
        if self.by_group:
            groups = self._get_whole_groups(partners.cobranzas_group_id)
            partners = partners.filtered(lambda each: each.cobranzas_group_id not in groups)
        return partners, groups

    def _find_partners(self):
        members = self.debtor_group_ids.member_ids.partner_id
        chosen = (self.partner_ids | members).commercial_partner_id
        # a chosen group that has no members must not mean all customers
        if not chosen and (self.scope == "chosen" or self.partner_ids or self.debtor_group_ids):
            raise UserError(self.env._("Choose the customers or debtor groups to write to."))
        self._check_own(chosen)
        if self.scope == "chosen":
            return chosen
        domain = self._get_filter_domain(chosen)
        partners = self._read_partners(self._get_items(), domain)
        if self.scope == "moved" and self.kind == "statement":
            within = Domain("date", ">=", self.date_from) & Domain("date", "<=", self.date_to)
            partners |= self._read_partners(self._get_ledger(), domain & within)
        return partners.with_env(self.env)

    def _read_partners(self, source, domain):
        groups = source._read_group(domain, ["partner_id"])
        return self.env["res.partner"].union(*(partner for (partner,) in groups))

    def _get_filter_domain(self, chosen):
        domain = Domain("company_id", "=", self.company_id.id) & Domain("partner_id", "!=", False)
        if chosen:
            domain &= Domain("partner_id", "in", chosen.ids)
        if self.collector_ids:
            domain &= Domain("collector_id", "in", self.collector_ids.ids)
        return domain

    def _check_own(self, partners):
        foreign = partners - self._filter_own(partners)
        if foreign:
            foreign.check_access("read")  # whom the user may not see is not named
            raise UserError(
                self.env._(
                    "%(customer)s is not one of your debtors: take it out of the list.",
                    customer=foreign[:1].display_name,
                )
            )

    def _filter_own(self, partners):
        """Return the customers whose debts the run's user may see."""
        user = self.user_id
        if user._cobranzas_sees_all_debtors():
            return partners
        # sudo: reads only whose debtor a customer is, to compare it with the user
        return partners.filtered(
            lambda each: user._cobranzas_acts_for(each.sudo().cobranzas_collector_id)
        )

    def _get_whole_groups(self, groups):
        """Return the groups of which the user may see every member: no statement is partial."""
        members = groups._get_customers()
        foreign = members - self._filter_own(members)
        return groups - foreign.cobranzas_group_id

    # ------------------------------------------------------------------
    # Balances
    # ------------------------------------------------------------------

    def _fetch_totals(self, partners, groups):
        """Return {customer or group: its open balance}, all by two queries."""
        known = {*partners, *groups}
        domain = self._get_items_domain(partners | groups._get_customers())
        domain &= self._get_owed_domain()
        keys = ["partner_id", "debtor_group_id", "currency_id"]
        sums = ["residual_currency:sum", "residual:sum", "__count"]
        totals = {}
        for row in self._get_items()._read_group(domain, keys, sums):
            owner = self._pick_owner(known, *row[:2])
            self._add_total(totals.setdefault(owner, OpenBalance()), *row[2:])
        late = domain & Domain("days_overdue", ">", 0) & Domain("residual_currency", ">", 0)
        for row in self._get_items()._read_group(late, keys[:2]):
            totals[self._pick_owner(known, *row)].is_overdue = True
        return totals

    @staticmethod
    def _pick_owner(known, partner, group):
        return group if group in known else partner

    def _add_total(self, total, currency, owed, booked, count):
        account = total.accounts.setdefault(currency.id, Account())
        account.balance = currency.round(account.balance + owed)
        total.balance = self.currency_id.round(total.balance + booked)
        total.count += count

    def _is_wanted(self, total):
        """Return whether a customer or group with this balance gets a statement.

        Who owes nothing in any currency is not written to, unless chosen, or told of movements.
        """
        if self.scope == "chosen":
            return True
        told = self.scope == "moved" and self.kind == "statement"
        if not told and all(account.balance <= 0 for account in total.accounts.values()):
            return False
        if self.scope == "overdue" and not total.is_overdue:
            return False
        enough = self.currency_id.compare_amounts(total.balance, self.amount_min) >= 0
        return enough or not self.amount_min
