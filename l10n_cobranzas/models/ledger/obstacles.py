"""What stands in the way of an undo, told with a way to it."""

from odoo.exceptions import RedirectWarning, UserError


class ObstacleError(UserError, RedirectWarning):
    """One sentence that names an obstacle, and a button that opens it.

    A ``UserError`` for whoever catches those, such as a run; the web client shows it as core's
    ``RedirectWarning``, of which it has the arguments.
    """

    def __init__(self, message, action, button_text):
        super(UserError, self).__init__(message, action, button_text)
        # the web client looks up the dialog by this when it does not know the class
        self.context = {"exception_class": "odoo.exceptions.RedirectWarning"}

    def __str__(self):
        return self.args[0]


def prepare_obstacle(env, message, record):
    """Return the error that tells ``message``, with a button that opens ``record``.

    Without the button where the user may not read it: the sentence names it all the same.

    :param record: an owner, a payment, a cheque or an entry; only the first is opened
    """
    # as the user who asks: an undo runs as superuser
    record = record[:1].with_env(env(su=False))
    if not record or not record.has_access("read"):
        return UserError(message)
    label = env._("Open %(later)s", later=record.sudo().display_name)
    return ObstacleError(message, _get_way(record), label)


def _get_way(record):
    """Return the action that opens a record where what it did can be undone.

    An entry's items are what core unreconciles, in their list; a document does that in its form.
    """
    if record._name == "account.move" and not record.is_invoice(include_receipts=True):
        return {
            "type": "ir.actions.act_window",
            "name": record.display_name,
            "res_model": "account.move.line",
            "views": [(False, "list"), (False, "form")],
            "domain": [("move_id", "=", record.id)],
            "context": {"create": False},
        }
    return record._get_records_action(context={})
