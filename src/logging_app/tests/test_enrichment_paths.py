"""What a path is: a page by any name stays a page, and what only probes ask for is named by its rule."""
# ruff: noqa: E501 -- a table reads best in columns

import pytest

from logging_app.enrichment.paths import kind_of


@pytest.mark.parametrize(
    "path",
    [
        "/", "/it/", "/en/contact-us/", "/it/backup-e-restauro/", "/it/backup/", "/it/servizi/dump/",
        "/it/listino.php-corso/", "/it/wp-e-joomla/", "/it/wp-login-guida/", "/it/manutenzione-wordpress/",
        "/it/solr/", "/it/negozio/console/", "/it/graphql/", "/it/old/", "/it/env/", "/it/select-union-hotel/",
        "/it/accounts/", "/it/admin/", "/it/amministrazione/", "/it/login/", "/it/feedback/", "/it/atomica/",
        "/it/adminer-o-phpmyadmin/", "/it/ricerca/", "/prodotti.html", "/administration/", "/version/", "/vendor/",
        "/it/menu-%C3%A8/", "/it/vetrina/jenkins/",
    ],
)  # fmt: skip
def test_a_page_is_a_page_whatever_it_is_called(path: str) -> None:
    assert kind_of(path) == ("page", "")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/website/site.css", "asset"), ("/media/images/home.width-800.avif", "asset"), ("/site.css", "asset"),
        ("/brand.css", "asset"), ("/favicon.ico", "asset"), ("/robots.txt", "asset"), ("/sitemap.xml", "asset"),
        ("/icons/180.png", "asset"), ("/documents/3/listino.pdf", "asset"), ("/contacts/4.vcf", "asset"),
        ("/healthz", "asset"), ("/readyz", "asset"), ("/contact/challenge", "asset"), ("/manifest.webmanifest", "asset"),
        ("/.well-known/security.txt", "asset"), ("/.well-known/acme-challenge/abc", "asset"),
        ("/catalogo/2019.pdf", "asset"), ("/images/aB-3=/12/original/", "asset"),
        ("/it/notizie/feed/", "feed"), ("/en/events/calendar/", "feed"), ("/it/notizie.atom", "feed"),
        ("/it/eventi/fiera.ics", "feed"), ("/feed", "feed"), ("/rss.xml", "feed"),
        ("/admin/", "admin"), ("/admin/pages/3/edit/", "admin"), ("/admin", "admin"), ("/accounts/profile/", "admin"),
        ("/accounts/email/", "admin"), ("/admin/logout/", "admin"),
        ("/admin/login/", "sign_in"), ("/django-admin/login/", "sign_in"), ("/accounts/login/", "sign_in"),
        ("/admin/password_reset/", "sign_in"), ("/accounts/password/reset/", "sign_in"),
        ("/accounts/2fa/authenticate/", "sign_in"), ("/accounts/reauthenticate/", "sign_in"),
        ("/_util/authenticate_with_password/3/4/", "sign_in"),
    ],
)  # fmt: skip
def test_files_feeds_and_the_back_office_are_no_pages(path: str, kind: str) -> None:
    assert kind_of(path) == (kind, "")


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("/wp-login.php", "WordPress"), ("/blog/wp-admin/setup-config.php", "WordPress"), ("/xmlrpc.php", "WordPress"),
        ("//wp2/wp-includes/wlwmanifest.xml", "WordPress"), ("/wp-config.php.bak", "WordPress"), ("/wordpress/", "WordPress"),
        ("/.env", "secrets"), ("/api/.env.production", "secrets"), ("/.git/config", "secrets"), ("/.aws/credentials", "secrets"),
        ("/.DS_Store", "secrets"), ("/config.json", "secrets"), ("/docker-compose.yml", "secrets"), ("/.ssh/id_rsa", "secrets"),
        ("/backup.zip", "backup"), ("/www.tar.gz", "backup"), ("/dump.sql", "backup"), ("/backup/", "backup"),
        ("/db.sqlite3", "backup"), ("/settings.py~", "backup"),
        ("/phpmyadmin/", "database"), ("/pma2019/index.php", "database"), ("//admin/pma/scripts/setup.php", "database"),
        ("/admin.php", "script"), ("/chi-siamo.php", "script"), ("/cgi-bin/luci", "script"), ("/login.aspx", "script"),
        ("/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", "script"), ("/struts/index.action", "script"),
        ("/static/../../etc/passwd", "traversal"), ("/%2e%2e/%2e%2e/etc/passwd", "traversal"),
        ("/it/${jndi:ldap://x}/", "injection"), ("/it/%3Cscript%3Ealert(1)", "injection"),
        ("/it/1'+UNION+SELECT+password", "injection"), ("/it/{{7*7}}/", "injection"),
        ("/actuator/health", "appliance"), ("/boaform/admin/formLogin", "appliance"), ("/HNAP1/", "appliance"),
        ("/remote/login", "appliance"), ("/solr/admin/info/system", "appliance"), ("/server-status", "appliance"),
        ("http://example.org/", "proxy"), ("example.org:443", "proxy"), ("*", "proxy"), ("", "no request"),
    ],
)  # fmt: skip
def test_a_probe_is_named_by_its_rule(path: str, rule: str) -> None:
    assert kind_of(path) == ("probe", rule)


@pytest.mark.parametrize(
    "path", ["/" + "a" * 60_000, "/" + "../" * 20_000, "/or" * 20_000, "/{{" * 20_000, "/union " * 9_000]
)
def test_a_path_of_any_length_has_a_kind(path: str) -> None:
    assert kind_of(path)[0] in ("page", "probe")
