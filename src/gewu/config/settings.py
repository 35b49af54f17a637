"""Django's settings. What differs between installations comes from `env`; the rest stands here."""

import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from gewu.config import env

ENV = env.read()
PACKAGE = Path(__file__).resolve().parents[1]
BASE_DIR = ENV.root

# ------------------------------------------------------------------ who is here

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "csp",
    "gewu.kernel",
    "gewu.ui",
    "gewu.ground.accounts",
    "gewu.ground.territory",
    "gewu.ground.staffing",
    "gewu.ground.residents",
    "gewu.ground.registers",
    "gewu.work.tickets",
    "gewu.oversight.notices",
    "gewu.oversight.facts",
    "gewu.oversight.changelog",
    "gewu.oversight.keeping",
    "gewu.oversight.protection",
    "gewu.doors.portal",
    "gewu.doors.desk",
    "gewu.doors.openapi",
    "gewu.doors.features",
    "gewu.doors.setup",
    # After our own areas, whose templates of the same names come first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
if find_spec("django_linear_migrations"):  # for developers: one line of history per area
    INSTALLED_APPS.append("django_linear_migrations")

AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gewu.kernel.stamps.once_a_request",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gewu.ui.views.explained",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gewu.ground.accounts.views.signing.known_where_from",
    "gewu.ground.accounts.views.limits.StrangersSlowDown",
    "allauth.account.middleware.AccountMiddleware",
    "gewu.ground.accounts.views.signing.sessions_end",
    "gewu.ground.accounts.views.signing.own_password_first",
    "gewu.ground.accounts.views.signing.second_factor_first",
    "gewu.ground.accounts.views.undertakings.undertaking_first",
    "gewu.ground.accounts.views.scanned.Scanned",
    "gewu.ground.accounts.views.walled.SecondWall",
]

# Machines come with a key: no session, no form, no message, no frame of a page.
MACHINE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gewu.kernel.stamps.once_a_request",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gewu.ground.accounts.views.walled.SecondWall",
]

ROOT_URLCONF = "gewu.config.urls"
WSGI_APPLICATION = "gewu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # template_partials puts its loader in front of these
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gewu.ui.context.look",
            ],
        },
    }
]

# ------------------------------------------------------------------ database

DATABASES = {
    "default": {
        "ENGINE": "gewu.kernel.database",  # PostgreSQL, and the second wall
        # A thread keeps its connection: three times the throughput of opening one a request.
        "CONN_MAX_AGE": None,
        # Not asked before every request whether the database is there: the first request after a
        # restart of it gets 503 and a new connection, all others save a round trip.
        "CONN_HEALTH_CHECKS": False,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        # A page is short: helpers that have to be started bring it nothing (40 ms for a search
        # either way, now and then 600 with them) and take the cores from everybody else.
        "OPTIONS": {"options": "-c max_parallel_workers_per_gather=0"},
        # Without a database the settings still load (types, lint, help); connecting says what to do.
        **(ENV.database or {"NAME": "gewu", "HOST": str(ENV.var / "no-database-run-bin-setup")}),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        # Shared by all processes, so that limits on sign-in hold across them.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# ------------------------------------------------------------------ language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
# Named here our words come before those of a package that happens to say the same in English.
LOCALE_PATHS = [
    PACKAGE.joinpath(*app.split(".")[1:], "locale")
    for app in INSTALLED_APPS
    if app.startswith("gewu.")
]
LANGUAGE_COOKIE_NAME = "gewu_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone

# ------------------------------------------------------------------ sign-in

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name_zh", "name_en")},
    },
    {
        "NAME": "gewu.ground.accounts.forms.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gewu.ground.accounts.forms.Mixed"},
    {"NAME": "gewu.ground.accounts.forms.NotHadBefore"},
]
PASSWORD_DAYS = 90  # of those who set up, let in or look on
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "gewu.ground.accounts.plugs.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Five wrong passwords lock that name for a quarter of an hour, from wherever they come but not for
# an address from which its owner signs in: those have five of their own (accounts.plugs.Adapter).
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key", "login": "60/m/ip"}
# What somebody who is not signed in may send, so often in so many seconds: to one form from one
# address (a housing block may share it), and to one thing (a request that is followed) from anywhere.
STRANGERS_SEND = (60, 15 * 60)
STRANGERS_SEND_TO_ONE = (30, 15 * 60)

