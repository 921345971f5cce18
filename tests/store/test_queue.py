"""Work is put into the queue within a deed, stands or falls with it, and whoever acts may put it there."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from evexport.store import DbRole, Scope, acting_as


def defer(role, *, fail=False):
    with acting_as(Scope(role)):
        app.configure_task("tests.coarse_job").defer(filing="00000000-0000-0000-0000-000000000000")
        if fail:
            raise InterruptedError


@pytest.mark.parametrize("role", DbRole)
def test_whoever_acts_may_queue_work_with_his_deed(db_module, role):
    before = ProcrastinateJob.objects.count()
    defer(role)
    assert ProcrastinateJob.objects.count() == before + 1


def test_no_deed_no_work(db_module):
    before = ProcrastinateJob.objects.count()
    with pytest.raises(InterruptedError):
        defer(DbRole.TENANT, fail=True)
    assert ProcrastinateJob.objects.count() == before
