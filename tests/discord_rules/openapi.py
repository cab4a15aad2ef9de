"""Bodies checked against Discord's own description of its HTTP API, if that file is available."""

import json
import os
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]  # jsonschema ships no types
from jsonschema.validators import extend  # type: ignore[import-untyped]  # as above
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.discord_rules.routes import bare

ROOT = "urn:discord"
DEFAULT_SPEC = Path(__file__).resolve().parents[2] / "../shared/facts/discord-openapi.json"
SNOWFLAKE = re.compile(r"\d{15,20}")
VALUE_REASONS = {
    "maxLength": "{count} characters, at most {limit}",
    "minLength": "{count} characters, at least {limit}",
    "maxItems": "{count} of them, at most {limit}",
    "minItems": "{count} of them, at least {limit}",
}


def find_spec() -> Path | None:
    """Return the path of Discord's description, or None if there is none.

    DISCORD_OPENAPI names the file; raise FileNotFoundError if it is missing. If the variable is unset, return the
    default path if a file is there. If the variable is empty, return None.
    """
    named = os.environ.get("DISCORD_OPENAPI")
    if named:
        return Path(named).resolve(strict=True)
    return DEFAULT_SPEC.resolve() if named is None and DEFAULT_SPEC.is_file() else None


@cache
def load_spec() -> "Spec | None":
    """Load the description once per test run; return None if there is no file."""
    path = find_spec()
    return Spec(path) if path else None


class Spec:
    """Discord's description of its HTTP API, queried for one body at a time."""

    def __init__(self, path: Path) -> None:
        self._document = json.loads(path.read_text(encoding="utf-8"))
        self._routes = list(_routes(self._document["paths"]))
        self._registry = Registry().with_resource(ROOT, DRAFT202012.create_resource(self._document))
        self._validator_class = _validator_class(self._document["components"]["schemas"])
        self._validators: dict[tuple[str, str], Any] = {}
        self._known: dict[tuple[str, str, str], Sequence[str]] = {}
        self._operations: dict[tuple[str, str], str | None] = {}

    def operation(self, method: str, path: str) -> str | None:
        """Return the most literal template that a method and path match, or None."""
        key = method.lower(), _without_ids(bare(path))
        if key not in self._operations:
            fits = (template for pattern, template in self._routes if pattern.fullmatch(bare(path)))
            self._operations[key] = next((found for found in fits if key[0] in self._document["paths"][found]), None)
        return self._operations[key]

    def faults(self, method: str, path: str, body: Any) -> list[str]:
        """List what Discord would reject in a body, each with its place and the reason."""
        template = self.operation(method, path)
        if template is None:
            return [f"{method} {bare(path)}: Discord describes no such operation"]
        request_body = self._document["paths"][template][method.lower()].get("requestBody")
        if body is None or request_body is None:
            return _presence_faults(body, request_body)
        key = (method.lower(), template, _without_ids(json.dumps(body)))
        if key not in self._known:  # most tests send the same bodies with different ids
            errors = self._validator(method.lower(), template).iter_errors(body)
            self._known[key] = [_fault_text(error) for error in errors]
        return list(self._known[key])

    def _validator(self, method: str, template: str) -> Any:
        key = (method, template)
        if key not in self._validators:
            place = f"{ROOT}#/paths/{template.replace('/', '~1')}/{method}/requestBody/content/application~1json/schema"
            self._validators[key] = self._validator_class({"$ref": place}, registry=self._registry)
        return self._validators[key]


def _without_ids(text: str) -> str:
    """Replace the digits of every Discord id with zeros, so that texts that differ only in ids are equal."""
    return SNOWFLAKE.sub(lambda found: "0" * len(found[0]), text)


def _routes(paths: Sequence[str]) -> Iterator[tuple[re.Pattern[str], str]]:
    for template in sorted(paths, key=lambda path: path.count("{")):
        yield re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))), template


def _presence_faults(body: Any, request_body: Mapping[str, Any] | None) -> list[str]:
    if request_body is None:
        return [] if body is None else ["body: not allowed here"]
    return ["body: missing"] if request_body.get("required") else []


def _fault_text(error: ValidationError) -> str:
    where = error.json_path.removeprefix("$").removeprefix(".") or "body"
    reason = VALUE_REASONS.get(error.validator, "").format(count=_count(error.instance), limit=error.validator_value)
    return f"{where}: {reason or textwrap.shorten(error.message, 160)}"


def _count(instance: Any) -> int:
    return len(instance) if isinstance(instance, (str, list)) else 0


def _validator_class(schemas: Mapping[str, Any]) -> Any:
    """Return a validator class that checks a value with several possible shapes against only one of them.

    This is the shape that the value's `type` names, or else the one with the fewest faults.
    """
    kinds = {f"#/components/schemas/{name}": _type_numbers(schema) for name, schema in schemas.items()}

    def check_closest(validator: Any, shapes: list[Any], instance: Any, _schema: Any) -> Iterator[ValidationError]:
        if instance is None and {"type": "null"} in shapes:
            return
        candidates = [shape for shape in shapes if shape != {"type": "null"}]
        if all("const" in shape for shape in candidates):
            yield from _value_faults([shape["const"] for shape in candidates], instance)
            return
        kind = instance.get("type") if isinstance(instance, dict) else None
        named = [shape for shape in candidates if kind in kinds.get(shape.get("$ref"), ())]
        yield from min((list(validator.descend(instance, shape)) for shape in named or candidates), key=len)

    faultless: set[tuple[str, str]] = set()

    def referenced(validator: Any, ref: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
        """Skip what was already found valid, because messages share most of their buttons and card parts."""
        key = (ref, _without_ids(json.dumps(instance)))
        if key not in faultless:
            errors = list(Draft202012Validator.VALIDATORS["$ref"](validator, ref, instance, schema))
            if not errors:
                faultless.add(key)
            yield from errors

    return extend(
        Draft202012Validator, {"oneOf": check_closest, "anyOf": check_closest, "type": _type_faults, "$ref": referenced}
    )


def _type_numbers(schema: Mapping[str, Any]) -> frozenset[int]:
    kind = schema.get("properties", {}).get("type", {})
    return frozenset(kind["enum"]) if isinstance(kind.get("enum"), list) else frozenset()


def _value_faults(values: list[Any], instance: Any) -> Iterator[ValidationError]:
    if instance not in values:
        yield ValidationError(f"{instance!r} is none of {values}")


def _type_faults(validator: Any, types: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if schema.get("format") == "snowflake" and isinstance(instance, int):
        return  # Discord also accepts ids as numbers, and discord.py sends those of attachments that way
    yield from Draft202012Validator.VALIDATORS["type"](validator, types, instance, schema)
