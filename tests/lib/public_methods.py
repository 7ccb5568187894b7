"""The methods that a client may call by name."""

import inspect

#: they end the transaction by themselves
LEFT_OUT = {"set_values", "get_values"}


def find_public_methods(env):
    """(model, name, parameters) of each public method that the add-on defines."""
    found = []
    for name, model in sorted(env.items()):
        for key, method in inspect.getmembers(type(model), inspect.isfunction):
            own = "l10n_cobranzas" in method.__module__
            if own and not key.startswith("_") and not hasattr(method, "_api_private"):
                parameters = list(inspect.signature(method).parameters.values())[1:]
                inherited = key in dir(env["base"])
                if not inherited and key not in LEFT_OUT:
                    found.append((name, key, parameters))
    return found


def count_positional(parameters):
    """How many arguments may be given without a name."""
    return sum(one.kind == one.POSITIONAL_OR_KEYWORD for one in parameters)


def call_method(records, key, arguments):
    """Call a method as a client does who names it."""
    return inspect.getattr_static(type(records), key)(records, *arguments)
