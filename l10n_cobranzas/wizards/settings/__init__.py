from . import cobranzas_settings
