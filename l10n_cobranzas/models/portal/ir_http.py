import re

from odoo import models
from odoo.exceptions import UserError
from odoo.http import SessionExpiredException, request, serialize_exception
from werkzeug.exceptions import HTTPException

#: addresses of the page for debtors, and of what it links to
PORTAL = re.compile(r"/(my/)?statement(/|$)")
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


class IrHttp(models.AbstractModel):
    """Headers and errors of the page for debtors: its address lets whoever has it in (COL-09)."""

    _inherit = "ir.http"

    @classmethod
    def _cobranzas_is_portal(cls):
        return bool(request and PORTAL.match(request.httprequest.path))

    @classmethod
    def _cobranzas_add_headers(cls, response):
        if cls._cobranzas_is_portal() and hasattr(response, "headers"):
            for name, value in HEADERS.items():
                response.headers[name] = value

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        cls._cobranzas_add_headers(response)
        return result

    @classmethod
    def _handle_error(cls, exception):
        if cls._cobranzas_is_script() and not isinstance(exception, SessionExpiredException):
            response = cls._cobranzas_answer_script(exception)
        else:
            response = super()._handle_error(exception)
        cls._cobranzas_add_headers(response)
        return response

    @classmethod
    def _cobranzas_is_script(cls):
        return cls._cobranzas_is_portal() and request.dispatcher.routing_type == "jsonrpc"

    @classmethod
    def _cobranzas_answer_script(cls, exception):
        """Return the answer to a call of a script, without the traceback that core tells.

        What was refused is told in its sentence, of anything else nothing.
        """
        error = {"code": 0, "message": "Odoo Server Error", "data": serialize_exception(exception)}
        error["data"]["debug"] = ""
        if isinstance(exception, HTTPException):
            error |= {"code": exception.code, "message": f"{exception.code}: {exception.name}"}
        elif not isinstance(exception, UserError):
            error["data"] |= {"message": "", "arguments": []}
        return request.dispatcher._response(error=error)

    @classmethod
    def _serve_fallback(cls):
        if cls._cobranzas_is_portal():
            return None  # nothing else is kept at these addresses; core would look them up
        return super()._serve_fallback()

    @classmethod
    def _get_error_html(cls, env, code, values):
        if code in (404, 429) and cls._cobranzas_is_portal():
            html_data = {"lang": (env.lang or "en_US").replace("_", "-")}
            return code, env["ir.ui.view"]._render_template(
                "l10n_cobranzas.portal_no_page", {**values, "code": code, "html_data": html_data}
            )
        return super()._get_error_html(env, code, values)
