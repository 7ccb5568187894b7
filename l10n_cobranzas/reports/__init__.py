from . import reader
from . import definitions
from . import dashboard
from . import statements
