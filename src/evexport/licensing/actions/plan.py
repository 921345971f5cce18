"""A shipment plan: taken in once however often it is sent, its applications made as drafts and handed in together."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.problems import BadInput, Barred, Conflict
from evexport.kernel.sheets import Row
from evexport.kernel.text import Text
from evexport.licensing import form, plan_events, plans
from evexport.licensing.actions.apply import submit_within
from evexport.licensing.models import Application, ShipmentPlan
from evexport.licensing.plan_rows import Read, read_table
from evexport.store.transactions import acting_as
from evexport.work.actions import REQUEST_LENGTH, ask
from evexport.work.kinds import Kind, register
from evexport.work.lanes import Thing
from evexport.work.models import WorkItem
from evexport.work.queries import work_by_id
from evexport.work.queue import in_turn
from evexport.work.states import ALIVE

MOST_AT_ONCE = 50
"""Applications that are handed in together in one transaction, where all or none is asked for."""


def make_plan(
    rows: Sequence[Row], begun: Mapping[str, Any], *, name: str, request: str, whole: bool = False, by: Actor, at: datetime
) -> ShipmentPlan:
    """Take a table in and make its applications as drafts. The same request gives the same plan; with other content, Conflict.

    A bad row stops its own application and no other; with `whole` it stops the plan.
    """
    by.must("application.draft")
    if not request.strip() or len(request) > REQUEST_LENGTH:
        raise BadInput(
            Text("请求编号不得为空或过长。", "The request needs a name, and a short one."),
            remedy=Text("请刷新页面后重试。", "Load the page again."),
            code="REQUEST_ID_MISSING",
            field="request",
        )
    read = read_table(rows, begun)
    if whole and read.bad:
        raise _bad_rows(read)
    digest = _digest([row.cells for row in rows], begun.get("manufacturer_uscc"), whole=whole)
    with acting_as(by):
        assert by.organisation_id is not None
        in_turn(f"plan-request:{by.organisation_id}:{request}")
        before = ShipmentPlan.objects.filter(organisation_id=by.organisation_id, request=request).first()
        if before is not None:
            if before.digest != digest:
                raise _used(request)
            return before
        made = ShipmentPlan.objects.create(
            organisation_id=by.organisation_id, request=request, digest=digest, name=name[:200], whole=whole, heads=read.heads,
            bad=[one.as_dict() for one in read.bad],
            total=len(read.documents), made_at=at, made_by_name=by.name,
        )  # fmt: skip
        Application.objects.bulk_create(
            Application(plan=made, plan_place=place, document=form.sketch(one), exporter_id=by.organisation_id, opened_at=at)
            for place, one in enumerate(read.documents, 1)
        )
        event = plan_events.PlanMade(
            subject=f"plan:{made.pk}", parties=(by.organisation_id,), name=made.name, applications=made.total,
            bad_rows=len(read.bad), digest=digest,
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return made


def submit_plan(plan_id: UUID, *, by: Actor, at: datetime) -> ShipmentPlan:
    """Hand in what is still a draft: each in a transaction of its own in the background; all or none where so chosen.

    While that goes on, asked again it is the same. What bars one application stands with it and stops no other.
    """
    by.must("application.submit")
    with acting_as(by):
        plan = plans.plan_by_id(plan_id, lock=True)
        if plan.work_id is not None and work_by_id(plan.work_id).state in ALIVE:
            return plan
        keys = list(plans.waiting(plan).values_list("pk", flat=True))
        if not keys:
            raise Barred(
                Text("该计划没有待提交的申请。", "Nothing of this plan is left to be handed in."),
                remedy=Text("请查看各申请的状态。", "Look at each application's state."),
                code="NOTHING_TO_SUBMIT",
            )
        if plan.whole:
            _all_or_none(keys, by=by, at=at)
            return plan
        plan.attempts += 1
        things = [Thing(f"{SUBJECT}{key}") for key in keys]
        request = f"{plan.pk}:{plan.attempts}"
        plan.work_id = ask(SUBMIT, things, request=request, demand={"plan": str(plan.pk)}, by=by, at=at).pk
        plan.save(update_fields=["work_id", "attempts"])
        return plan


def _all_or_none(keys: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    if len(keys) > MOST_AT_ONCE:
        raise Barred(
            Text(f"全部或全不提交，一次最多{MOST_AT_ONCE}件。", f"All or none: {MOST_AT_ONCE} applications at once at most."),
            remedy=Text("请拆分计划，或选择逐件提交。", "Split the plan, or hand them in one by one."),
            code="TOO_MANY_AT_ONCE",
        )
    for key in keys:
        submit_within(key, by=by, at=at)


SUBJECT = "application:"


def submit_one(item: WorkItem, by: Actor, at: datetime) -> dict[str, Any]:
    """One application of a plan, in the item's transaction."""
    application = submit_within(UUID(item.subject.removeprefix(SUBJECT)), by=by, at=at)
    return {"application": str(application.pk)}


SUBMIT = register(Kind("plans.submit", Text("提交发运计划的申请", "Applications of a shipment plan"), do=submit_one))


def _digest(table: list[list[str]], maker: str | None, *, whole: bool) -> str:
    """Of what was asked for; what an application begins with moves on with each one handed in, and a request does not."""
    text = json.dumps([table, maker, whole], ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _bad_rows(read: Read) -> BadInput:
    first = read.bad[0]
    return BadInput(
        Text(
            f"已选择全部或全不：第{first.line}行有误，{first.why.zh}",
            f"All or none was chosen, and row {first.line} is wrong: {first.why.en}",
        ),
        remedy=Text("请改正后重试，或取消该选择。", "Mend it, or do without that choice."),
        code="ROW_BAD",
        field="whole",
    )


def _used(request: str) -> Conflict:
    return Conflict(
        Text(f"请求编号“{request}”已用于另一份计划。", f"The request {request} already stands for another plan."),
        remedy=Text("请重新打开页面后提交。", "Open the page anew."),
        code="REQUEST_ID_USED",
        field="request",
    )
