from . import cobranzas_settings_mixin
from . import portal_company
from . import cobranzas_portal_link
from . import cobranzas_portal_hit
from . import cobranzas_debtor_group
from . import res_partner
from . import portal_link_make
from . import ir_http
