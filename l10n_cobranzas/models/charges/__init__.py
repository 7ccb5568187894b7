from . import account_move_clause
from . import cobranzas_debtor_group_clause
from . import cobranzas_open_item_clause
from . import receipt_clause
from . import res_partner_clause
