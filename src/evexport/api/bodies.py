"""The body of a request as JSON: what parses and yet no database or answer can hold is refused here, with its field."""

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any, cast

from django.http import HttpRequest
from ninja.parser import Parser

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

SURROGATES = ("\ud800", "\udfff")  # halves of a character: valid in a JSON escape, impossible in UTF-8


class Json(Parser):
    """Strict JSON. The framework wraps what is raised here; `problems.of_http` tells it as it was."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        try:
            found = json.loads(request.body)
            where = next(odd(found), None)
        except (ValueError, RecursionError):
            raise BadInput(
                Text("请求内容不是有效的 JSON。", "The body is not valid JSON."),
                remedy=Text("请以 UTF-8 编码提交有效的 JSON。", "Send valid JSON in UTF-8."),
                code="JSON_INVALID",
            ) from None
        if where is not None:
            raise BadInput(
                Text(f"字段“{where}”含有无法保存的字符或数值。", f"{where} holds a character or number that cannot be stored."),
                remedy=Text("请删除控制字符，并核对数值。", "Remove control characters and check the number."),
                code="CANNOT_BE_STORED",
                field=where,
            )
        return cast("dict[str, Any]", found)


def odd(value: Any, where: str = "") -> Iterator[str]:
    """The fields that hold a NUL, half a character, or a number that is none."""
    match value:
        case str():
            if "\0" in value or any(SURROGATES[0] <= one <= SURROGATES[1] for one in value):
                yield where
        case float():
            if not isfinite(value):
                yield where
        case dict():
            for name, one in value.items():
                if next(odd(name), None) is not None:
                    yield where or "body"
                else:
                    yield from odd(one, f"{where}.{name}" if where else name)
        case list():
            for position, one in enumerate(value, 1):
                yield from odd(one, f"{where}[{position}]")
