from odoo.exceptions import AccessError


def refuse_link(env, vals_list, field):
    """Raise ``AccessError`` when ``field`` is written by hand.

    What ties payments, entries, allocations and cheques to their receipt holds the guards
    on them; only posting and voiding set it, and those run as superuser.
    """
    if not env.su and any(field in vals for vals in vals_list):
        raise AccessError(env._("What a receipt made is tied to it by posting alone."))
