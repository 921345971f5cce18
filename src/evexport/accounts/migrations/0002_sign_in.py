"""The narrow functions of signing in and of keys."""

from importlib.resources import files

from django.db import migrations

NAMES = (
    "accounts_user_by_name(text)",
    "accounts_user_by_id(uuid)",
    "accounts_posts_of(uuid)",
    "accounts_key_by_prefix(text)",
    "accounts_key_used(uuid, date)",
    "accounts_exchange_password(uuid, text, text)",
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [files("evexport.accounts").joinpath("sql/sign_in.sql").read_text("utf-8")],
            [f"DROP FUNCTION {name}" for name in NAMES],
        )
    ]
