from . import cobranzas_operation_undo
