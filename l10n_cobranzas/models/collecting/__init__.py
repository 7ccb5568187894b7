from . import cobranzas_promise
from . import cobranzas_promise_line
from . import cobranzas_promise_item
from . import cobranzas_dispute_reason
from . import cobranzas_dispute
