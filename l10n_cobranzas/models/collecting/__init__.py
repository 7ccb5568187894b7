from . import cobranzas_contact_result
from . import cobranzas_contact_log
from . import cobranzas_debtor_figures_contact
from . import contact_partner
