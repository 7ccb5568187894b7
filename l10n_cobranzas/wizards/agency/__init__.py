from . import cobranzas_agency_end
from . import cobranzas_agency_settle
