from odoo import api, fields, models

from ...engine.credit_data import PARTS
from ..ledger.client_values import check_one

#: how the panel looks, by verdict
LOOKS = {"pass": "success", "warn": "warning", "refuse": "danger"}


class CobranzasCreditPanel(models.AbstractModel):
    """What credit control says of a document, shown before anybody confirms it (CRE-03, CRE-06)."""

    _name = "cobranzas.credit.panel"
    _description = "Credit Panel"

    @api.model
    def _render(self, decision, company):
        """Return the panel of a decision as HTML: verdict, figures, reasons and ways out."""
        values = self._prepare_panel(decision, company)
        return self.env["ir.qweb"]._render("l10n_cobranzas.cobranzas_credit_panel", values)

    @api.model
    def _prepare_panel(self, decision, company):
        """Return the values of the panel's template; amounts in the company's currency."""
        words = self.env["cobranzas.credit.sentence"]
        return {
            "look": LOOKS[decision.verdict],
            "verdict": decision.verdict,
            "holders": [
                self._prepare_holder(decision, holder, company)
                for holder in decision.standing.holders
            ],
            "amount": words._format(decision.request.amount, company),
            "reasons": words._describe(decision, company),
            "ways": [words for _kinds, words in words._describe_ways(decision, company)],
        }

    def _prepare_holder(self, decision, holder, company):
        """Return the figures of a customer or group: limit, exposure by part, what is left."""
        words = self.env["cobranzas.credit.sentence"]
        labels = self._get_part_labels()
        after = holder.exposure + decision.request.added
        limit = holder.limit.total
        return {
            "name": holder.name,
            "limit": None if limit is None else words._format(limit, company),
            "exposure": words._format(holder.exposure, company),
            "after": words._format(after, company),
            "available": None if limit is None else words._format(limit - after, company),
            "excess": None if limit is None else words._format(after - limit, company),
            "is_short": limit is not None and after > limit,
            "used": None if not limit else min(max(round(after * 100 / limit), 0), 100),
            "parts": [
                (labels[part], words._format(holder.parts[part], company))
                for part in PARTS
                if holder.parts.get(part)
            ],
        }

    def _get_part_labels(self):
        """Return {part of exposure: its name}."""
        return {
            "items": self.env._("Open documents"),
            "drafts": self.env._("Draft invoices"),
            "orders": self.env._("Orders not invoiced"),
            "checks": self.env._("Cheques not cleared"),
            "postdated": self.env._("Post-dated documents"),
            "credits": self.env._("Credits not used"),
        }


class CobranzasCreditDocument(models.AbstractModel):
    _inherit = "cobranzas.credit.document"

    cobranzas_credit_status = fields.Selection(
        [
            ("pass", "Within Credit"),
            ("warn", "Warned Of"),
            ("refuse", "Beyond Credit"),
            ("override", "Overridden"),
        ],
        string="Credit",
        compute="_compute_cobranzas_credit",
        groups="base.group_user",
    )
    cobranzas_credit_panel = fields.Html(
        compute="_compute_cobranzas_credit",
        sanitize=False,
        string="Credit of the Customer",
        groups="base.group_user",
    )

    @api.depends_context("lang", "allowed_company_ids")
    def _compute_cobranzas_credit(self):
        """Judge the document as it is, typed values included."""
        self.cobranzas_credit_status = False
        self.cobranzas_credit_panel = False
        panel = self.env["cobranzas.credit.panel"].sudo()  # sudo: the template alone is read
        for document in self:
            if document._cobranzas_get_credit_mode() == "nothing":
                continue
            if not document._cobranzas_may_show_credit():
                continue
            verdict = document._cobranzas_judge_typed()
            document.cobranzas_credit_status = (
                "override" if verdict.is_overridden else verdict.decision.verdict
            )
            document.cobranzas_credit_panel = panel._render(verdict.decision, document.company_id)

    def _cobranzas_may_show_credit(self):
        """Tell whether the user may see where the document's customer stands.

        Of a document that is saved, all who may read it; of one that is typed, who may read the
        customer and works in the company.
        """
        saved = self._origin
        customer = self._cobranzas_get_credit_customer()._origin
        if saved and (customer, self.company_id) == (
            saved._cobranzas_get_credit_customer(),
            saved.company_id,
        ):
            return True
        return self.env.su or (
            customer.has_access("read") and self.company_id._origin in self.env.user.company_ids
        )

    def _cobranzas_judge_typed(self):
        """Return the verdict on a document as a form has it, saved or not."""
        self.ensure_one()
        company = self.company_id
        kind = self._cobranzas_get_asked_kind()
        # sudo: the caller has checked who may see where the customer stands
        (verdict,) = self.sudo()._cobranzas_judge_of(company.sudo(), kind).values()
        return verdict

    # ------------------------------------------------------------------
    # One click from the panel
    # ------------------------------------------------------------------

    def action_cobranzas_collect(self):
        """Open a new receipt of the customer: collecting is the first way out."""
        check_one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.cobranzas_receipt_action"
        )
        customer = self._cobranzas_get_credit_customer()
        return {
            **action,
            "views": [(False, "form")],
            "res_id": False,
            "context": {"default_partner_id": customer.id},
        }

    def action_cobranzas_ask_credit(self):
        """Open a request for more limit of the customer, filled in."""
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for More Limit"),
            "res_model": "cobranzas.credit.request",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self._cobranzas_get_credit_customer().id,
                "default_company_id": self.company_id.id,
                "default_amount": self._cobranzas_get_needed_limit(),
            },
        }

    def _cobranzas_get_needed_limit(self):
        """Return the limit by which the document would pass, in company currency; 0: none does."""
        if not self._cobranzas_get_asked_kind():
            return 0.0
        decision = self._cobranzas_judge_typed().decision
        steps = [step for way in decision.ways if len(way) == 1 for step in way]
        limits = [step.amount for step in steps if step.kind == "limit"]
        return self.company_id.currency_id._cobranzas_from_minor_units(min(limits, default=0))
