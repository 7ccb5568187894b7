"""Who takes part in the demo: users, collectors, products, debtors and their groups."""

from odoo.fields import Command

from . import debtors, tables
from .scene import Debtor, is_argentine, slug, tax_id

RESPONSIBILITIES = {"ri": "res_IVARI", "mono": "res_RM", "ex": "res_IVAE"}


def make(scene):
    """Make users, collectors, products and debtors."""
    users = scene.users = _make_users(scene)
    scene.collectors = scene.env["cobranzas.collector"].create(
        [
            {
                "name": name,
                "phone": phone,
                "email": f"{slug(name)}@losaromos.example",
                "user_id": users[login].id if login else False,
                "company_id": scene.company.id,
            }
            for name, phone, login in tables.COLLECTORS
        ]
    )
    _make_products(scene)
    _make_debtors(scene)
    _make_groups(scene)


def _make_users(scene):
    """Return the users of the roles and the salespeople by login; existing logins are kept."""
    people = [
        (name, login, login, [f"l10n_cobranzas.{group}" for group in groups])
        for name, login, groups in tables.USERS
    ] + [
        (name, login, None, ["sales_team.group_sale_salesman"])
        for name, login in tables.SALESPEOPLE
    ]
    users = {}
    for name, login, password, groups in people:
        user = scene.env["res.users"].search([("login", "=", login)])
        users[login] = user or _make_user(scene, name, login, password)
        users[login].group_ids |= scene.env["res.groups"].concat(*map(scene.env.ref, groups))
    admin = scene.env.ref("base.user_admin", raise_if_not_found=False)
    everyone = scene.env["res.users"].concat(*users.values(), admin or [])
    everyone.write({"company_ids": [Command.link(scene.company.id)]})
    everyone.write({"group_ids": [Command.link(scene.env.ref("base.group_multi_currency").id)]})
    scene.salespeople = scene.env["res.users"].concat(
        *(users[login] for _name, login in tables.SALESPEOPLE)
    )
    return users


def _make_user(scene, name, login, password):
    vals = {
        "name": name,
        "login": login,
        "email": f"{login}@losaromos.example",
        "lang": scene.env.lang or "en_US",
        "tz": tables.TIME_ZONE,
        "company_id": scene.company.id,
        "company_ids": [Command.set(scene.company.ids)],
        "notification_type": "inbox",
    }
    return scene.env["res.users"].create({**vals, "password": password} if password else vals)


def _make_products(scene):
    company = scene.company
    reduced = scene.env["account.chart.template"].ref(
        "ri_tax_vat_10_ventas", raise_if_not_found=False
    )
    taxes = {21: company.account_sale_tax_id, 10.5: reduced or company.account_sale_tax_id}
    records = scene.env["product.product"].create(
        [
            {
                "name": name,
                "default_code": code,
                "type": "consu",
                "list_price": price,
                "taxes_id": [Command.set(taxes[vat].ids)],
                "company_id": company.id,
            }
            for code, name, _family, price, vat, _dollars in tables.PRODUCTS
        ]
    )
    scene.products = list(zip(records, tables.PRODUCTS, strict=True))


def _make_debtors(scene):
    partners = scene.env["res.partner"].create(
        [_prepare_debtor_vals(scene, row, *cells) for row, cells in enumerate(debtors.DEBTORS)]
    )
    for row, (partner, cells) in enumerate(zip(partners, debtors.DEBTORS, strict=True)):
        _name, trade, _status, _street, _city, terms, size, habit = cells
        scene.debtors.append(Debtor(row, partner, trade, terms, size, habit))


def _prepare_debtor_vals(scene, row, name, _trade, status, street, city, terms, _size, _habit):
    env = scene.env
    province, postcode, area, collector = debtors.CITIES[city]
    prefixes, numbers = debtors.TAX_IDS[status]
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
        "user_id": scene.salespeople[row % len(scene.salespeople)].id,
        "cobranzas_collector_id": scene.collectors[collector].id,
        "property_payment_term_id": scene.terms[terms].id,
        "company_id": scene.company.id,
    }
    if is_argentine(env):
        vals["l10n_latam_identification_type_id"] = env.ref("l10n_ar.it_cuit").id
        responsibility = env.ref(f"l10n_ar.{RESPONSIBILITIES[status]}")
        vals["l10n_ar_afip_responsibility_type_id"] = responsibility.id
    return vals


def _make_groups(scene):
    vals_list = []
    for number, (name, comment) in enumerate(debtors.GROUPS):
        first = number * debtors.GROUP_SIZE
        members = scene.debtors[first : first + debtors.GROUP_SIZE]
        vals_list.append(
            {
                "name": name,
                "comment": comment,
                "company_id": scene.company.id,
                "member_ids": [
                    Command.create(
                        {
                            "partner_id": debtor.partner.id,
                            "comment": debtors.MEMBER_COMMENTS.get(debtor.row),
                        }
                    )
                    for debtor in members
                ],
            }
        )
    scene.env["cobranzas.debtor.group"].create(vals_list)
