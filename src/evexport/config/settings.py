"""The framework's settings: one file, safe unless the surroundings say otherwise (see environment.py)."""

from pathlib import Path

from evexport.config import environment as env
from evexport.host.home import Home
from evexport.store.pools import PERSISTENT

HOME = Home.default()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = env.flag("EVEXPORT_DEBUG")
SECRET_KEY = env.secret_key(HOME)
ALLOWED_HOSTS = env.words("EVEXPORT_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("EVEXPORT_ORIGINS", "")

# In the order in which knowledge flows; a package joins once it has tables.
STAGES = (
    "ledger",
    "accounts",
    "work",
    "registers",
    "enterprises",
    "vehicles",
    "network",
    "qualification",
    "licensing",
    "customs",
    "oversight",
    "papers",
    "notices",
)
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "evexport.store",
    *(f"evexport.{stage}" for stage in STAGES),
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What guards every answer, the gate's own routes among them (api/first.py), stands before all else.
GUARDS = ["evexport.desks.kit.headers.SecurityHeaders", "django.middleware.security.SecurityMiddleware"]
MIDDLEWARE = [
    *GUARDS,
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "evexport.desks.kit.problem_pages.ProblemPages",
]
ROOT_URLCONF = "evexport.config.urls"
WSGI_APPLICATION = "evexport.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(PACKAGE.glob("desks/*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "evexport.desks.kit.frame.context",
            ],
            "libraries": {"kit": "evexport.desks.kit.templatetags.kit"},
        },
    }
]

# `default` is the application's login role: what pages, API, jobs and commands use. `owner` migrates and
# backs up. The customs gate has a pool of its own (DATABASE_GATE_URL) and no place among the framework's
# connections.
POOL = {"min_size": 1, "max_size": env.number("EVEXPORT_POOL", 10), "timeout": 10.0, "max_idle": 300.0, **PERSISTENT}
DATABASES = {
    "default": env.database(env.address("default"), pool=POOL, connect_timeout=10, application_name="evexport"),
    "owner": env.database(env.address("owner"), connect_timeout=10, application_name="evexport-owner"),
}
# A pooled connection is tried before use (about 0.05 ms), so that a restarted server costs nobody an error.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Lists and figures are read from a read copy where one is configured (store.browsing).
if env.text("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = {
        **env.database(env.text("DATABASE_REPLICA_URL"), connect_timeout=2, application_name="evexport-replica"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
REPLICA_LAG = env.number("EVEXPORT_REPLICA_LAG", 60)
DATABASE_ROUTERS = ["evexport.store.routers.OwnerMigrates", "evexport.store.routers.BrowsingReadsTheCopy"]
DATABASE_GATE_URL = env.address("gate")
GATE_PATIENCE = env.number("EVEXPORT_GATE_PATIENCE", 10)
GATE_BATCH = env.number("EVEXPORT_GATE_BATCH", 1_000)
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

AUTHENTICATION_BACKENDS = ["evexport.accounts.backends.NamedAccounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_FORMS = {"login": "evexport.desks.kit.sign_in.SignIn"}
ACCOUNT_ADAPTER = "evexport.desks.kit.sign_in.Accounts"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "public:home"
CSRF_FAILURE_VIEW = "evexport.desks.kit.problem_pages.form_expired"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # files are served from where they lie; nothing is collected
STATICFILES_DIRS = sorted(PACKAGE.glob("desks/*/static"))
MEDIA_ROOT = HOME.files
WHITENOISE_USE_FINDERS = True
# A page names each file with the digest of its content, so an hour is safe.
WHITENOISE_MAX_AGE = 3600

# Plain HTTP is for a demonstration on one's own machine; everything else is behind TLS.
PLAIN_HTTP = env.flag("EVEXPORT_PLAIN_HTTP")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = not PLAIN_HTTP and env.flag("EVEXPORT_REDIRECT_TO_HTTPS", default=True)
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
BEHIND_PROXY = env.flag("EVEXPORT_BEHIND_PROXY")
PROXIES = env.networks("EVEXPORT_PROXIES")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

DEMO_DAY = env.today()
# Where readers of papers and messages find this installation: QR codes and links begin with it.
ADDRESS = env.text("EVEXPORT_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

# What seals papers: the installation's own certificate under HOME.keys unless an authority's is named, by the paths of files.
SEAL_CERTIFICATE, SEAL_KEY = env.text("EVEXPORT_SEAL_CERTIFICATE"), env.text("EVEXPORT_SEAL_KEY")
PKCS11_MODULE, PKCS11_TOKEN = env.text("EVEXPORT_PKCS11_MODULE"), env.text("EVEXPORT_PKCS11_TOKEN")
PKCS11_KEY, PKCS11_PIN_FILE = env.text("EVEXPORT_PKCS11_KEY"), env.text("EVEXPORT_PKCS11_PIN_FILE")
TSA = env.text("EVEXPORT_TSA")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Without a mail server letters are laid into the home folder, where a person can read them.
globals().update(env.mail(HOME))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
