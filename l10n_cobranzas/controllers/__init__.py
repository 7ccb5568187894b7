from . import cobranzas_report
