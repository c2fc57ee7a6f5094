"""What every environment shares. `production` only tightens, `dev` and `test` only loosen."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from .environment import database, env, hosts, time_zone, typed

SRC_DIR = Path(__file__).resolve().parents[2]
PROJECT_DIR = SRC_DIR.parent

# --- who we are --------------------------------------------------------------

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8080").rstrip("/")
BRANDS_DIR = Path(env.str("BRANDS_DIR", str(PROJECT_DIR / "config" / "brands")))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
AUTH_USER_MODEL = "website.User"

INSTALLED_APPS = [
    "website",
    "logging_app",
    "gold_bi",
    "gold_bi.last_known",
    "gold_bi.sending",
    "gold_bi.own",
    "base.lib.schedule",
    "base.lib.charts",
    "base.lib.actions",
    "django_tasks",
    "django_tasks_db",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_honeypot",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
]

# The log's ingester answers no request and shows no page: without Wagtail it holds less than half the memory.
INGESTER = env.str("PROCESS", "") == "ingester"
if INGESTER:
    INSTALLED_APPS = ["logging_app", "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.postgres"]
    AUTH_USER_MODEL = "auth.User"  # it never asks for one

MIDDLEWARE = [
    "base.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "base.csp.PolicyByAreaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "website.people.enforcing.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "base.urls"
WSGI_APPLICATION = "base.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- databases ---------------------------------------------------------------

DATABASES = {
    # Compiling a question takes longer than any screen may wait; sums of many groups need no file with so much memory.
    "default": database("DATABASE_URL", options="-c jit=off -c work_mem=16MB"),
    # A dead GOLD may cost a screen two seconds, never a worker.
    # A line that is cut in the middle of a run is noticed within half a minute.
    "gold": database(
        "GOLD_DATABASE_URL",
        connect_timeout=2,
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=4,
        tcp_user_timeout=30_000,
    ),
    # What ETL flows read the site through. The server refuses writes: by the session's mode here,
    # and by the role's rights where READONLY_DATABASE_URL names a role that may only SELECT.
    "site_readonly": database(
        "READONLY_DATABASE_URL",
        default=env.str("DATABASE_URL"),
        options="-c default_transaction_read_only=on",
    ),
}
# A kept connection to a server that froze would hang for ever; a new one gives up after two seconds.
DATABASES["gold"]["CONN_MAX_AGE"] = 0
DATABASES["site_readonly"]["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS = ["base.routers.GoldRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}

# --- tasks -------------------------------------------------------------------

# Wagtail's own index tasks stay on `default`, at once; ours name the backend "db" and run in the worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "db": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# --- figures -----------------------------------------------------------------

# Files that flows read: below it a folder per flow to drop them into, and `kept`, every version that was ever loaded.
FLOW_FILES_DIR = Path(env.str("FLOW_FILES_DIR", str(SRC_DIR / "flow-files")))
# Of all the files given at once in the back office; nginx lets as much pass (nginx/includes/locations.conf).
FLOW_UPLOAD_MAX_MB = 100
# Where the pieces of a load are prepared: inline, processes:N, or a dask scheduler's address.
FLOW_EXECUTOR = env.str("FLOW_EXECUTOR", "inline")
# Hosts that flows may read from although they are not public: host, or host:port.
FLOW_ALLOWED_HOSTS = hosts("FLOW_ALLOWED_HOSTS")
# What the records of runs say of the code that ran.
CODE_VERSION = env.str("CODE_VERSION", "")

# --- languages and time ------------------------------------------------------

LANGUAGE_CODE = "it"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("it", _("Italian")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("it", "Italiano"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
# A page sent for translation stays a draft, or visitors would read the other language's words until it is done.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/Rome")

# --- files -------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(SRC_DIR / "staticfiles")))
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(SRC_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long Wagtail page passes Django's 1,000

# --- security ----------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews pages in a frame of its own
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's admin draws with inline scripts and styles and previews uploads from blobs.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

# --- signing in --------------------------------------------------------------

# Owners, integrators and superusers need a code or a passkey besides their password. `production` switches it on.
SECOND_FACTOR_REQUIRED = False
ACCOUNT_ADAPTER = "website.people.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up: this only agrees with the line above
ACCOUNT_LOGOUT_REDIRECT_URL = "wagtailadmin_login"
MFA_ADAPTER = "website.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # telephones' clocks are off by a few seconds
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://")  # on one's own machine
# Guessing: see website/people/throttling.py.
AXES_HANDLER = "website.people.throttling.PerAccountHandler"
AXES_FAILURE_LIMIT = 5  # of one name from one address
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(hours=1)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "website.people.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "website.people.signing_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the log of sign-ins is our own
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# The log of sign-ins: how long an entry is kept, and how long with the whole address.
SIGN_IN_LOG_DAYS = typed(env.int, "SIGN_IN_LOG_DAYS", 180)
SIGN_IN_ADDRESS_DAYS = typed(env.int, "SIGN_IN_ADDRESS_DAYS", 30)

# --- mail --------------------------------------------------------------------

_mail = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "site@localhost")

# --- Wagtail -----------------------------------------------------------------

WAGTAIL_SITE_NAME = "DjangoForge"
WAGTAILADMIN_BASE_URL = SITE_URL
# Each page is read in its own language, so that “tavolo” finds “tavoli”.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "website.search.backend"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "key", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes
# Half the bytes of the default (61) on the page that a phone waits for.
WAGTAILIMAGES_AVIF_QUALITY = 45
WAGTAILIMAGES_IMAGE_MODEL = "website.Picture"  # knows whose picture it is
# Both would call an outside host from every admin page.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "website.people.passwords.LinkByMailForm"  # noqa: S105 -- no password

# --- logs --------------------------------------------------------------------

# The JSON access log nginx writes; the ingester reads it and its rotated parts (access.log.1, …).
ACCESS_LOG = Path(env.str("ACCESS_LOG", "/var/log/nginx/access.log"))
ERROR_LOG: Path | None = Path(env.str("ERROR_LOG", "/var/log/nginx/error.log"))
# nginx writes the error log's times in its machine's zone, without saying which that is.
ERROR_LOG_TIME_ZONE = time_zone("ERROR_LOG_TIME_ZONE", "UTC")
# A database of networks and countries in MaxMind's format (.mmdb); without one no request has a country.
COUNTRY_DATABASE = env.str("COUNTRY_DATABASE", "")

# A file whose time worker and ingester renew, for the health check of their containers.
HEARTBEAT_FILE = env.str("HEARTBEAT_FILE", "")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "base.request_id.RequestIdFilter"}},
    "formatters": {
        "plain": {"format": "{levelname} {name} [{request_id}] {message}", "style": "{"},
        "json": {"()": "base.json_log.JsonFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "plain"},
        # What nobody handled, for the request log's errors; stderr has it too.
        "exceptions": {
            "class": "logging_app.exceptions.handler.ExceptionHandler",
            "filters": ["request_id"],
            "level": "ERROR",
        },
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "django.request": {"handlers": ["exceptions"]},
        "django_tasks": {"handlers": ["exceptions"]},
        "axes": {"level": "ERROR"},  # the log of sign-ins says it better
    },
}
