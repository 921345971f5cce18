"""Whose a thing about a licence is: its exporter, its maker, the body that issued it. The permission question asks."""

from uuid import UUID

from evexport.licensing.models import Licence


class OfLicence:
    """What stands on a licence belongs to whom the licence belongs."""

    __slots__ = ()
    licence: Licence

    @property
    def exporter_id(self) -> UUID:
        owner: UUID = self.licence.exporter_id
        return owner

    @property
    def maker_id(self) -> UUID | None:
        made_by: UUID | None = self.licence.maker_id
        return made_by

    @property
    def issuing_body(self) -> str:
        body: str = self.licence.issuing_body
        return body
