from odoo import api, models
from odoo.fields import Domain

COLLECTOR = "l10n_cobranzas.group_cobranzas_collector"
MANAGER = "l10n_cobranzas.group_cobranzas_manager"


class MailActivity(models.Model):
    """The agenda of who collects, of Odoo's own activities (COL-04).

    Odoo lets activities of others be seen to by who may write on their documents. Contacts may only
    be read by most who collect: here managers see to all that is planned with debtors, and
    substitutes to what the absent collector has planned. What is planned to collect from a debtor
    is read by who sees its debts (COL-10).
    """

    _inherit = "mail.activity"

    @api.model
    def _cobranzas_get_agenda_models(self):
        """Return the models whose activities are the agenda: debtors. To extend by documents."""
        return ["res.partner", "cobranzas.debtor.group"]

    @api.model
    def _cobranzas_get_agenda_domain(self):
        """Return which activities the user's agenda has.

        Those of all people for who sees all debtors; a collector's own, and those of the
        collectors whose substitute they are today.
        """
        domain = Domain("res_model", "in", self._cobranzas_get_agenda_models())
        if not self.env.user._cobranzas_sees_all_debtors():
            domain &= Domain("user_id", "in", self._cobranzas_get_acting_for().ids)
        return domain

    @api.model
    def _cobranzas_get_acting_for(self):
        """Return the users for whom the user works today: themselves, and who is absent."""
        user = self.env.user
        return user.cobranzas_acting_collector_ids.user_id | user

    @api.model
    def _cobranzas_get_foreign_domain(self):
        """Return which activities of the collections work are not the user's to read."""
        debtors = self.env["cobranzas.debtor.figures"]._cobranzas_get_foreign_domain("res_model")
        return (
            Domain("activity_type_id", "any!", [("cobranzas_collecting", "=", True)])
            & debtors
            & Domain("user_id", "not in", self._cobranzas_get_acting_for().ids)
            & Domain("create_uid", "!=", self.env.uid)
        )

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        """Find, besides what Odoo finds, the activities of others that the user sees to."""
        checked = not (self.env.su or bypass_access)
        if checked:
            domain = Domain(domain) & ~self._cobranzas_get_foreign_domain()
        collects = checked and self.env.user.has_group(COLLECTOR)
        if not collects:
            return super()._search(
                domain, offset, limit, order, bypass_access=bypass_access, **kwargs
            )
        query = super()._search(domain, offset, limit, order, bypass_access=True, **kwargs)
        found = self.browse(query)
        core = super()._search(Domain("id", "in", found.ids), active_test=False)
        known = self.browse(core)
        known |= (found - known)._cobranzas_filter_managed()._filtered_access("read")
        ids = set(known.ids)
        return found.filtered(lambda each: each.id in ids)._as_query(bool(order))

    def write(self, vals):
        if self.env.su or set(vals) != {"user_id"}:
            return super().write(vals)
        self.check_access("write")
        others = self._cobranzas_filter_managed()
        # sudo: the new user follows the contact, which who gives the activity may not change
        super(MailActivity, others.sudo()).write(vals)
        return super(MailActivity, self - others).write(vals)

    def _check_access(self, operation):
        """Let a manager, and the substitute of who is absent, see to activities of others."""
        result = super()._check_access(operation)
        if self and operation != "create":
            result = self._cobranzas_add_foreign(operation, result)
        if not result or operation not in ("write", "unlink"):
            return result
        forbidden = result[0] - result[0]._cobranzas_filter_managed()
        if not forbidden:
            return None
        return forbidden, lambda: forbidden._make_access_error(operation)

    def _cobranzas_add_foreign(self, operation, result):
        """Return a result of core's check with what is planned with others' debtors added."""
        left = self - result[0] if result else self
        domain = self._cobranzas_get_foreign_domain()
        if not left or domain.is_false():
            return result
        # sudo: compared, no more
        found = self.sudo().with_context(active_test=False)
        foreign = found.search(Domain("id", "in", left.ids) & domain).with_env(self.env)
        if not foreign:
            return result
        forbidden = foreign | result[0] if result else foreign
        return forbidden, lambda: forbidden._make_access_error(operation)

    def _cobranzas_filter_managed(self):
        """Return the activities with debtors that the user sees to though they are another's."""
        user = self.env.user
        acting, everyones = self._cobranzas_get_acting_for(), user.has_group(MANAGER)
        own = self._cobranzas_get_agenda_models()
        # sudo: compared, no more
        managed = self.sudo().filtered(
            lambda each: each.res_model in own and (everyones or each.user_id in acting)
        )
        return managed.with_env(self.env)

    @api.model
    def _action_cobranzas_agenda(self):
        """Open the agenda; of others too, once the filter of one's own is taken away."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.mail_activity_action_agenda"
        )
        return {**action, "domain": list(self._cobranzas_get_agenda_domain())}
