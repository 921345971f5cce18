"""Problems that stop a deed: each says what, why, by which article and how to mend it, in both languages."""

from evexport.kernel.text import Text


class Problem(Exception):  # noqa: N818 - it is the word of RFC 9457
    """Something a caller must mend. `code` is stable; `status` is the HTTP status that says the same."""

    status = 400
    code = "PROBLEM"
    retry_after: int | None = None
    """Seconds after which the same request may go through."""

    def __init__(
        self,
        message: Text,
        *,
        remedy: Text,
        code: str | None = None,
        citation: str | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message.en)
        self.message = message
        self.remedy = remedy
        self.code = code or self.code
        self.citation = citation
        self.field = field

    def as_dict(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.message.as_dict(),
            "remedy": self.remedy.as_dict(),
            "citation": self.citation,
            "field": self.field,
        }


class BadInput(Problem):
    """Cannot be understood: a form error, never a finding."""

    status = 422
    code = "BAD_INPUT"


class NotFound(Problem):
    """Not there, or not for this person to know of."""

    status = 404
    code = "NOT_FOUND"


class NotAllowed(Problem):
    """The person may not do it."""

    status = 403
    code = "NOT_ALLOWED"


class Barred(Problem):
    """The deed is understood and permitted to this role, but the thing's state or a rule bars it now."""

    status = 409
    code = "BARRED"


class Conflict(Problem):
    """The same identifier was used before for something else."""

    status = 409
    code = "CONFLICT"
