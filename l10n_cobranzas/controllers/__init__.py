from . import cobranzas_report
from . import portal
