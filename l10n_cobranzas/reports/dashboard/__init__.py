from . import cobranzas_dashboard
from . import cobranzas_dashboard_debts
from . import cobranzas_dashboard_collections
