from . import cobranzas_condone
