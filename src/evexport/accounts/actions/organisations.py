"""Putting an organisation on record, and changing where it is reached."""

from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts import events
from evexport.accounts.actors import Actor
from evexport.accounts.kinds import Kind, code_fits
from evexport.accounts.models import Organisation
from evexport.kernel.problems import BadInput, Conflict, NotFound
from evexport.kernel.text import Text
from evexport.store import acting_as

MAX_CONTACT = 300


def create_organisation(
    *, kind: str, name_zh: str, name_en: str, authority_code: str = "", contact: str = "", by: Actor, at: datetime
) -> Organisation:
    """An authority or other organisation; enterprises are registered by `enterprises.actions.register`.

    `contact`: address, telephone, e-mail, in one line, as the authority's letters give it.
    """
    by.must("account.manage")
    with acting_as(by):
        made = add_organisation(
            kind=kind, name_zh=name_zh, name_en=name_en, authority_code=authority_code, contact=contact, at=at
        )
        event = events.OrganisationCreated(
            subject=f"organisation:{made.id}", parties=(made.id,), organisation_kind=kind, name=name_zh, contact=made.contact
        )
        ledger.append(event, by=by, at=at)
    return made


def change_contact(organisation_id: UUID, contact: str, *, by: Actor, at: datetime) -> Organisation:
    """Where an organisation is reached from now on; letters written before keep what they said."""
    by.must("account.manage")
    with acting_as(by):
        found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
        if found is None:
            raise NotFound(
                Text("没有此单位。", "There is no such organisation."),
                remedy=Text("请核对单位。", "Check the organisation."),
            )
        _check_contact(contact)
        before, found.contact = found.contact, contact.strip()
        found.save(update_fields=["contact"])
        event = events.ContactChanged(
            subject=f"organisation:{found.id}", parties=(found.id,), contact=found.contact, before=before
        )
        ledger.append(event, by=by, at=at)
    return found


def add_organisation(
    *, kind: str, name_zh: str, name_en: str, authority_code: str = "", contact: str = "", at: datetime
) -> Organisation:
    """The row alone, as a step of a larger deed. Raises BadInput, or Conflict where the code is another's."""
    if kind not in Kind.values:
        kinds = ", ".join(Kind.values)
        raise BadInput(
            Text(f"没有“{kind}”这一单位类型。", f"There is no kind of organisation {kind!r}."),
            remedy=Text(f"可用类型：{kinds}。", f"Choose one of: {kinds}."),
            field="kind",
        )
    for field, name in (("name_zh", name_zh), ("name_en", name_en)):
        if not name.strip():
            raise BadInput(
                Text("单位名称不能为空。", "An organisation has a name in both languages."),
                remedy=Text("请填写中文和英文名称。", "Give the Chinese and the English name."),
                field=field,
            )
    _check_code(Kind(kind), authority_code)
    _check_contact(contact)
    return Organisation.objects.create(
        kind=kind,
        name_zh=name_zh,
        name_en=name_en,
        authority_code=authority_code,
        contact=contact.strip(),
        created_at=at,
    )


def _check_contact(contact: str) -> None:
    if len(contact) > MAX_CONTACT:
        raise BadInput(
            Text(f"联系方式超过{MAX_CONTACT}字。", f"The contact is longer than {MAX_CONTACT} characters."),
            remedy=Text("请只写地址、电话和电子邮箱。", "Give address, telephone and e-mail only."),
            field="contact",
        )


def _check_code(kind: Kind, code: str) -> None:
    if not code_fits(kind, code):
        raise BadInput(
            Text(
                f"代码“{code}”不适用于{kind.label}。",
                f"{code!r} is not the code of an organisation of the kind {kind.value}.",
            ),
            remedy=Text(
                "商务主管部门用行政区划代码前缀，发证机构用两位代码，会商部门用 MIIT、GAC 或 SAMR，"
                "海关用关区代码或留空，其余留空。",
                "A commerce department has its division's prefix, an issuing body two characters, an agency MIIT, GAC or SAMR,"
                " customs a district or none; others have none.",
            ),
            field="authority_code",
        )
    if code and Organisation.objects.filter(kind=kind, authority_code=code).exists():
        raise Conflict(
            Text(f"代码“{code}”已由另一单位使用。", f"Another organisation acts under the code {code}."),
            remedy=Text("请核对代码，或使用已登记的单位。", "Check the code, or use the organisation on record."),
            code="AUTHORITY_TAKEN",
            field="authority_code",
        )
