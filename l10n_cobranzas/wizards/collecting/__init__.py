from . import cobranzas_contact_log_new
from . import cobranzas_worklist_snooze_new
