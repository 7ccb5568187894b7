<<<<<<< HEAD
from . import (
    cobranzas_credit_turn,
    cobranzas_credit_decision,
    cobranzas_credit_sentence,
    cobranzas_credit_document,
    cobranzas_credit_panel,
    account_move,
    account_move_line,
    payment_transaction,
    release_partner,
    credit_problems,
    sale_order,
    sale_order_growth,
    sale_order_release,
)
=======
from . import cobranzas_settings_mixin
from . import credit_company
from . import credit_payment_term
from . import credit_group
from . import credit_group_member
from . import credit_holder
from . import cobranzas_credit_rule
from . import credit_rule_words
from . import cobranzas_credit_block
from . import cobranzas_credit_extra
from . import cobranzas_credit_request
from . import credit_partner
from . import credit_partner_blocks
from . import credit_changes
>>>>>>> i13-config
