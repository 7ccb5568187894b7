"""Creating many records of complete values at once, past the conversions of ``create``."""

from odoo import fields

#: whose extensions of ``create`` the callers do the work of
OWN = "l10n_cobranzas"


def quick_create(records, vals_list, known=(OWN,)):
    """Create records by one INSERT; return them.

    The ORM makes a record for each amount, to know its currency, and one for each row, to compute
    what it lacks: of thousands of rows that is most of the time. Here the values are those of the
    columns, rounded, and complete. Defaults, recomputations and constraints are the ORM's; the
    callers check access, and do what extensions of ``create`` in the ``known`` modules would.
    Where another module extends it, or the values lack what the ORM would compute before, the
    records are created as ever.

    :param records: of the model
    :param vals_list: values of stored fields, with the same keys in each
    """
    if not vals_list or not _is_known(records, vals_list[0], known):
        return records.create(vals_list)
    names = list(vals_list[0])
    given = records._add_missing_default_values(dict.fromkeys(names))
    constants = {name: value for name, value in given.items() if name not in vals_list[0]}
    now = fields.Datetime.to_string(records.env.cr.now())
    constants |= dict.fromkeys(("create_uid", "write_uid"), records.env.uid)
    constants |= dict.fromkeys(("create_date", "write_date"), now)
    created = _insert(records, names, vals_list, constants)
    _forget_inverses(created, names, vals_list)
    created.modified([*names, *constants], create=True)
    created._validate_fields([*names, *constants])
    return created


def _is_known(records, vals, known):
    """Tell whether nothing but ``known`` modules and the ORM makes such records."""
    modules = {
        getattr(parent, "_module", None) for parent in type(records).__mro__ if "create" in vars(parent)
    }
    own = records._fields.values()
    return (
        records.env.su
        and modules - {None, "base"} <= set(known)
        and all(records._fields[name].column_type for name in vals)
        and all(field.name in vals for field in own if field.precompute)
    )
