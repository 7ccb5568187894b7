from . import ledger
from . import settings
from . import debtors
from . import documents
from . import deposits
from . import receipt
from . import operations
from . import statements
