from . import settings
from . import deposits
from . import receipt
