from . import access
from . import base
from . import home
from . import page
from . import pay
