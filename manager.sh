#!/usr/bin/env bash
# Every verb a person or CI needs. `./manager.sh help` lists them from the "##" lines below.
# shellcheck disable=SC1111 # typographic quotes are meant
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD
venv=$root/.venv
python=$venv/bin/python

say() { printf '\033[1m›\033[0m %s\n' "$*" >&2; }
die() {
    printf '✗ %s\n' "$*" >&2
    exit 1
}

# --- the virtual environment -------------------------------------------------

find_python() {
    local candidate version found="no Python"
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
        version=$("$candidate" -c 'import platform; print(platform.python_version())' 2>/dev/null) && found="only Python $version"
    done
    die "Python 3.11 or newer is needed, and $found was found here. Install one, or name it: PYTHON=/path/to/python3 ./manager.sh …"
}

# explain LOG: one plain sentence for why an installation failed
explain() {
    if grep -qiE 'no space left|disk quota' "$1"; then
        die "The disk is full: the installation stopped. Free about 1 GB and run the same command again."
    elif grep -qiE 'dns error|name resolution|failed to connect|connection (refused|reset|timed out)|network is unreachable|error sending request|max retries|no matching distribution' "$1"; then
        die "No package index could be reached, so nothing was installed. Check the network (or the proxy) and run the same command again. Details: $1"
    fi
    tail -n 5 "$1" >&2
    die "The installation failed; the last lines are above, all of them in $1"
}

# uv_command: prints the path of a uv; fails where none can be had
uv_command() {
    local installer=$venv/installer
    if [ -z "${NO_UV:-}" ]; then
        command -v uv && uv --version >/dev/null 2>&1 && return
        [ -x "$installer/bin/uv" ] && echo "$installer/bin/uv" && return
        "$1" -m venv "$installer" >/dev/null 2>&1 &&
            "$installer/bin/pip" install --quiet --require-hashes --disable-pip-version-check \
                -r src/requirements-uv.txt >"$root/.install.log" 2>&1 &&
            echo "$installer/bin/uv" && return
    fi
    return 1
}

# install demo|dev: .venv holds exactly what src/requirements-<name>.txt locks (dev contains demo)
install() {
    local lock=src/requirements-$1.txt wanted have interpreter uv free log=$root/.install.log
    [ -n "${WAGTAIL8:-}" ] && lock=src/requirements-wagtail8.txt
    wanted="$1 $(cksum <"$lock")"
    have=$(cat "$venv/.installed" 2>/dev/null || true)
    [ "$have" = "$wanted" ] && return
    [ "$1" = demo ] && [ "$have" = "dev $(cksum <src/requirements-dev.txt)" ] && return

    interpreter=$(find_python)
    free=$(df -Pk . | awk 'NR==2 {print $4}')
    [ "$free" -ge 1500000 ] || die "The disk is nearly full: $((free / 1024)) MB are free in $root and about 1500 MB are needed."
    if ! "$python" -c '' 2>/dev/null; then
        say "Making .venv with $("$interpreter" --version)"
        "$interpreter" -m venv --clear "$venv" >"$log" 2>&1 || explain "$log"
    fi
    if uv=$(uv_command "$interpreter" | tail -n 1) && [ -n "$uv" ]; then
        say "Installing $(grep -c '==' "$lock") packages from $lock with uv"
        "$uv" pip sync --quiet --python "$python" --require-hashes "$lock" >"$log" 2>&1 || explain "$log"
    else
        say "Installing $(grep -c '==' "$lock") packages from $lock with pip (about two minutes; uv would take seconds)"
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" >"$log" 2>&1 || explain "$log"
    fi
    echo "$wanted" >"$venv/.installed"
    rm -f "$log"
}

stack() { (cd src && exec "$python" -m base.stack "$@"); }

# --- verbs -------------------------------------------------------------------

## demo [--port N] [--reset] [--brand SLUG]: the whole stack with a demo company, at http://127.0.0.1:8080
demo() {
    install demo
    cd src && exec "$python" -m base.stack demo "$@"
}

## brand SLUG [--dry-run]: the site of config/brands/SLUG, or what changed there since
brand() {
    install demo
    cd src && exec "$python" -m base.stack brand "$@"
}

## manage ARGS…: manage.py on the demo's databases (started when they are not running)
manage() {
    install demo
    cd src && exec "$python" -m base.stack manage "$@"
}

## test [PYTEST ARGS…]: every test but the browser's, on a PostgreSQL of its own
test() {
    install dev
    stack with-postgres "$python" -m pytest "$@"
}

## e2e [PYTEST ARGS…]: the journeys in a real browser (Debian's chromium), on two whole stacks of their own
e2e() {
    install dev
    stack with-postgres "$python" -m pytest "$@" tests/e2e
}

## bench [NAMES…]: speed and memory against plain Django and against limits, as ratios
bench() {
    install dev
    stack with-postgres "$python" -m tests.benchmarks "$@"
}

## kill_test: the ingester killed 200 times under traffic, 60 rotations and torn writes (about 3 minutes)
kill_test() {
    install dev
    KILLS=200 stack with-postgres "$python" -m pytest -n 0 -v logging_app/tests/test_kill.py -k kills_rotations "$@"
}

