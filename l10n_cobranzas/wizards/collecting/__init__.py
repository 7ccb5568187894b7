from . import cobranzas_contact_log_new
