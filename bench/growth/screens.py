"""What the add-on's screens ask the server for, as the web client does when they are opened."""

from datetime import timedelta

from lxml import etree
from odoo import fields
from odoo.fields import Command, Domain
from odoo.tests import Form
from odoo.tools import SQL, date_utils
from odoo.tools.safe_eval import safe_eval

PAGE = 80
#: the debtor whose open items are nearest to so many
DEBTOR = """
SELECT contact.commercial_partner_id, count(*)
  FROM account_move_line item JOIN res_partner contact ON contact.id = item.partner_id
 WHERE item.account_id IN %(accounts)s AND item.reconciled IS NOT TRUE
   AND item.parent_state = 'posted' AND item.company_id = %(company)s
 GROUP BY 1 ORDER BY abs(count(*) - %(wanted)s), 1 LIMIT 1
"""


def find_debtor(env, wanted):
    """Return the debtor whose number of open items is nearest to the one wanted, and the number."""
    values = {
        "accounts": env["account.account"]._cobranzas_get_receivable_ids(),
        "company": env.company.id,
        "wanted": wanted,
    }
    [(number, count)] = env.execute_query(SQL(DEBTOR, **values))
    return number, count


def get_screens(env, debtor):
    """Return {title: function without arguments} of the screens, for the user of ``env``.

    :param debtor: id of the customer whose screens are opened
    """
    return {
        **_get_lists(env),
        **_get_reports(env),
        **_get_pages(env, debtor),
    }


# ----------------------------------------------------------------------
# Lists
# ----------------------------------------------------------------------


def _get_lists(env):
    """The first page of each list in the menus, with the filters and the group it opens with."""
    root = env.ref("l10n_cobranzas.cobranzas_menu_root")
    screens, seen = {}, set()
    for menu in env["ir.ui.menu"].search([("id", "child_of", root.id)]):
        action = menu.sudo().action
        if not action or action._name != "ir.actions.act_window" or not action.res_model:
            continue
        if "list" not in (action.view_mode or "").split(","):
            continue
        key = (action.res_model, action.context)
        if key not in seen:  # each kind of operation has a menu: their lists are the same
            seen.add(key)
            screens[menu.complete_name.split("/", 1)[-1]] = _open_list(env, action)
    return screens


def _open_list(env, action):
    model = env[action.res_model].with_context(lang=env.lang)
    views = dict(action.views)
    got = model.get_views([(views.get("list", False), "list"), (False, "search")])["views"]
    names = {
        node.get("name")
        for node in etree.fromstring(got["list"]["arch"]).xpath("/list/field")
        if node.get("column_invisible") not in ("1", "True")
    }
    arch = etree.fromstring(got["list"]["arch"])
    specification = {
        name: {"fields": {"display_name": {}}} if model._fields[name].relational else {}
        for name in names
    }
    context = safe_eval(action.context or "{}", _get_names(env))
    domain = Domain(safe_eval(action.domain or "[]", _get_names(env)))
    filters, groups = _read_filters(env, got["search"]["arch"], context)
    domain &= filters
    order = arch.get("default_order") or ""

    def read():
        if groups:
            return model.with_context(**context).web_read_group(
                list(domain), groups[:1], ["__count"], limit=PAGE
            )
        return model.with_context(**context).web_search_read(
            list(domain), specification, limit=PAGE, order=order, count_limit=10_001
        )

    return read


def _read_filters(env, arch, context):
    """Return the domain of the filters that are on at first, and what the list is grouped by."""
    domain, groups = Domain.TRUE, []
    search = etree.fromstring(arch)
    for key, value in context.items():
        if not key.startswith("search_default_") or not value:
            continue
        for node in search.iter("filter"):
            if node.get("name") != key.removeprefix("search_default_"):
                continue
            if node.get("domain"):
                domain &= Domain(safe_eval(node.get("domain"), _get_names(env)))
            if node.get("date"):
                today = fields.Date.today()
                domain &= Domain(node.get("date"), ">=", date_utils.start_of(today, "month"))
                domain &= Domain(node.get("date"), "<=", date_utils.end_of(today, "month"))
            group = safe_eval(node.get("context") or "{}", _get_names(env)).get("group_by")
            groups += [group] if group else []
    return domain, groups


def _get_names(env):
    today = fields.Date.today()
    return {
        "uid": env.uid,
        "context_today": lambda: today,
        "today": today,
        "allowed_company_ids": env.companies.ids,
        "relativedelta": date_utils.relativedelta,
        "timedelta": timedelta,
        "active_id": False,
        "active_ids": [],
        "True": True,
    }


# ----------------------------------------------------------------------
# Reports and pages
# ----------------------------------------------------------------------


def _get_reports(env):
    """Each report as it opens: its first page of groups, with details where it has them."""
    reports = env["cobranzas.report"]
    screens = {}
    for key, label in reports.fields_get(["report"])["report"]["selection"]:
        report = reports.browse(reports.action_open(key)["res_id"])
        screens[f"report: {label}"] = report.get_screen
    return screens


def _get_pages(env, debtor):
    """Board, and what is opened of one debtor: its page, statement, form, a new receipt."""
    customer = env["res.partner"].browse(debtor)
    reports = env["cobranzas.report"]
    statement = reports.browse(reports.action_open("statement")["res_id"])
    invoice = env["account.move"].search(
        [("partner_id", "=", debtor), ("payment_state", "=", "partial")], limit=1
    )
    receipts = env["cobranzas.receipt"].with_context(default_partner_id=debtor)
    return {
        "Dashboard": env["cobranzas.dashboard"].get_data,
        "debtor: page": customer.get_cobranzas_debtor_page,
        "debtor: found by name": lambda: env["cobranzas.debtor.page"].find_debtors(
            customer.name[:14]
        ),
        "debtor: statement": lambda: _read_statement(statement, debtor),
        "debtor: form": lambda: Form(customer),
        "debtor: new receipt": lambda: Form(receipts),
        "debtor: an invoice's form": lambda: Form(invoice),
        "debtor: position of an invoice": lambda: env["cobranzas.position"].get_position(
            "account.move", invoice.id
        ),
    }


def _read_statement(statement, debtor):
    """Read the statement of one debtor; what is written for it is taken back with the turn."""
    statement.write({"partner_ids": [Command.set([debtor])], "detail": True})
    return statement.get_screen()
