"""Who takes part in the demo: users, collectors, products, debtors and their groups."""

from odoo.fields import Command

from .. import constants
from ..context import Debtor, is_argentine, slug, tax_id
from . import debtor_rows

RESPONSIBILITIES = {"ri": "res_IVARI", "mono": "res_RM", "ex": "res_IVAE"}


def make(demo):
    """Make users, collectors, products and debtors."""
    users = demo.users = _make_users(demo)
    demo.collectors = demo.env["cobranzas.collector"].create(
        [
            {
                "name": name,
                "phone": phone,
                "email": f"{slug(name)}@losaromos.example",
                "user_id": users[login].id if login else False,
                "company_id": demo.company.id,
            }
            for name, phone, login in constants.COLLECTORS
        ]
    )
    _make_products(demo)
    _make_debtors(demo)
    _make_groups(demo)


def _make_users(demo):
    """Return the users of the roles and the salespeople by login; existing logins are kept."""
    people = [
        (name, login, login, [f"l10n_cobranzas.{group}" for group in groups])
        for name, login, groups in constants.USERS
    ] + [
        (name, login, None, ["sales_team.group_sale_salesman"])
        for name, login in constants.SALESPEOPLE
    ]
    users = {}
    for name, login, password, groups in people:
        user = demo.env["res.users"].search([("login", "=", login)])
        users[login] = user or _make_user(demo, name, login, password)
        users[login].group_ids |= demo.env["res.groups"].concat(*map(demo.env.ref, groups))
    admin = demo.env.ref("base.user_admin", raise_if_not_found=False)
    everyone = demo.env["res.users"].concat(*users.values(), admin or [])
    everyone.write({"company_ids": [Command.link(demo.company.id)]})
    everyone.write({"group_ids": [Command.link(demo.env.ref("base.group_multi_currency").id)]})
    demo.salespeople = demo.env["res.users"].concat(
        *(users[login] for _name, login in constants.SALESPEOPLE)
    )
    return users


def _make_user(demo, name, login, password):
    vals = {
        "name": name,
        "login": login,
        "email": f"{login}@losaromos.example",
        "lang": demo.env.lang or "en_US",
        "tz": constants.TIME_ZONE,
        "company_id": demo.company.id,
        "company_ids": [Command.set(demo.company.ids)],
        "notification_type": "inbox",
    }
    return demo.env["res.users"].create({**vals, "password": password} if password else vals)


def _make_products(demo):
    company = demo.company
    reduced = demo.env["account.chart.template"].ref(
        "ri_tax_vat_10_ventas", raise_if_not_found=False
    )
    taxes = {21: company.account_sale_tax_id, 10.5: reduced or company.account_sale_tax_id}
    records = demo.env["product.product"].create(
        [
            {
                "name": name,
                "default_code": code,
                "type": "consu",
                "list_price": price,
                "taxes_id": [Command.set(taxes[vat].ids)],
                "company_id": company.id,
            }
            for code, name, _family, price, vat, _dollars in constants.PRODUCTS
        ]
    )
    demo.products = list(zip(records, constants.PRODUCTS, strict=True))


def _make_debtors(demo):
    partners = demo.env["res.partner"].create(
        [_prepare_debtor_vals(demo, row, *cells) for row, cells in enumerate(debtor_rows.DEBTORS)]
    )
    for row, (partner, cells) in enumerate(zip(partners, debtor_rows.DEBTORS, strict=True)):
        _name, trade, _status, _street, _city, terms, size, habit = cells
        demo.debtors.append(Debtor(row, partner, trade, terms, size, habit))


def _prepare_debtor_vals(demo, row, name, _trade, status, street, city, terms, _size, _habit):
    env = demo.env
    province, postcode, area, collector = debtor_rows.CITIES[city]
    prefixes, numbers = debtor_rows.TAX_IDS[status]
    argentina = env.ref("base.ar")
    vals = {
        "name": name,
        "ref": f"C{row + 1:04d}",
        "is_company": True,
        "customer_rank": 1,
        "vat": tax_id(prefixes[row % len(prefixes)], f"{numbers}{row + 1:02d}"),
        "street": street,
        "city": city,
        "zip": postcode,
        "state_id": argentina.state_ids.filtered(lambda state: state.code == province).id,
        "country_id": argentina.id,
        "phone": f"+54 {area} 555-{101 + row:04d}",
        "email": f"pagos@{slug(name)}.example",
        "lang": env.lang or "en_US",
        "user_id": demo.salespeople[row % len(demo.salespeople)].id,
        "cobranzas_collector_id": demo.collectors[collector].id,
        "property_payment_term_id": demo.terms[terms].id,
        "company_id": demo.company.id,
    }
    if is_argentine(env):
        vals["l10n_latam_identification_type_id"] = env.ref("l10n_ar.it_cuit").id
        responsibility = env.ref(f"l10n_ar.{RESPONSIBILITIES[status]}")
        vals["l10n_ar_afip_responsibility_type_id"] = responsibility.id
    return vals


def _make_groups(demo):
    vals_list = []
    for number, (name, comment) in enumerate(debtor_rows.GROUPS):
        first = number * debtor_rows.GROUP_SIZE
        members = demo.debtors[first : first + debtor_rows.GROUP_SIZE]
        vals_list.append(
            {
                "name": name,
                "comment": comment,
                "company_id": demo.company.id,
                "member_ids": [
                    Command.create(
                        {
                            "partner_id": debtor.partner.id,
                            "comment": debtor_rows.MEMBER_COMMENTS.get(debtor.row),
                        }
                    )
                    for debtor in members
                ],
            }
        )
    demo.env["cobranzas.debtor.group"].create(vals_list)
