"""Calls that Odoo makes for one record after the other, done for all of them together.

What a batch knows is kept in the data of the transaction's `precommit`, as Odoo keeps the values that
it tracks: a rollback forgets it. Where another addon overrides what is passed over, there is no
batch: Odoo does as it does.
"""

import logging
from contextlib import contextmanager

_logger = logging.getLogger(__name__)
ANSWERS = "crm_lead_qualification.answers"
# Addons whose overrides were read: what they do is done in a batch too.
KNOWN = {
    *("base", "mail", "sales_team", "crm", "sale_crm", "sale", "sms", "rating", "portal"),
    *("phone_validation", "snailmail", "utm", "resource"),
    *("crm_phonecall", "crm_lead_qualification"),
}
NO_MODULE = "something that belongs to no addon"


def find_foreign(records, names):
    """Addons that override methods, and whose overrides nobody has read.

    :param records: a recordset
    :param names: iterable of str, names of methods
    :returns: set of str, their technical names
    """
    return {
        module
        for cls in type(records).__mro__
        if any(name in vars(cls) for name in names)
        # A class of the registry has none of its own: what is patched into it is foreign too.
        and (module := vars(cls).get("_module", NO_MODULE)) not in KNOWN | {None}
        and cls is not object
    }


def is_as_core(records, names):
    """Whether records can be handled together: nobody overrides what is passed over.

    :param records: a recordset
    :param names: iterable of str, names of methods
    :returns: bool
    """
    foreign = find_foreign(records, names)
    if foreign:
        _logger.debug(
            "%s: one record after the other, for %s overrides one of %s",
            records._name,
            ", ".join(sorted(foreign)),
            ", ".join(names),
        )
    return not foreign


@contextmanager
def remembering(env):
    """Until the end of this, what `remember` is asked again has the same answer.

    :param env: odoo.api.Environment
    """
    data = env.cr.precommit.data
    if ANSWERS in data:
        yield
        return
    data[ANSWERS] = {}
    try:
        yield
    finally:
        data.pop(ANSWERS, None)


def forget(env):
    """Forget every answer, for what they depend on has changed.

    :param env: odoo.api.Environment
    """
    env.cr.precommit.data.get(ANSWERS, {}).clear()


@contextmanager
def forgetting(env):
    """Forget every answer, before something changes and after it.

    What is asked while it changes, by the change itself, may be answered with what was before.

    :param env: odoo.api.Environment
    """
    forget(env)
    try:
        yield
    finally:
        forget(env)


def remember(records, name, key, ask):
    """Ask once in a batch: by the same user, in the same context.

    :param records: a recordset; of it, only the model and the environment count
    :param name: str, the method that asks
    :param key: hashable, what else the answer depends on
    :param ask: function without arguments
    :returns: what `ask` returns
    """
    answers = records.env.cr.precommit.data.get(ANSWERS)
    if answers is None:
        return ask()
    key = (records.env, records._name, name, key)
    if key in answers:
        return answers[key]
    answer = ask()
    if is_as_core(records, [name]):
        answers[key] = answer
    return answer
