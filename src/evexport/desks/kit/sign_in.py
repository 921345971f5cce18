"""Signing in: its own words, errors that say what to do and never whether a user name exists, and no way to register."""

from typing import Any

from allauth.account.forms import LoginForm

from evexport.accounts.adapters import ClosedAccounts
from evexport.desks.kit.words import words


class SignIn(LoginForm):  # type: ignore[misc]
    """User name and password; both may be pasted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {
            "login": (words("用户名", "User name"), words("请填写用户名。", "Give your user name.")),
            "password": (words("密码", "Password"), words("请填写密码。", "Give your password.")),
        }
        for name, (label, missing) in texts.items():
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)


class Accounts(ClosedAccounts):
    """The same accounts, with words of our own."""

    error_messages = {
        **ClosedAccounts.error_messages,
        "account_inactive": words("该账户已停用，请联系系统管理员。", "This account is closed; ask the administrator."),
        "too_many_login_attempts": words("登录失败次数过多，请稍后再试。", "Too many failed attempts; try again later."),
        "username_password_mismatch": words("用户名或密码不正确，请重新输入。", "User name or password is not right; try again."),
    }
