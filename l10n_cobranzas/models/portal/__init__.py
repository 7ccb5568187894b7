# what debtors send by their page
from . import ask_settings
from . import portal_ask
from . import cobranzas_portal_submission
from . import cobranzas_payment_advice
from . import advice_make
from . import advice_match
from . import advice_receive
from . import cobranzas_deposit
from . import cobranzas_receipt
from . import cobranzas_promise
from . import cobranzas_dispute
from . import portal_thread
from . import portal_thread_mail
from . import cobranzas_worklist
from . import cobranzas_notice_reader
