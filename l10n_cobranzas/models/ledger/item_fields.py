"""The fields that read models declare alike."""

from odoo import fields


def amount_pair(string, **attributes):
    """Return two fields: an amount in the currency of the item, and as booked in the company's.

    :param string: label of the first one; the second one says that it is the company's
    :param attributes: of both fields, but for ``help``, which is that of the first
    """
    tooltip = attributes.pop("help", None)
    return (
        fields.Monetary(string=string, readonly=True, help=tooltip, **attributes),
        fields.Monetary(
            string=f"{string} (Company)",
            currency_field="company_currency_id",
            readonly=True,
            **attributes,
        ),
    )
