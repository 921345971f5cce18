"""What several routes send and receive alike."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from evexport.kernel.states import Offer

Words = Annotated[str, Field(min_length=1, max_length=4000)]
MaybeWords = Annotated[str, Field(max_length=4000)]


class Strict(Schema):
    """What a caller sends: a field that is not known is an error that names it."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Strict):
    """No words are needed."""


class Offered(Schema):
    """A verb that is open to the caller now, or why it is barred."""

    verb: str
    label: dict[str, str]
    allowed: bool
    barred: dict[str, str] | None


def offered(offers: list[Offer]) -> list[dict[str, Any]]:
    return [
        {
            "verb": offer.step.verb,
            "label": offer.step.label.as_dict(),
            "allowed": offer.allowed,
            "barred": offer.barred.as_dict() if offer.barred else None,
        }
        for offer in offers
    ]


Act = Callable[[HttpRequest, Any, Any], Any]


def verb_route(
    router: Router,
    *,
    kind: str,
    key: type = UUID,
    verb: str,
    schema: type[Schema],
    response: type[Schema],
    summary: str,
    act: Act,
) -> None:
    """One verb of a state table as a route of its own, with a body of its own kind."""

    def view(request: HttpRequest, key: Any, body: Any) -> Any:
        return act(request, key, body)

    view.__annotations__.update(body=schema, key=key)
    view.__name__ = f"{kind}_{verb.replace('-', '_')}"
    router.post(f"/{{key}}/{verb}", response=response, summary=summary, operation_id=view.__name__)(view)


__all__ = ["MaybeWords", "Nothing", "Offered", "Strict", "Words", "offered", "verb_route"]
