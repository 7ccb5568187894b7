from . import cobranzas_contact_log_new
from . import cobranzas_notice_preview
from . import cobranzas_notice_preview_line
