from . import cobranzas_statement_run_line
