from odoo import fields, models


class ResCompany(models.Model):
    """What a company controls of its customers' credit (CRE-01)."""

    _inherit = "res.company"

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("cobranzas_credit_") for name in vals):
            for company in self:
                company._cobranzas_credit_changed()
        return result

    def _cobranzas_credit_control(self, kind):
        """Return what happens to documents of a kind that don't pass (CRE-01).

        :param kind: "quotation", "order", "invoice", "debit_note" or "charge"
        :return: "control", "warn" or "nothing"; always "nothing" while credit control is off
        """
        self.ensure_one()
        # sudo: settings, that whoever confirms a document is bound by
        company = self.sudo()
        if not company.cobranzas_credit_active:
            return "nothing"
        return company[f"cobranzas_credit_on_{kind}"]

    def _cobranzas_get_roots(self):
        """Return the companies that are branches of no other."""
        # sudo: only to tell them all that something changed
        return self.sudo().search([("parent_id", "=", False)])

    def _cobranzas_credit_changed(self):
        """A setting or a rule for every customer of the company changed. To extend.

        What was held in it or in its branches may pass now. Changes of single customers go to the
        method of that name of ``res.partner``.
        """
        self.ensure_one()
        for each in self._cobranzas_get_branches():
            self.env["res.partner"]._cobranzas_release_later(each)

    def _cobranzas_get_branches(self):
        """Return the company and those below it: they take what changes in it."""
        # sudo: only to tell them all that something changed
        return self.sudo().search([("id", "child_of", self.id)])

    def _cobranzas_get_root_id(self):
        """Return the id of the company that it is a branch of, or its own.

        What core's ``root_id`` is, without the other fields that core computes with it.
        """
        return int(self.parent_path.split("/")[0])

    def _cobranzas_get_credit_day(self):
        """Return today's date where the company is, whoever asks: for all its documents one day."""
        # sudo: the time zones alone, and nothing else is fetched for them
        partner, user = self.sudo().partner_id, self.env.user.sudo()
        partner.fetch(["tz"])
        zone = partner.tz or self.env.context.get("tz")
        if not zone:  # no client of a person's, which sends it
            user.fetch(["partner_id"])
            user.partner_id.fetch(["tz"])
            zone = user.partner_id.tz
        return fields.Date.context_today(self.with_context(tz=zone))
