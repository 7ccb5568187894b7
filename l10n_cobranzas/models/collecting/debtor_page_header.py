from odoo import api, models
from odoo.fields import Domain

from ..settings.moments import format_moment
from .debtor_page_rows import Section, select_rows

MOST = 30  # contacts shown


class CobranzasDebtorPage(models.AbstractModel):
    """Who the debtor is, whom to call, and whether one may now."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        return {
            **super()._get_sections(scope),
            "customers": self._get_customers_section(scope),
            "contacts": self._get_contacts_section(scope),
            "blocks": self._get_blocks_section(scope),
        }

    @api.model
    def _get_customers_section(self, scope):
        # sudo: the names of the debtor's customers, its collector and its group
        sql = select_rows(
            self.env["res.partner"].sudo().with_context(active_test=False),
            Domain("id", "in", scope.customers.ids),
            {
                "id": "id",
                "name": "complete_name",
                "vat": "vat",
                "collector": "cobranzas_collector_id.name",
                "group_id": "cobranzas_group_id",
                "group": "cobranzas_group_id.name",
            },
            order="complete_name, id",
        )
        return Section(sql, lambda rows: rows)

    @api.model
    def _get_contacts_section(self, scope):
        """Return the people of the debtor, and its customers, that have a phone or an e-mail."""
        reachable = Domain("phone", "!=", False) | Domain("email", "!=", False)
        sql = select_rows(
            self.env["res.partner"],
            Domain("commercial_partner_id", "in", scope.customers.ids) & reachable,
            {
                "id": "id",
                "name": "name",
                "company": "commercial_partner_id.name",
                "customer_id": "commercial_partner_id",
                "role": "function",
                "type": "type",
                "phone": "phone",
                "email": "email",
            },
            order="is_company DESC, type, name, id",
            limit=MOST,
        )
        return Section(sql, lambda rows: [self._prepare_contact(scope, row) for row in rows])

    @api.model
    def _prepare_contact(self, scope, row):
        types = self._get_selection("res.partner", "type")
        is_person = row["id"] != row["customer_id"]
        role = row["role"] or (types.get(row["type"], "") if row["type"] != "contact" else "")
        company = row["company"] if scope.is_group and is_person else ""
        return {
            "id": row["id"],
            "customer_id": row["customer_id"],
            "name": row["name"] or types.get(row["type"], ""),
            "role": " · ".join(part for part in (role if is_person else "", company) if part),
            "phone": row["phone"] or "",
            "email": row["email"] or "",
        }

    @api.model
    def _get_blocks_section(self, scope):
        # sudo: who collects sees that a customer is blocked, and why, as who sells does
        blocks = self.env["cobranzas.credit.block"].sudo()
        in_force = blocks._get_domain_in_force(self.env.company, scope.today)
        sql = select_rows(
            blocks,
            in_force & Domain("customer_id", "in", scope.customers.ids),
            {"reason": "reason", "customer": "customer_id.name"},
        )
        return Section(sql, lambda rows: rows)

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        customers, blocks = page.pop("customers"), page.pop("blocks")
        answers = self._get_answers(scope, customers)
        for contact in page["contacts"]:
            contact["allowed"] = answers.get(contact["customer_id"], {}).get("allowed", True)
        page["answers"] = self._join_answers(answers)
        page["header"] = self._prepare_header(scope, customers, blocks)
        return page

    @api.model
    def _prepare_header(self, scope, customers, blocks):
        first = customers[0] if customers else {}
        collectors = dict.fromkeys(each["collector"] for each in customers if each["collector"])
        return {
            "name": scope.debtor.name if scope.is_group else first.get("name", ""),
            "vat": "" if scope.is_group else first.get("vat") or "",
            "collector": ", ".join(collectors),
            "group": "" if scope.is_group else first.get("group") or "",
            "group_id": False if scope.is_group else first.get("group_id") or False,
            "members": [
                {"id": each["id"], "name": each["name"]} for each in customers if scope.is_group
            ],
            "blocked": [
                f"{block['customer']}: {block['reason']}" if scope.is_group else block["reason"]
                for block in blocks
            ],
        }

    @api.model
    def _get_answers(self, scope, customers):
        """Return {customer's id: whether it may be called now, the rule, and from when}."""
        names = {each["id"]: each["name"] for each in customers}
        return {
            partner.id: {
                "id": partner.id,
                "customer": names.get(partner.id, "") if scope.is_group else "",
                "allowed": bool(answer.allowed),
                "rule": answer.rule or "",
                "next": format_moment(self.env, answer.next_moment)
                if answer.next_moment
                else "",
            }
            for partner, answer in scope.customers._cobranzas_contact_answers("call").items()
        }

    @api.model
    def _join_answers(self, answers):
        """Return one answer for all customers that get the same, else that of each."""
        found = list(answers.values())
        kinds = {(each["allowed"], each["rule"], each["next"]) for each in found}
        if len(kinds) == 1:
            return [{**found[0], "customer": ""}]
        return found
