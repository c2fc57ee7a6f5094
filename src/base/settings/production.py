"""Production: only tightens `base`, each line with its reason."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 -- settings modules stack
from .base import CONTENT_SECURITY_POLICY, DATABASES, LOGGING, SITE_URL
from .environment import env, typed

DEBUG = False

SECRET_KEY = env.str("SECRET_KEY", "")
if len(SECRET_KEY) < 40 or "change-me" in SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing, short or the example's. Make one with: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )

for _alias, _database in DATABASES.items():
    if "change-me" in str(_database.get("PASSWORD")):
        raise ImproperlyConfigured(f"The password of the database “{_alias}” is the example's. Make one of your own.")

# A site on https is never answered, and its cookies never sent, in the clear.
# Only a SITE_URL that says http (the demo, the containers on one machine) is let off.
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # health checks ask gunicorn itself, without TLS
SECURE_HSTS_SECONDS = typed(env.int, "HSTS_SECONDS", 31_536_000) if HTTPS else 0
# nginx sets this header itself on every request, so a visitor cannot.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if HTTPS:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

SECOND_FACTOR_REQUIRED = typed(env.bool, "SECOND_FACTOR_REQUIRED", True)

# Machines read these lines.
LOGGING["handlers"]["stderr"]["formatter"] = "json"
