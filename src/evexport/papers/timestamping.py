"""Asks the timestamping authority (RFC 3161) that the installation names, if it names one."""

from asyncio import to_thread
from http.client import HTTPException
from urllib.request import Request, urlopen

from asn1crypto import tsp
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

PATIENCE = 10.0
MOST = 64 * 1024  # an answer is a few kilobytes
REPLY = "application/timestamp-reply"


class TimestampingAuthority(TimeStamper):
    """An authority at an address; `EVEXPORT_TSA` names it, so no reader's input chooses where a request goes."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        if not address.startswith(("http://", "https://")):
            raise ValueError(f"{address} is no address of a timestamping authority")
        self.address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        reply = await to_thread(self._asked, req.dump())
        token = reply["time_stamp_token"]
        if token.native and token["content"]["encap_content_info"]["content"].parsed["nonce"].native != req["nonce"].native:
            raise TimestampRequestError(f"{self.address} answers another query than ours")
        return reply

    def _asked(self, query: bytes) -> tsp.TimeStampResp:
        request = Request(self.address, query, {"Content-Type": "application/timestamp-query"})  # noqa: S310 - http(s) alone
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                if answer.headers.get_content_type() != REPLY:
                    raise TimestampRequestError(f"{self.address} does not answer as a timestamping authority")
                return tsp.TimeStampResp.load(answer.read(MOST))
        except HTTPException as why:
            raise TimestampRequestError(f"{self.address}: {why}") from why


def authority() -> TimestampingAuthority | None:
    """The authority to ask; None where the installation names none."""
    return TimestampingAuthority(settings.TSA) if settings.TSA else None
