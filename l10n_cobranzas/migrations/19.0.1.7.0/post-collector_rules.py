"""A collector sees own debtors and those of absent collectors whose substitute they are (COL-03).

The record rules name the ids of those collectors, where they compared the collector's user.
"""

from odoo import SUPERUSER_ID, api

BEFORE = "collector_id.user_id', '=', user.id)"
AFTER = "collector_id', 'in', user.cobranzas_acting_collector_ids.ids)"


def migrate(cr, version):
    """Say who acts for each collector, and reword that part of the add-on's own rules.

    What somebody has added to a rule stays as it is.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    collectors = env["cobranzas.collector"].with_context(active_test=False).search([])
    collectors._refresh_acting_users()
    own = env["ir.model.data"].search(
        [("module", "=", "l10n_cobranzas"), ("model", "=", "ir.rule")]
    )
    rules = env["ir.rule"].with_context(active_test=False).browse(own.mapped("res_id")).exists()
    for rule in rules:
        if BEFORE in (rule.domain_force or ""):
            rule.domain_force = rule.domain_force.replace(BEFORE, AFTER)
