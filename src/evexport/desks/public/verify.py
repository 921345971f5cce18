"""Is this licence valid? By number and code, typed or from the QR code's address; the answer is one word and no more."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evexport.accounts import throttle
from evexport.codes import licence_number
from evexport.desks.kit.components import Tag
from evexport.desks.kit.fields import AS_CODE
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.licensing.public_check import Check, check
from evexport.store.moment import now, today

WORDS = {
    "valid": Tag(Text("有效", "Valid"), "yes", "circle-check"),
    "not_valid": Tag(Text("无效", "Not valid"), "no", "circle-x"),
    "replaced": Tag(Text("已被新证取代", "Replaced by another licence"), "note", "alert-triangle"),
}
AS_PRINTED = {**AS_CODE, "enterkeyhint": "go"}


class Number(forms.Form):
    """What stands on the licence; spaces, case and the kind of hyphen do not matter."""

    number = forms.RegexField(
        r"^[0-9]{2}-[A-Z0-9]{2}-[0-9]{6}$",
        label=words("许可证号", "Licence number"),
        help_text=words("年份-发证机构-序号，例如26-SZ-000123。", "Year, issuing body, serial, such as 26-SZ-000123."),
        error_messages={
            "required": words("请填写许可证号。", "Give the licence number."),
            "invalid": words("许可证号应形如26-SZ-000123。", "A licence number looks like 26-SZ-000123."),
        },
        widget=forms.TextInput(attrs=AS_PRINTED),
    )
    code = forms.CharField(
        label=words("校验码", "Code"),
        help_text=words(
            "印在许可证上，二维码旁，每四个字符一组。", "Printed on the licence beside the QR code, in groups of four."
        ),
        max_length=40,
        error_messages={
            "required": words("请填写校验码。", "Give the code."),
            "max_length": words("校验码为十二个字符。", "The code has twelve characters."),
        },
        widget=forms.TextInput(attrs=AS_PRINTED),
    )

    def __init__(self, data: dict[str, str] | None = None) -> None:
        super().__init__(data and {**data, "number": licence_number.tidied(data.get("number", ""))})


def verify(request: HttpRequest) -> HttpResponse:
    """The form, and above it the answer where number and code were given (as the QR code on a licence does)."""
    given = request.GET.dict()
    form = Number(given if {"number", "code"} & given.keys() else None)
    answer = _answer(request, form.cleaned_data) if form.is_valid() else None
    context = {"form": form, "answer": answer, "mark": WORDS[answer.answer] if answer else None}
    page = render(request, "public/verify.html", context | {"today": today()})
    # The answer is of this moment, and the address holds the code: it is kept nowhere and found by no search.
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _answer(request: HttpRequest, said: dict[str, str]) -> Check:
    return check(said["number"], said["code"], client=throttle.client(request), at=now())
