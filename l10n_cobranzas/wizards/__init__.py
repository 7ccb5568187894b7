from . import cobranzas_dated_change
from . import settings
from . import deposits
from . import receipt
from . import operations
from . import charges
from . import credit
from . import collecting
