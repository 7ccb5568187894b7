# --- the page
from . import cobranzas_portal_page
from . import portal_page_items
from . import portal_page_marks
from . import portal_page_promises
from . import portal_page_disputes
from . import portal_page_history
from . import portal_page_files
