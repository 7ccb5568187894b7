"""Demo data: a year of collections of a distributor in Rosario, relative to today.

Everything is drawn with a fixed seed, so that two loads on one day are alike. Loaded by
``res.company._cobranzas_load_demo()``, from the demo data of the add-on or from a shell.
"""

from .agency import agencies
from .charges import charges
from .collecting import work
from .credit import credit
from .debtors import partners
from .deposits import bank, deposits
from .documents import invoices
from .operations import operations
from .portal import pages
from .receipt import credits, drafts, receipts, withholdings
from .settings import company, policies
from .context import DemoContext


def load(env, main_company):
    """Make the demo company out of ``main_company``, or beside it when it has entries.

    Returns the company. Calls nothing that commits: it is all or nothing.
    """
    demo = DemoContext(env, company.make(env, main_company))
    company.set_up(demo)
    partners.make(demo)
    policies.make(demo)
    withholdings.make_taxes(demo)
    invoices.make(demo)
    receipts.make(demo)
    drafts.make(demo)
    credits.make(demo)
    deposits.make(demo)
    bank.make(demo)
    operations.make(demo)
    charges.make(demo)
    credit.make(demo)
    work.make(demo)
    agencies.make(demo)
    pages.make(demo)
    return demo.company
