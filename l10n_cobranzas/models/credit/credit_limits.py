"""What customers and groups have of their own in a company, and what branches take from it."""


def read_own(records, company, names, is_own):
    """Return {record: record in the company that its values come from}.

    A branch takes from the company above it what it has not of its own. A record without anything
    of its own is left out. One query a company of the chain, for any number of records.

    :param names: company-dependent fields to fetch
    :param is_own: tells of a record in a company whether it has something of its own
    """
    found = {}
    # sudo: settings, currency and branches of a company; nothing of its customers is shown
    for each in company.sudo().parent_ids.sorted("parent_path", reverse=True):
        here = records.with_company(each)
        here.fetch(names)
        for record in here:
            if record.id not in found and is_own(record):
                found[record.id] = record
    return {record: found[record.id] for record in records if record.id in found}


def keep_tick(vals, tick, number):
    """Return the values with the tick that says whether a number is set, 0 included.

    A number above zero ticks it; taking the tick away takes the number away.
    """
    if vals.get(number) and tick not in vals:
        return {**vals, tick: True}
    if tick in vals and not vals[tick]:
        return {**vals, number: 0}
    return vals
