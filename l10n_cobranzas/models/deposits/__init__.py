from . import account_move
from . import account_move_line
from . import cobranzas_deposit
from . import cobranzas_deposit_entries
from . import cobranzas_settings_mixin
