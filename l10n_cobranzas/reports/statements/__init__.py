from . import cobranzas_debtor_group
from . import cobranzas_portal_page
from . import cobranzas_statement_run_line
from . import res_partner
