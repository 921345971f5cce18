"""Checks a user name and a password, before anybody acts."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from evexport.accounts.models import User


class NamedAccounts(BaseBackend):
    """Signs in active accounts by name; permissions are not the framework's business here."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - the framework's signature
        username: str | None = None,
        password: str | None = None,
        **_others: Any,
    ) -> User | None:
        if not username or not password:
            return None
        user = User.objects.by_name(username)
        if user is None:
            make_password(password)  # an unknown name takes as long as a wrong password
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: UUID) -> User | None:
        user = User.objects.by_id(user_id)
        return user if user is not None and user.is_active else None
