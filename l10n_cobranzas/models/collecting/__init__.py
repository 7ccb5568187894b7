from . import cobranzas_contact_result
from . import cobranzas_contact_log
from . import cobranzas_debtor_figures_contact
from . import contact_partner
from . import cobranzas_collect_item
from . import cobranzas_worklist
from . import cobranzas_worklist_snooze
from . import worklist_parts
