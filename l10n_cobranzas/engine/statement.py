"""The figures of the statement of one customer or one debtor group."""

from dataclasses import astuple, dataclass, field


@dataclass(frozen=True)
class Document:
    """An open item as the customer reads it; ``balance`` in its currency, credits negative.

    ``days`` is how long it has been overdue, 0 for what is not due and for credits; ``stage`` that
    of the notices about it, empty in statements.
    """

    name: str
    customer: str
    currency_id: int
    date: object
    date_due: object
    days: int
    balance: float
    stage: str = ""


@dataclass
class Account:
    """The figures of one currency of a statement.

    ``balance`` is the sum of the open documents, ``closing`` that of the ledger; the two agree.
    ``overdue`` is the sum of the overdue debts, without credits.
    """

    opening: float = 0.0
    charges: float = 0.0
    credits: float = 0.0
    balance: float = 0.0
    overdue: float = 0.0

    @property
    def closing(self):
        """The opening balance and the movements after it."""
        return self.opening + self.charges - self.credits

    def rounded(self, round_amount):
        """Return the account with each figure rounded by a function."""
        return Account(*map(round_amount, astuple(self)))

    @property
    def is_empty(self):
        """Return whether there is neither a balance nor a movement."""
        return not any((self.opening, self.charges, self.credits, self.balance))


@dataclass
class Statement:
    """The content of one e-mail: documents by due date, and the account of each currency."""

    documents: list = field(default_factory=list)
    accounts: dict = field(default_factory=dict)
    balance_company: float = 0.0

    def get_account(self, currency_id):
        """Return the account of a currency; a new one if it has none yet."""
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
        """Return whether there is neither an open document nor a movement."""
        return not self.documents and all(each.is_empty for each in self.accounts.values())

    def get_documents(self, currency_id):
        """Return the documents of a currency, those due first before the others."""
        return [each for each in self.documents if each.currency_id == currency_id]


class Statements(dict):
    """Statements by the id of their line; as a class of its own, no request can send one."""


@dataclass
class OpenBalance:
    """What a customer or a debtor group owes: by currency, and ``balance`` in the company's."""

    accounts: dict = field(default_factory=dict)
    balance: float = 0.0
    count: int = 0
    is_overdue: bool = False
