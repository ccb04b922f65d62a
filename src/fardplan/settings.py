"""All settings, in one module. What an operator can choose is listed in `configuration.SETTINGS`."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from fardplan.configuration import read, read_number, read_switch

MODE = read("MODE", "production")
if MODE not in {"production", "example", "test"}:
    raise ImproperlyConfigured(f"FARDPLAN_MODE must be production, example or test, not {MODE!r}.")
PRODUCTION = MODE == "production"
EXAMPLE = MODE == "example"

PACKAGE = Path(__file__).resolve().parent
DATA = Path(read("DATA", "var")).resolve()


# --- what an unsafe production is refused for -----------------------------------------------------------------------

DEBUG = read_switch("DEBUG")
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("FARDPLAN_DEBUG shows secrets to visitors and is refused in production. Remove it.")


def _secret_key() -> str:
    key = read("SECRET_KEY")
    if PRODUCTION and len(key) < 50:
        raise ImproperlyConfigured(
            "FARDPLAN_SECRET_KEY is missing or shorter than 50 characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(60))'"
        )
    if key:
        return key
    if MODE == "test":
        return "test-" * 12
    # The example keeps a key of its own, so that links and sessions survive a restart.
    path = DATA / "example-secret-key"
    if not path.is_file():
        DATA.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(60), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()

BASE_URL = read("BASE_URL").rstrip("/")
if PRODUCTION and not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("FARDPLAN_BASE_URL must be the https:// address people use, for links in mail.")
BASE_URL = BASE_URL or f"http://127.0.0.1:{read_number('PORT', 8000)}"

ALLOWED_HOSTS = [host.strip() for host in read("HOSTS").split(",") if host.strip()]
ALLOWED_HOSTS.append(urlsplit(BASE_URL).hostname or "127.0.0.1")
if not PRODUCTION:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "testserver"]
if "*" in ALLOWED_HOSTS and PRODUCTION:
    raise ImproperlyConfigured("FARDPLAN_HOSTS may not be * in production: name the hosts.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_NAME = "inloggning"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "skydd"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone with the browser window
CSRF_FAILURE_VIEW = "fardplan.base.views.csrf_failure"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = read_number("TRUSTED_PROXIES", 0)


# --- the parts ------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "fardplan.base",
    "fardplan.organisation",
    "fardplan.people",
    "fardplan.strategy",
    "fardplan.dialogue",
    "fardplan.signup",
    "fardplan.media",
    "fardplan.indicators",
    "fardplan.contributions",
    "fardplan.ledger",
    "fardplan.rooms",
    "fardplan.surveys",
    "fardplan.live",
    "fardplan.public",
    "fardplan.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "fardplan.base.middleware.ReturnConnections",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fardplan.base.middleware.CompressPages",
    "fardplan.base.middleware.CacheRules",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fardplan.base.middleware.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fardplan.base.middleware.PageTime",
    "fardplan.people.middleware.KnowsViewer",
    "fardplan.public.middleware.FormerAddresses",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fardplan.base.middleware.ErrorPages",
]

ROOT_URLCONF = "fardplan.urls"
ASGI_APPLICATION = "fardplan.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "fardplan.base.templatetags.fardplan",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "fardplan.organisation.context.organisation",
            ],
        },
    }
]
FORM_RENDERER = "fardplan.base.forms.Renderer"


# --- the database ---------------------------------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    url = read("DATABASE_URL")
    if not url:
        DATA.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "fardplan.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                # What was acknowledged survives a power cut: synchronous=FULL together with the write-ahead log.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("FARDPLAN_DATABASE_URL must begin with postgres://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5_000}}}
LIMITS_URL = read("LIMITS_URL", "memory://")


# --- live events ------------------------------------------------------------------------------------------------------

LIVE_URL = read("LIVE_URL")
LIVE_PUSH_URL = read("LIVE_PUSH_URL")
LIVE_READERS = read_number("LIVE_READERS", 20_000)


# --- mail -----------------------------------------------------------------------------------------------------------

MAIL_URL = urlsplit(read("MAIL_URL"))
DEFAULT_FROM_EMAIL = read("MAIL_FROM") or "fardplan@example.org"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if PRODUCTION and not (MAIL_URL.hostname and read("MAIL_FROM")):
    raise ImproperlyConfigured("FARDPLAN_MAIL_URL and FARDPLAN_MAIL_FROM are required: receipts are sent by mail.")
# In the example nothing leaves the machine, whatever mail server the environment names.
_SENDS_MAIL = bool(MAIL_URL.hostname) and not EXAMPLE
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if _SENDS_MAIL else "fardplan.base.outbox.Mailbox"
EMAIL_HOST = MAIL_URL.hostname or "127.0.0.1"
EMAIL_PORT = MAIL_URL.port or {"smtps": 465, "smtp+starttls": 587}.get(MAIL_URL.scheme, 25)
EMAIL_HOST_USER = unquote(MAIL_URL.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL_URL.password or "")
EMAIL_USE_SSL = MAIL_URL.scheme == "smtps"
EMAIL_USE_TLS = MAIL_URL.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 20


# --- officials and sign-in ------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Official"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if MODE == "test":  # a slow hash protects passwords; the tests have none worth protecting
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:start"
ACCOUNT_LOGOUT_REDIRECT_URL = "public:start"
ACCOUNT_ADAPTER = "fardplan.people.adapter.OfficialsOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail to the official when password or keys change
ACCOUNT_FORMS = {
    "login": "fardplan.people.forms.SignIn",
    "reauthenticate": "fardplan.people.forms.ShowPassword",
    "change_password": "fardplan.people.forms.ChangePassword",
    "set_password": "fardplan.people.forms.ChoosePassword",
    "reset_password": "fardplan.people.forms.ForgottenPassword",
    "reset_password_from_key": "fardplan.people.forms.PasswordFromLink",
}
PASSWORD_RESET_TIMEOUT = 2 * 3600
MFA_ADAPTER = "fardplan.people.adapter.StrongSignIn"
MFA_FORMS = {
    "authenticate": "fardplan.people.forms.ShowCode",
    "reauthenticate": "fardplan.people.forms.ShowCodeAgain",
    "activate_totp": "fardplan.people.forms.FirstCode",
    "add_webauthn": "fardplan.people.forms.NewKey",
    "edit_webauthn": "fardplan.people.forms.RenameKey",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # officials come by invitation; their address is known
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Färdplan"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION


# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("svenska")), ("en", _("engelska"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "sprak"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"


# --- files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
MADE_ROOT = DATA / "made"  # files that can be made anew: `base.made_files`
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_BYTES = read_number("UPLOAD_MEGABYTES", 500) * 1_000_000
# From where tables of statistics may be fetched: hosts that are asked over https, and no others.
STATISTICS_HOSTS = frozenset(
    {"statistikdatabasen.scb.se", "api.scb.se", "api.kolada.se"}
    | {host.strip().lower() for host in read("STATISTICS_HOSTS").split(",") if host.strip()}
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = MODE == "test"
WHITENOISE_USE_FINDERS = MODE == "test"


# --- content security policy ----------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}


# --- log ------------------------------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "fardplan.base.log.WithoutKeys",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "fardplan": {"level": "INFO"},
        "django.server": {"handlers": [], "propagate": True},
    },
}


# --- the example ----------------------------------------------------------------------------------------------------

if EXAMPLE:
    # Where a visitor's own example clock stands before they move it: the seed page's own moment.
    EXAMPLE_STARTS_AT = datetime(2020, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
