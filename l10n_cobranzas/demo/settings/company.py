"""The company of the demo: identity, chart of accounts, currencies, journals, settings."""

import base64
import io
from datetime import timedelta

from odoo.fields import Command
from PIL import Image, ImageDraw

from .. import constants, special_sales
from ..context import is_argentine, quiet, tax_id

CHECK_METHODS = {
    "inbound": ("new_third_party_checks", "in_third_party_checks"),
    "outbound": ("out_third_party_checks",),
}


def make(env, main):
    """Return the demo company with its chart: ``main``, or a new one when that has entries."""
    env["res.currency"].browse(
        [env.ref(f"base.{code}").id for code in ("ARS", "USD", "EUR")]
    ).active = True
    dollar = env.ref("base.USD")
    if dollar.symbol == env.ref("base.ARS").symbol:
        dollar.symbol = constants.DOLLAR_SYMBOL  # as people write it there: the peso's is $ too
    company = main
    if env["account.move"].search_count([("company_id", "=", main.id)], limit=1):
        vals = {"name": constants.COMPANY["name"], "currency_id": env.ref("base.ARS").id}
        company = env["res.company"].create(vals)
    company = company.with_env(quiet(env, company))
    _identify(company)
    _load_chart(company)
    return company


def _identify(company):
    env = company.env
    argentina = env.ref("base.ar")
    vals = {
        **constants.COMPANY,
        "country_id": argentina.id,
        "state_id": argentina.state_ids.filtered(lambda s: s.code == constants.COMPANY_STATE).id,
        "vat": tax_id(*constants.COMPANY_TAX_ID),
    }
    if is_argentine(env):
        vals["l10n_latam_identification_type_id"] = env.ref("l10n_ar.it_cuit").id
    company.partner_id.write(vals)
    company.write({"account_fiscal_country_id": argentina.id, "logo": _draw_logo()})
    if is_argentine(env):
        company.write(
            {
                "l10n_ar_gross_income_type": "multilateral",
                "l10n_ar_gross_income_number": "921-402187-6",
                "l10n_ar_afip_start_date": "2009-03-02",
            }
        )


def _load_chart(company):
    """Load the Argentine chart when it is there, else the generic one, in pesos.

    Straight into ``_load``: the public method warns while the add-ons are being installed, which
    is when demo data load, about charts of add-ons still to come. This one asks for the chart
    that is there.
    """
    charts = company.env["account.chart.template"]
    code = "ar_ri" if is_argentine(company.env) else "generic_coa"
    company.chart_template = False
    charts._load(code, company, install_demo=False)
    company.currency_id = company.env.ref("base.ARS")
    if code == "generic_coa":
        # its domestic customers are those of the United States
        positions = company.env["account.fiscal.position"].search(
            [("company_id", "=", company.id), ("country_id.code", "=", "US")]
        )
        positions.country_id = company.country_id


def _draw_logo():
    """A PNG of the yellow flower of the *aromo* on green, base64."""
    image = Image.new("RGBA", (160, 160), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, 159, 159), radius=30, fill="#2f5d3a")
    for x, y, r in ((80, 54, 30), (48, 98, 26), (112, 98, 26), (80, 124, 18)):
        draw.ellipse((x - r, y - r, x + r, y + r), fill="#f2c230")
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue())


def set_up(demo):
    """Rates, banks, journals, terms and settings."""
    _make_rates(demo)
    demo.banks = demo.env["res.bank"].create(
        [{"name": name, "country": demo.env.ref("base.ar").id} for name in constants.BANKS]
    )
    _make_journals(demo)
    _make_terms(demo)
    _write_settings(demo)


def _make_rates(demo):
    """A rate for every day, in pesos, from a bit more than a year ago; none yet for today."""
    vals_list = []
    for code, *figures in constants.RATES:
        currency = demo.env.ref(f"base.{code}")
        weekly = _draw_weekly_rates(demo, *figures)
        vals_list += [
            {
                "name": demo.today - timedelta(days=age),
                "currency_id": currency.id,
                "company_id": demo.company.id,
                "inverse_company_rate": _daily_rate(demo, weekly, age),
            }
            for age in range(1, 7 * constants.RATE_WEEKS + 1)
        ]
    rates = demo.env["res.currency.rate"]
    rates.search([("company_id", "=", demo.company.id)]).unlink()
    rates.create(vals_list)


def _draw_weekly_rates(demo, start, growth, noise):
    """The rates of each week's day like today, oldest first."""
    return [
        start * (1 + growth) ** week * (1 + demo.random.uniform(-noise, noise))
        for week in range(constants.RATE_WEEKS + 1)
    ]


def _daily_rate(demo, weekly, age):
    """The rate of ``age`` days ago, between those of two weeks; at weekends that of Friday."""
    date = demo.today - timedelta(days=age)
    age += max(date.weekday() - 4, 0)
    weeks = max(constants.RATE_WEEKS - age / 7, 0)
    before = min(int(weeks), constants.RATE_WEEKS - 1)
    rate = weekly[before] + (weekly[before + 1] - weekly[before]) * (weeks - before)
    return round(rate * 2) / 2


