from odoo import api, models

#: external id, and key, of the system parameter that names the demo company
MARKER = "l10n_cobranzas.demo_company"


class ResCompany(models.Model):
    """Demo data: a company with a year of collections."""

    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cobranzas_load_demo(self):
        """Make the demo company with its debtors, documents, receipts and users.

        The main company becomes it when it has no entries, else a new company does. Takes
        well under a minute. A second call returns the company that the first one made.
        """
        # only here: production never loads the package, nor what it draws with
        from ...demo import load

        marker = self.env.ref(MARKER, raise_if_not_found=False)
        if marker:
            return self.browse(int(marker.value)).exists()
        # sudo: the demo makes users, currencies and settings; only a shell or the loading of
        # demo data can call this
        company = load(self.sudo().env, self.env.ref("base.main_company"))
        parameters = self.env["ir.config_parameter"].sudo()  # sudo: as above
        marker = parameters.create({"key": MARKER, "value": str(company.id)})
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": MARKER, "record": marker, "noupdate": True}]
        )
        return company