MFA_ADAPTER = "gewu.ground.accounts.plugs.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Gewu 格物"
MFA_TOTP_TOLERANCE = 1  # phones without network are up to half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.https  # for localhost, which browsers trust
MFA_FORMS = {
    "authenticate": "gewu.ground.accounts.forms.signing.CodeForm",
    "reauthenticate": "gewu.ground.accounts.forms.signing.CodeAgainForm",
    "activate_totp": "gewu.ground.accounts.forms.signing.ActivateAppForm",
    "add_webauthn": "gewu.ground.accounts.forms.signing.AddKeyForm",
    "edit_webauthn": "gewu.ground.accounts.forms.signing.RenameKeyForm",
}
SECOND_FACTOR_REQUIRED = ENV.second_factor == "required"
SESSION_IDLE_MINUTES = ENV.idle_minutes
CODE_SENDER = ENV.code_sender
IDENTITY_PROVIDERS = {"staff": ENV.staff_provider, "residents": ENV.residents_provider}

SESSION_COOKIE_NAME = "gewu_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "gewu_csrf"
CSRF_FAILURE_VIEW = "gewu.ui.views.csrf_failed"
CSRF_COOKIE_SAMESITE = "Lax"

# ------------------------------------------------------------------ safety

SECRET_KEY = ENV.secrets.secret_key
# kernel.crypto: key id from 1 to 255 → 32 bytes; the highest seals, all open.
DATA_KEYS = {int(name): key for name, key in ENV.secrets.data_keys.items()}
INDEX_KEY = ENV.secrets.index_key

DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.hosts)
CSRF_TRUSTED_ORIGINS = list(ENV.origins)
PUBLIC_URL = next(iter(ENV.origins), "")  # how a link in a mail begins

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENV.https
if ENV.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

# Live updates come from the next port of the same host, unless a proxy joins them under one origin.
LIVE_URL = ENV.live_url or f"http://{ENV.hosts[0]}:{ENV.live_port}/live"
LIVE_PORT = ENV.live_port
LIVE_ORIGINS = ENV.origins
_LIVE = [] if LIVE_URL.startswith("/") else ["{0.scheme}://{0.netloc}".format(urlsplit(LIVE_URL))]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *ENV.ground.origins],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF, *_LIVE, *ENV.ground.origins],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# ------------------------------------------------------------------ the ground of maps

# A site's own map, below what we draw; empty without one (ui.basemap).
MAP_KIND, MAP_WHERE, MAP_CREDIT = ENV.ground.kind, ENV.ground.where, ENV.ground.credit

# ------------------------------------------------------------------ mail

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
EMAIL_HOST, EMAIL_PORT = ENV.mail.host, ENV.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail.user, ENV.mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = ENV.mail.tls == "starttls", ENV.mail.tls == "tls"
DEFAULT_FROM_EMAIL = ENV.mail.sender

# ------------------------------------------------------------------ files

STATIC_URL = "/static/"
STATIC_ROOT = ENV.var / "static"  # stays empty, but whitenoise wants it to be there
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATIC_BUILT = PACKAGE / "static_built"  # Vite's output
STATICFILES_DIRS = [STATIC_BUILT] if STATIC_BUILT.is_dir() else []
WHITENOISE_USE_FINDERS = True  # served from where they lie: nothing to collect, nothing to forget
WHITENOISE_AUTOREFRESH = ENV.debug
WHITENOISE_MAX_AGE = 3600


def WHITENOISE_IMMUTABLE_FILE_TEST(path: str, url: str) -> bool:
    """Vite puts a hash into the names of its files; those never change."""
    return re.search(r"-[\w-]{8,}\.\w+$", url) is not None


MEDIA_ROOT = ENV.var / "media"
MEDIA_URL = ""  # attachments are answered by kernel.files, never by path
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
BACKUPS, BACKUP_KEY, BACKUP_KEY_FILE = ENV.backups, ENV.backup_key, ENV.var / "backup.key"
CLAMD = ENV.clamd  # looks through every file that comes in; empty: nobody does
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12

# ------------------------------------------------------------------ jobs

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# ------------------------------------------------------------------ log

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
