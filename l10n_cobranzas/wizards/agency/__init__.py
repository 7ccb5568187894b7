from . import cobranzas_agency_end
