"""Declarations by file: taken in at once, decided one by one in the background by the gate itself, each on its own."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.customs import events
from evexport.customs.declaration_files import read_file
from evexport.customs.gate import decide
from evexport.customs.models import DeclarationFile, FiledDeclaration
from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import parse_json
from evexport.store import acting_as
from evexport.work.actions import ask, asked_before
from evexport.work.kinds import Kind, register
from evexport.work.lanes import Thing
from evexport.work.models import WorkItem

SUBJECT = "filed:"


def take_file(content: bytes, *, name: str, request: str, by: Actor, at: datetime) -> DeclarationFile:
    """Take in a file of declarations and have each decided. The same request gives the same file again.

    Raises BadInput where the file cannot be understood. A bad line stops its own declaration and no other.
    """
    by.must("declaration.decide")
    filed = read_file(content, name=name)
    digest = "sha256:" + sha256(content).hexdigest()
    with acting_as(by):
        if before := asked_before(DECIDE, request=request, demand={"file": digest}, by=by):
            return DeclarationFile.objects.get(work_id=before.pk)
        rows = [
            FiledDeclaration(
                position=position,
                declaration_no=one.declaration_no,
                quantity=len(one.vehicles),
                body=json.loads(one.canonical()),
            )
            for position, one in enumerate(filed.sound, 1)
        ]
        # Declarations under one licence wait for each other at its balance, so they share a lane.
        things = [Thing(f"{SUBJECT}{row.pk}", group=row.body.get("licence_no") or row.declaration_no) for row in rows]
        work = ask(DECIDE, things, request=request, demand={"file": digest}, by=by, at=at)
        kept = DeclarationFile.objects.create(
            organisation_id=by.organisation_id,
            name=name[:200],
            digest=digest,
            work_id=work.pk,
            heads=filed.heads,
            bad=[one.as_dict() for one in filed.bad],
            total=len(rows),
            received_at=at,
            received_by_name=by.name,
        )
        for row in rows:
            row.file = kept
        FiledDeclaration.objects.bulk_create(rows, batch_size=500)
        event = events.FileTaken(
            subject=f"declaration-file:{kept.pk}", name=kept.name, digest=digest, declarations=len(rows), bad_lines=len(filed.bad)
        )
        ledger.append(event, by=by, at=at)
    return kept


def decide_one(item: WorkItem, by: Actor, at: datetime) -> dict[str, Any]:
    """One declaration of a file, decided by the gate in its own transaction: asked again it gives the answer it gave."""
    row = FiledDeclaration.objects.get(pk=UUID(item.subject.removeprefix(SUBJECT)))
    answer = decide(parse_json(json.dumps(row.body)), client=by, at=at)
    return {
        "declaration": str(answer.id),
        "decision": answer.decision,
        "codes": sorted({str(reason["code"]) for reason in answer.reasons}),
        "replayed": answer.replayed,
    }


DECIDE = register(Kind("declarations.decide", Text("按文件验放", "Declarations of a file"), do=decide_one))
