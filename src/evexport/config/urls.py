"""Every route of the product: pages in Chinese at the root and in English under /en/, the same pages at the same paths."""

from allauth.account import views as sign_in
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from evexport.desks.kit import papers
from evexport.desks.kit.desks import DESKS
from evexport.desks.kit.posts import choose, to_desk
from evexport.desks.public.account import by_administrator

handler400 = "evexport.desks.kit.problem_pages.bad_request"
handler403 = "evexport.desks.kit.problem_pages.not_allowed"
handler404 = "evexport.desks.kit.problem_pages.not_found"
handler500 = "evexport.desks.kit.problem_pages.server_error"

# Accounts are opened by the administrator, so of the sign-in package's pages only these two are offered.
SIGN_IN = [
    path("account/login/", sign_in.login, name="account_login"),
    path("account/logout/", sign_in.logout, name="account_logout"),
    path("account/opening/", by_administrator, name="account_signup"),
    path("account/opening/", by_administrator, name="account_reset_password"),
]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("evexport.api.urls")),
    *i18n_patterns(
        path("desk/", to_desk, name="desk"),
        path("desk/post/", choose, name="choose-post"),
        path("papers/letters/<uuid:key>.pdf", papers.letter, name="letter"),
        path("papers/licences/<str:number>.pdf", papers.licence, name="licence-paper"),
        path("inbox/", include("evexport.desks.inbox.urls")),
        *(path(f"{desk}/", include(f"evexport.desks.{desk}.urls")) for desk in sorted(desk.name for desk in DESKS)),
        path("", include("evexport.desks.public.urls")),
        *SIGN_IN,
        prefix_default_language=False,
    ),
]
