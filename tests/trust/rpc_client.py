"""A client of the RPC interface: what it may call, what it sends, and what comes back."""

import ast
import json
import logging
from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tools import json_default, mute_logger

_logger = logging.getLogger(__name__)

ADDON = Path(__file__).parents[2]
# Functions that read a key of the context, by the number of the argument that is the key.
READERS = {"is_on": 1, "get_claimed_record": 2}


class RolledBackError(Exception):
    """Takes back what a call has written."""


def find_context_keys():
    """Every key of a context that the source of the addon reads or sets.

    :returns: set of str
    """
    paths = [p for folder in ("models", "wizard", "tools") for p in (ADDON / folder).rglob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    constants = {name: text for tree in trees for name, text in _find_constants(tree)}
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {key for node in nodes for key in _find_keys_of_node(node, constants)}


def _find_constants(tree):
    """Names that stand for a text in a module: a key of a context may be one."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                yield target.id, node.value.value


def _find_keys_of_node(node, constants):
    found = []
    if isinstance(node, ast.Subscript) and _is_context(node.value):
        found = [node.slice]
    elif isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name == "get" and _is_context(node.func.value):
            found = node.args[:1]
        elif name == "depends_context":
            found = node.args
        elif name in READERS:
            found = node.args[READERS[name] : READERS[name] + 1]
        elif name in ("with_context", "env"):
            yield from (keyword.arg for keyword in node.keywords if keyword.arg)
            for keyword in node.keywords:
                if isinstance(keyword.value, ast.Dict):
                    found += [key for key in keyword.value.keys if key]
    values = (constants.get(getattr(arg, "id", None), getattr(arg, "value", None)) for arg in found)
    yield from (value for value in values if isinstance(value, str))


def _is_context(node):
    return getattr(node, "attr", getattr(node, "id", "")) == "context"


class Client:
    """Calls public methods as a user, each call as a request of its own that is taken back.

    `crashes` are calls that ended neither in a result nor in a sentence for people.
    """

    def __init__(self, env, user):
        self.env = env(user=user.id, su=False, context={})
        self.user = user
        self.base_context = {
            "lang": "en_US",
            "tz": "Asia/Tehran",
            "uid": user.id,
            "allowed_company_ids": user.company_ids.ids,
        }
        self.crashes = []

    def call(self, model, method, args=(), **kwargs):
        """Call a method.

        :param args: sequence, the first of them the ids for a method of records
        :param kwargs: what the method takes by name, and, for this one: `context`; `check`, a
            function without arguments that is called before what was written is taken back; and
            `keep`, True to leave it for the next call
        :returns: the result as JSON brings it to a browser; of a refusal, its sentence
        """
        context = {**self.base_context, **(kwargs.pop("context", None) or {})}
        check, keep = kwargs.pop("check", None), kwargs.pop("keep", False)
        sent = json.loads(json.dumps([list(args), {**kwargs, "context": context}]))
        result = None
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db", "odoo.models.unlink"):
                result = call_kw(self.env[model], method, *sent)
                self.env.flush_all()
                result = json.loads(json.dumps(result, default=json_default))
                if check:
                    check()
                if not keep:
                    raise RolledBackError
        except RolledBackError:
            _logger.debug("%s.%s was taken back", model, method)
        except UserError as error:
            result = str(error)
        except IntegrityError as error:
            # As Odoo tells it a client, in words of the constraint.
            result = self.env[model]._sql_error_to_message(error)
        except Exception as error:  # pylint: disable=broad-except
            call = f"{self.user.login}: {model}.{method}{args!r} {kwargs!r} {context!r}"
            self.crashes.append(f"{call}: {type(error).__name__}: {error}")
            _logger.info("%s", call, exc_info=True)
        self.env.transaction.clear()
        return result

    def get_fields(self, model):
        """The fields of a model as the browser knows them; none where the user has no right."""
        result = self.call(
            model, "fields_get", attributes=["type", "relation", "store", "searchable"]
        )
        return result if isinstance(result, dict) else {}
