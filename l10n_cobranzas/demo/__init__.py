"""Demo data: a year of collections of a distributor in Rosario, relative to today.

Everything is drawn with a fixed seed, so that two loads on one day are alike. Loaded by
``res.company._cobranzas_load_demo()``, from the demo data of the add-on or from a shell.
"""

from . import (
    bank,
    company,
    credits,
    deposits,
    drafts,
    house,
    invoices,
    parties,
    receipts,
    withholdings,
)
from .scene import Scene


def load(env, main_company):
    """Make the demo company out of ``main_company``, or beside it when it has entries.

    Returns the company. Calls nothing that commits: it is all or nothing.
    """
    scene = Scene(env, company.make(env, main_company))
    company.set_up(scene)
    parties.make(scene)
    house.make(scene)
    withholdings.make_taxes(scene)
    invoices.make(scene)
    receipts.make(scene)
    drafts.make(scene)
    credits.make(scene)
    deposits.make(scene)
    bank.make(scene)
    return scene.company
