#!/bin/sh
# What the one-shot service `migrate` runs before the others start: both schemas, and the static files of this image
# where nginx serves them. Files of earlier releases stay: pages that visitors have open still ask for them.
set -eu
python manage.py migrate --noinput
python manage.py migrate --database gold --noinput
cp -R "$STATIC_ROOT/." /opt/web/static/
