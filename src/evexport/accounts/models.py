"""Organisations, users, the roles they hold there, keys for systems, and how often an address has asked."""

from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.contrib.postgres.fields import ArrayField
from django.db import models

from evexport.accounts.kinds import Kind as OrganisationKind
from evexport.accounts.people import People
from evexport.accounts.roles import Role
from evexport.kernel.ids import uuid7
from evexport.store.models import Base


class Organisation(Base):
    """An enterprise or an authority. `authority_code`: division prefix, issuing body or agency that it acts for.

    `contact` is where an authority is reached, as its letters say it: address, telephone, e-mail.
    """

    Kind = OrganisationKind

    kind = models.CharField(max_length=24, choices=OrganisationKind)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    authority_code = models.CharField(max_length=12, blank=True, default="")
    contact = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "authority_code"],
                condition=~models.Q(authority_code=""),
                name="one_organisation_an_authority",
            )
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def parties(self) -> tuple[UUID, ...]:
        return (self.id,)


class User(AbstractBaseUser):
    """A person who signs in. What they may do stands in their memberships, when they signed in stands in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    # Signing in changes no row: only a deed writes to this table.
    last_login = None

    objects = People()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(username__regex=r"^[a-z0-9][a-z0-9._@-]*$"), name="username_form")
        ]

    def __str__(self) -> str:
        return self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Without renewing the hash on the way, as the framework's would: its next change does."""
        return check_password(raw_password, self.password)

    def get_full_name(self) -> str:
        return self.name


class Membership(Base):
    """A user holds a role in an organisation, until it is taken back."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(revoked_at=None),
                name="one_live_membership_a_role",
            ),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class ApiKey(Base):
    """A key for a system: found by its prefix, checked by its hash, never readable again after it was issued."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    label = models.CharField(max_length=100)
    role = models.CharField(max_length=24)
    permissions = ArrayField(models.CharField(max_length=40))
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.BinaryField(max_length=32)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("issued_at")), name="key_expires_after_issue")
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.label}"


class RequestCount(models.Model):
    """How often an address has asked for one thing since its window opened. `until`: when the window ends."""

    pk = models.CompositePrimaryKey("name", "client")
    name = models.TextField()
    client = models.TextField()
    count = models.BigIntegerField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(count__gte=1), name="request_count_counts")]

    def __str__(self) -> str:
        return f"{self.name} {self.client}: {self.count}"
