from . import cobranzas_report_definition
from . import cobranzas_report
from . import cobranzas_report_screen
from . import cobranzas_report_replica
from . import cobranzas_report_export
from . import cobranzas_report_open
