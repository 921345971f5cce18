"""Organisations, users, the roles they hold there, and keys for systems."""

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from evexport.accounts.roles import ROLES, Role
from evexport.kernel.ids import uuid7
from evexport.store.models import Base


class Organisation(Base):
    """An enterprise or an authority. `authority_code`: division prefix, issuing body or agency that it acts for."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        COMMERCE_DEPARTMENT = "commerce_department", "商务主管部门"
        MINISTRY = "ministry", "商务部"
        AGENCY = "agency", "会商部门"
        ISSUING_BODY = "issuing_body", "发证机构"
        CUSTOMS = "customs", "海关"
        OVERSIGHT = "oversight", "监管部门"

    kind = models.CharField(max_length=24, choices=Kind)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    authority_code = models.CharField(max_length=12, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "authority_code"], condition=~models.Q(authority_code=""), name="one_organisation_an_authority"
            )
        ]

    def __str__(self) -> str:
        return self.name_zh


class User(AbstractBaseUser):
    """A person who signs in. What they may do stands in their memberships."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = UserManager["User"]()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.username


class Membership(Base):
    """A user holds a role in an organisation, until it is taken back."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(role.value, row.label.zh) for role, row in ROLES.items()])
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=models.Q(revoked_at=None), name="one_live_membership_a_role"
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
