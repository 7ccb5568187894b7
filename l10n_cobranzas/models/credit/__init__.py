from . import cobranzas_exposure_item
from . import cobranzas_credit_reader
