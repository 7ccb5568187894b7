from . import cobranzas_collector
from . import cobranzas_debtor_figures
from . import cobranzas_debtor_group
from . import cobranzas_debtor_group_member
from . import res_partner
from . import res_users
from . import cobranzas_item
