"""What the statement of one customer, or of one debtor group, says: plain figures."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Document:
    """An open item as the customer reads it; ``balance`` in its currency, credits negative.

    ``days`` is how long it has been overdue, 0 for what is not due and for credits.
    """

    name: str
    customer: str
    currency_id: int
    date: object
    date_due: object
    days: int
    balance: float


@dataclass
class Account:
    """The figures of one currency: ``balance`` is that of the documents, ``closing`` of the ledger.

    The two are the same money read from two sides; ``overdue`` is what of it is late, credits
    apart.
    """

    opening: float = 0.0
    charges: float = 0.0
    credits: float = 0.0
    balance: float = 0.0
    overdue: float = 0.0

    @property
    def closing(self):
        """The opening balance and what moved since."""
        return self.opening + self.charges - self.credits

    @property
    def is_empty(self):
        """Tell whether nothing is owed, and nothing moved."""
        return not any((self.opening, self.charges, self.credits, self.balance))


@dataclass
class Statement:
    """What goes into one e-mail: documents by due date, and the account of each currency."""

    documents: list = field(default_factory=list)
    accounts: dict = field(default_factory=dict)
    balance_company: float = 0.0

    def get_account(self, currency_id):
        """Return the account of a currency, made when there was none."""
        return self.accounts.setdefault(currency_id, Account())

    def add(self, document, balance_company):
        """Add a document to the list and to the account of its currency."""
        self.documents.append(document)
        self.balance_company += balance_company
        account = self.get_account(document.currency_id)
        account.balance += document.balance
        if document.days:
            account.overdue += document.balance

    @property
    def is_empty(self):
        """Tell whether there is nothing to tell: no open document and no movement."""
        return not self.documents and all(each.is_empty for each in self.accounts.values())

    def get_documents(self, currency_id):
        """Return the documents of a currency, those due first before the others."""
        return [each for each in self.documents if each.currency_id == currency_id]


class Statements(dict):
    """Statements by the id of their line, read together: no request can carry one in a context."""


@dataclass
class OpenBalance:
    """What a customer or a debtor group owes: by currency, and ``balance`` in the company's."""

    accounts: dict = field(default_factory=dict)
    balance: float = 0.0
    count: int = 0
    is_overdue: bool = False
