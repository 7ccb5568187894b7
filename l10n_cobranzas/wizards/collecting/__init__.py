from . import cobranzas_contact_log_new
from . import cobranzas_worklist_snooze_new
from . import cobranzas_promise_new
from . import cobranzas_promise_new_item
from . import cobranzas_promise_new_line
from . import cobranzas_promise_cancel
from . import cobranzas_dispute_new
from . import cobranzas_dispute_resolve