def _make_journals(demo):
    journals = demo.env["account.journal"]
    mine = journals.search(journals._check_company_domain(demo.company))
    portfolios = mine.filtered(
        lambda j: "new_third_party_checks" in j.inbound_payment_method_line_ids.mapped("code")
    )
    demo.journals["checks"] = portfolios[:1] or _make_portfolio(demo)
    _rename(demo.journals["checks"], constants.PORTFOLIO_NAME)
    demo.methods["checks"] = demo.journals["checks"].inbound_payment_method_line_ids.filtered(
        lambda method: method.code == "new_third_party_checks"
    )[:1]
    free = mine - portfolios
    for key, name, code, kind, currency in constants.JOURNALS:
        journal = free.filtered(lambda j, kind=kind: j.type == kind)[:1]
        if journal:
            _rename(journal, name)
        else:
            vals = {"name": name, "code": code, "type": kind, "company_id": demo.company.id}
            if currency:
                vals["currency_id"] = demo.currency(currency).id
            journal = journals.create(vals)
        free -= journal
        demo.journals[key] = journal
    _name_methods(mine.concat(*demo.journals.values()))
    if is_argentine(demo.env):
        demo.journals["mipyme"] = _make_mipyme_journal(demo)


def _make_mipyme_journal(demo):
    """A second point of sale: the one of pre-printed invoices issues no MiPyME ones."""
    name, code, number = special_sales.MIPYME_JOURNAL
    return demo.env["account.journal"].create(
        {
            "name": name,
            "code": code,
            "type": "sale",
            "company_id": demo.company.id,
            "l10n_latam_use_documents": True,
            "l10n_ar_afip_pos_system": "RLI_RLM",
            "l10n_ar_afip_pos_number": number,
            "l10n_ar_afip_pos_partner_id": demo.company.partner_id.id,
        }
    )


def _make_portfolio(demo):
    """A journal that receives third-party cheques, as the Argentine chart brings it."""
    vals = {
        "name": constants.PORTFOLIO_NAME,
        "code": "CHT",
        "type": "cash",
        "company_id": demo.company.id,
    }
    for direction, codes in CHECK_METHODS.items():
        methods = [
            demo.env.ref(f"l10n_latam_check.account_payment_method_{code}") for code in codes
        ]
        vals[f"{direction}_payment_method_line_ids"] = [
            Command.clear(),
            *(Command.create({"payment_method_id": method.id}) for method in methods),
        ]
    return demo.env["account.journal"].create(vals)


def _rename(record, name):
    """Give ``record`` its name in every language."""
    for code, _label in record.env["res.lang"].get_installed():
        record.with_context(lang=code).name = name


def _name_methods(journals):
    lines = journals.inbound_payment_method_line_ids | journals.outbound_payment_method_line_ids
    for line in lines:
        key = line.journal_id.type if line.code == "manual" else line.code
        line.name = constants.METHOD_NAMES.get(key, line.name)


def _make_terms(demo):
    for key, name, parts in (*constants.TERMS, special_sales.CREDIT_INVOICE_TERMS):
        lines = [
            Command.create({"value": "percent", "value_amount": percent, "nb_days": days})
            for percent, days in parts
        ]
        demo.terms[key] = demo.env["account.payment.term"].create(
            {
                "name": name,
                "company_id": demo.company.id,
                "line_ids": lines,
                "cobranzas_credit_invoices": key == special_sales.CREDIT_INVOICE_TERMS[0],
            }
        )


def _write_settings(demo):
    """Write the company's settings of collections, its first receipt books made before."""
    company = demo.company
    if not demo.env["cobranzas.receipt.book"].search_count([("company_id", "=", company.id)]):
        # while the add-on is being installed its first books are still to come
        company._cobranzas_create_books()
    documents, credit_invoices = (
        _make_receivable_account(demo, *row) for row in constants.DOCUMENT_ACCOUNTS
    )
    gain, loss = (
        make_account(demo, company[f"{side}_currency_exchange_account_id"], name, kind)
        for side, name, kind in constants.ROUNDING_ACCOUNTS
    )
    company.write(
        {
            "external_report_layout_id": demo.env.ref("web.external_layout_standard").id,
            "cobranzas_rounding_tolerance": constants.TOLERANCE,
            "cobranzas_rounding_gain_account_id": gain.id,
            "cobranzas_rounding_loss_account_id": loss.id,
            "cobranzas_change_journal_id": demo.journals["cash"].id,
            "cobranzas_show_documents": "always",
            "cobranzas_classification": "optional",
            "cobranzas_document_account_id": documents.id,
            "cobranzas_credit_invoice_account_id": credit_invoices.id,
        }
    )
    demo.legends = demo.env["cobranzas.legend.title"].create(
        [
            {"name": name, "company_id": company.id, "sequence": 10 * number}
            for number, name in enumerate(constants.LEGENDS, start=1)
        ]
    )


def make_account(demo, near, name, kind):
    """An account of that type, numbered after ``near``."""
    accounts = demo.env["account.account"]
    return accounts.create(
        {
            "name": name,
            "account_type": kind,
            "code": accounts._search_new_account_code(near.code or "900000"),
            "company_ids": [Command.set(demo.company.ids)],
        }
    )


def _make_receivable_account(demo, name, near):
    accounts = demo.env["account.account"]
    return accounts.create(
        {
            "name": name,
            "account_type": "asset_receivable",
            "reconcile": True,
            "code": accounts._search_new_account_code(near),
            "company_ids": [Command.set(demo.company.ids)],
        }
    )