## flow_kill_test: loads, replacements and undos of figures killed -9 a hundred times (about 2 minutes)
flow_kill_test() {
    install dev
    KILLS=100 stack with-postgres "$python" -m pytest -n 0 -s -v gold_bi/tests/test_flow_kill.py "$@"
}

## retail ZIP: a year of a real shop's files, one by one, shuffled, twice, beside plain SQL (about 4 minutes)
retail() {
    install dev
    local zip=${1:-$root/../shared/data/online-retail-by-day.zip}
    [ -f "$zip" ] || die "There is no file $zip: name the zip of daily CSV files, ./manager.sh retail ZIP"
    RETAIL=$(realpath "$zip") stack with-postgres "$python" -m pytest -n 0 -v gold_bi/tests/test_retail.py "${@:2}"
}

## lint: formatting, types, templates, shell, Dockerfile and the walls between the apps
lint() {
    install dev
    local bin=$venv/bin walls
    say "ruff"
    "$bin/ruff" check --quiet src
    "$bin/ruff" format --quiet --check src
    say "mypy"
    (cd src && "$bin/mypy" --no-error-summary .)
    say "import-linter"
    walls=$(cd src && "$bin/lint-imports" --no-logo 2>&1) || die "$walls"
    say "djlint"
    "$bin/djlint" --quiet --lint --configuration src/pyproject.toml src/website src/logging_app src/gold_bi
    say "shellcheck and hadolint"
    git ls-files '*.sh' .ci | xargs "$bin/shellcheck"
    "$bin/hadolint" src/Dockerfile
    say "migrations"
    stack with-postgres "$python" manage.py makemigrations --check --dry-run -v 0
}

## format: write what `lint` would ask for
format() {
    install dev
    "$venv/bin/ruff" check --quiet --fix src
    "$venv/bin/ruff" format --quiet src
}

## lock: compile the hash-locked requirements from src/requirements*.in
lock() {
    install dev
    local uv
    uv=$(uv_command "$(find_python)" | tail -n 1) || die "uv is needed to compile the locks."
    lock_one() {
        say "src/$2"
        (cd src && "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
            --no-emit-index-url --custom-compile-command './manager.sh lock' "$1" -o "$2" "${@:3}")
    }
    lock_one requirements-dev.in requirements-dev.txt
    lock_one requirements-demo.in requirements-demo.txt -c requirements-dev.txt
    lock_one requirements.in requirements.txt -c requirements-dev.txt
    lock_one requirements-dask.in requirements-dask.txt -c requirements-dev.txt
    lock_one requirements-dev.in requirements-wagtail8.txt --override requirements-wagtail8.override.txt
    lock_one requirements-uv.in requirements-uv.txt
}

## messages: collect the interface's strings into the .po files and compile them
messages() {
    install dev
    local app
    for app in website logging_app gold_bi base/lib/schedule base/lib/charts base/lib/actions; do
        (cd "src/$app" && DJANGO_SETTINGS_MODULE=base.settings.test "$python" "$root/src/manage.py" makemessages --no-wrap --no-location -l it -v 0 && DJANGO_SETTINGS_MODULE=base.settings.test "$python" "$root/src/manage.py" compilemessages -v 0)
    done
}

# made_secrets: config/.env from its example, each change-me replaced by random letters and digits
made_secrets() {
    local line
    while IFS= read -r line; do
        case $line in
        *=change-me*) printf '%s=%s\n' "${line%%=*}" "$(head -c 96 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c 64)" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <config/example.env
}

compose() {
    command -v docker >/dev/null || die "docker is not installed: see docs/operations/containers.md, or use ./manager.sh demo, which needs none."
    docker compose -f "${COMPOSE_FILE:-docker-compose.dev.yml}" "$@"
}

## up: build and start the containers of docker-compose.dev.yml, and wait until they are healthy
up() {
    if [ ! -f config/.env ]; then
        (umask 077 && made_secrets >config/.env.new && mv config/.env.new config/.env)
        say "Made config/.env with secrets of its own. Keep it: the databases' passwords are in it."
    fi
    compose up --build --detach --wait "$@"
    [ -n "${COMPOSE_FILE:-}" ] || say "The site answers at http://127.0.0.1:${HTTP_PORT:-8080}"
}

## down: stop the containers (add --volumes to forget their data)
down() { compose down "$@"; }

## status: what runs in the containers
status() { compose ps "$@"; }

## logs [SERVICE]: follow what the containers say
logs() { compose logs --follow --tail 100 "$@"; }

## help: this list
help() {
    echo "usage: ./manager.sh VERB"
    sed -n 's/^## \([^:]*\): \(.*\)/\1\t\2/p' "$root/manager.sh" | while IFS=$'\t' read -r verb what; do
        printf '  %-28s %s\n' "$verb" "$what"
    done
}

verb=${1:-help}
shift || true
grep -q "^## ${verb}[ :]" "$root/manager.sh" || die "There is no verb “${verb}”. ./manager.sh help lists them."
"$verb" "$@"
