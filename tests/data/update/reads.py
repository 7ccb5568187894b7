"""What people see, through what both versions have in public: models, fields, ``get_screen()``."""

ROLES = ("manager", "accountant", "cashier", "collector")
REPORTS = (
    "balance",
    "pending",
    "statement",
    "aging",
    "forecast",
    "daily",
    "monthly",
    "ledger",
    "movements",
    "general",
    "daily_movements",
)
PERIOD = {"period": "custom", "date_from": "2026-01-01", "date_to": "2026-03-31"}
DAYS = (None, "2026-02-12", "2026-03-31")  # of open items: today, and two days that are past


def run(env):
    """Return what each role sees, and the reports as a manager sees them."""
    users = {
        role: env.ref("base.user_root").search([("login", "=", f"update_{role}")]) for role in ROLES
    }
    seen = {role: _read_as(env(user=user.id, su=False)) for role, user in users.items()}
    manager = env(user=users["manager"].id, su=False)
    return {"seen": seen, "reports": {key: _read_report(manager, key) for key in REPORTS}}


def _read_as(env):
    """Return what the environment's user may do, and sees of receipts, deposits and debts."""
    found = {
        model: [env[model].has_access(what) for what in ("read", "write", "create", "unlink")]
        for model in sorted(env)
        if model.startswith("cobranzas.") and not env[model]._abstract and not env[model]._transient
    }
    names = ("name", "state", "date", "amount_total", "amount_on_account")
    return {
        "rights": found,
        "receipts": env["cobranzas.receipt"]
        .search([], order="id")
        .mapped(lambda receipt: [str(receipt[name]) for name in names]),
        "deposits": _read_records(env, "cobranzas.deposit", ("reference", "state", "amount")),
        "documents": _read_records(
            env, "cobranzas.document", ("name", "state", "amount", "amount_residual")
        ),
        "open": {str(day): _sum_open_items(env, day) for day in DAYS},
    }


def _read_records(env, model, names):
    if not env[model].has_access("read"):
        return None
    records = env[model].search([], order="id")
    return [[str(record[name]) for name in names] for record in records]


def _sum_open_items(env, day):
    """Return {customer and currency: [items, residual, residual in their currency]}."""
    items = (
        env["cobranzas.open.item"].with_context(cobranzas_date=day)
        if day
        else (env["cobranzas.open.item"])
    )
    totals = {}
    for item in items.search([]):
        total = totals.setdefault(f"{item.partner_id.name} {item.currency_id.name}", [0, 0, 0])
        total[0] += 1
        total[1] = round(total[1] + item.residual, 2)
        total[2] = round(total[2] + item.residual_currency, 2)
    return totals


def _read_report(env, key):
    """Return the columns, rows and totals of a report as its screen gets them."""
    report = env["cobranzas.report"].browse(env["cobranzas.report"].action_open(key)["res_id"])
    report.write(PERIOD)
    screen = report.get_screen()
    rows = [*screen["rows"], *screen["details"], *screen["totals"]]
    return {
        "columns": [column["name"] for column in screen["columns"]],
        "rows": [[row["kind"], row["label"], row["currency_id"], row["values"]] for row in rows],
    }
