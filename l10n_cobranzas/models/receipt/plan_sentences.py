"""What a person reads where the plan of a receipt is refused: one sentence for each reason."""

from odoo.tools import formatLang

from ...engine import plan_refused


def explain(env, refused):
    """Return the sentence for a ``PlanRefused``, whose sources and debts are records."""
    return SENTENCES[type(refused)](env, refused)


def _format(env, units, currency):
    return formatLang(env, currency._cobranzas_from_minor_units(units), currency_obj=currency)


def _explain_debt_too_small(env, refused):
    return env._(
        "A document is worth less than one cent of %(currency)s: collect it in its own currency.",
        currency=refused.currency.name,
    )


def _explain_row_outdated(env, refused):
    return env._(
        "%(payer)s was allocated by hand to %(document)s, and one of them is no "
        "longer in the receipt: recalculate the allocations.",
        document=refused.debt.name,
        payer=refused.source._get_label(),
    )


def _explain_outside_scope(env, refused):
    return env._(
        "Credit %(credit)s can't pay %(document)s, which is of a customer it "
        "isn't shared with: allocate it elsewhere or recalculate the allocations.",
        credit=refused.source.name,
        document=refused.debt.name,
    )


def _explain_debt_overpaid(env, refused):
    return env._(
        "%(paid)s was allocated by hand to %(document)s, which is settled for "
        "%(settled)s: correct the allocations or recalculate them.",
        paid=_format(env, refused.paid, refused.debt.currency_id),
        document=refused.debt.name,
        settled=refused.debt._format(refused.debt.amount),
    )


def _explain_source_overspent(env, refused):
    return env._(
        "%(payer)s has %(amount)s, and %(spent)s of it was allocated by hand: correct the "
        "allocations or recalculate them.",
        spent=_format(env, refused.spent, refused.currency),
        payer=refused.source._get_label(),
        amount=_format(env, refused.amount, refused.currency),
    )


def _explain_credit_not_spent(env, refused):
    return env._(
        "%(left)s of credit %(credit)s was allocated to no document: correct the "
        "allocations or recalculate them.",
        left=_format(env, refused.left, refused.currency),
        credit=refused.source.name,
    )


def _explain_debt_unpaid(env, refused):
    return env._(
        "Nothing pays %(missing)s of %(document)s, while %(payer)s has %(left)s "
        "left: correct the allocations or recalculate them.",
        missing=_format(env, refused.missing, refused.debt.currency_id),
        document=refused.debt.name,
        payer=refused.source._get_label(),
        left=_format(env, refused.left, refused.currency),
    )


SENTENCES = {
    plan_refused.DebtTooSmall: _explain_debt_too_small,
    plan_refused.RowOutdated: _explain_row_outdated,
    plan_refused.OutsideScope: _explain_outside_scope,
    plan_refused.DebtOverpaid: _explain_debt_overpaid,
    plan_refused.SourceOverspent: _explain_source_overspent,
    plan_refused.CreditNotSpent: _explain_credit_not_spent,
    plan_refused.DebtUnpaid: _explain_debt_unpaid,
}
