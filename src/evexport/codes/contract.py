"""The contract number of a licence: at most seventeen characters, as wide as the licence form's field."""

CONTRACT_NO_LENGTH = "CONTRACT_NO_LENGTH"
CONTRACT_NO_CHARACTERS = "CONTRACT_NO_CHARACTERS"
MAX_LENGTH = 17


def check(number: str) -> tuple[str, ...]:
    """What is wrong with a contract number: 1 to 17 printable characters, no blank at either end."""
    codes = []
    if not 1 <= len(number) <= MAX_LENGTH:
        codes.append(CONTRACT_NO_LENGTH)
    if not number.isprintable() or number != number.strip():
        codes.append(CONTRACT_NO_CHARACTERS)
    return tuple(codes)
