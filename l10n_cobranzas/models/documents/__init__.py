from . import cobranzas_receipt_child
from . import cobranzas_receipt_source
from . import account_move
from . import account_move_line
from . import account_move_mipyme
from . import cobranzas_document
