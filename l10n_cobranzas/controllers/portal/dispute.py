from odoo.exceptions import UserError
from odoo.http import request
from werkzeug.exceptions import NotFound

from ...models.portal.portal_slip import attach_slip
from ...models.portal.portal_values import read_amount, read_number
from .access import portal_route
from .send import CobranzasPortalSend


class CobranzasPortalDispute(CobranzasPortalSend):
    """A debtor says on its page that it does not agree with a document (COL-06, COL-09)."""

    @portal_route("/dispute/<int:item_id>", methods=["GET"])
    def dispute_form(self, item_id, token=None, **query):
        """Return the form of a dispute of a debt of the debtor; ``NotFound`` for any other."""
        access = self._get_access(token)
        return self._show_form(access, "dispute", {"item_id": str(item_id)})

    @portal_route("/dispute", methods=["POST"])
    def dispute(self, token=None, **post):
        """Raise a dispute of the visitor (COL-09).

        :param post: ``item_id``, ``extent`` (whole or part), ``amount``, ``reason_id``, ``text``
            and the file ``slip``
        """
        access = self._get_access(token)
        return self._send(access, "dispute", post, lambda slip: self._raise(access, post, slip))

    def _raise(self, access, post, slip):
        item = self._find_item(access, post)
        if not item:
            raise UserError(access.env._("The document is not owed any more: go back to the page."))
        amount = None
        if post.get("extent") == "part":
            amount = read_amount(access.env, post.get("amount"), item.currency_id) or 0.0
        dispute = access.env["cobranzas.dispute"]._raise_from_portal(
            access,
            item,
            amount,
            self._read_record(self._get_reasons(access), post.get("reason_id")),
            post.get("text"),
        )
        attach_slip(dispute, slip)
        return access.env._(
            "We noted that you do not agree with %(amount)s of %(document)s (%(dispute)s). We will "
            "answer you.",
            amount=dispute.currency_id.with_env(access.env).format(dispute.amount),
            document=item._cobranzas_document_name(),
            dispute=dispute.name,
        )

    @staticmethod
    def _find_item(access, post):
        ask = access.env["cobranzas.portal.ask"]
        return ask._choose_debts(access, [read_number(post.get("item_id"))])

    @staticmethod
    def _get_reasons(access):
        return access.env["cobranzas.dispute.reason"].search([])

    def _prepare_form_values(self, access, kind, post):
        values = super()._prepare_form_values(access, kind, post)
        if kind != "dispute":
            return values
        item = self._find_item(access, post)
        if not item and request.httprequest.method == "GET":
            raise NotFound()
        disputed = access.env["cobranzas.dispute"]._cobranzas_disputed(item)
        left = item.amount_residual_currency - disputed.get(item.id, 0.0)
        return {
            **values,
            "item": item,
            "document": item._cobranzas_document_name() if item else "",
            "left": left,
            "reasons": self._get_reasons(access),
        }
