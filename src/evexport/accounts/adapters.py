"""How the sign-in package behaves here: no sign-up, no e-mail, each sign-in in the ledger."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from evexport.accounts import actions, throttle
from evexport.accounts.models import User
from evexport.kernel.clock import Clock


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the package's signature
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        actions.note_sign_in(user, at=Clock(settings.DEMO_DAY).now())

    def set_password(self, user: User, password: str) -> None:
        """The package checked the old password itself; the change is a deed like any other."""
        actions.exchange_password(user, password, at=Clock(settings.DEMO_DAY).now())

    def get_client_ip(self, request: HttpRequest) -> str:
        """Failed sign-ins are counted by the same address as everything else."""
        return throttle.client(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent by mail: notices have a channel of their own."""
