from .access import portal_route
from .send import CobranzasPortalSend


class CobranzasPortalMessages(CobranzasPortalSend):
    """A debtor and who collects from it write to each other on its page (COL-09)."""

    @portal_route("/ask", methods=["GET"])
    def ask_form(self, token=None, **query):
        """Return the messages of the page, and the form of another one (COL-09)."""
        return self._show_form(self._get_access(token), "ask", {})

    @portal_route("/ask", methods=["POST"])
    def ask(self, token=None, **post):
        """Write a message of the visitor (COL-09).

        :param post: ``text``
        """
        access = self._get_access(token)
        return self._send(access, "ask", post, lambda _slip: self._ask(access, post))

    @staticmethod
    def _ask(access, post):
        access.debtor._cobranzas_ask_from_portal(access, post.get("text"))
        return access.env._("Your message was sent. You will find the answer here.")

    def _prepare_form_values(self, access, kind, post):
        values = super()._prepare_form_values(access, kind, post)
        if kind != "ask":
            return values
        return {**values, "messages": access.debtor._cobranzas_get_portal_messages(access)}
