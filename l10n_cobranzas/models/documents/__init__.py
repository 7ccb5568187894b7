from . import cobranzas_source_mixin
from . import cobranzas_receipt_source
from . import account_move
from . import account_move_line
from . import account_move_mipyme
from . import cobranzas_document
from . import cobranzas_settings_mixin
from . import cobranzas_open_item
