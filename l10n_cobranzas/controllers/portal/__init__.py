from . import access
from . import base
from . import home
