from . import cobranzas_collector_reassign
