#!/bin/sh
# rotating.sh FOLDER COMMAND…: runs COMMAND, an nginx in the foreground, and gives its logs in FOLDER a new file each
# day, as logrotate does on a server. A part that is older than KEEP_DAYS is deleted: addresses of visitors are in it.
# (The ingester deletes parts sooner, where it may write there and the owner's rules say so.)
set -eu
folder=$1
shift
nginx=$$
keep=${KEEP_DAYS:-7}
every=${CHECK_SECONDS:-30}

rotate() { # from the day that ended
    for log in access.log error.log; do
        if [ -s "$folder/$log" ] && [ ! -e "$folder/$log-$1" ]; then
            mv "$folder/$log" "$folder/$log-$1"
        fi
    done
    kill -USR1 "$nginx" # nginx opens its logs anew
    find "$folder" -name '*.log-*' -mtime "+$keep" -delete
}

(
    # A file that was last written on an earlier day belongs to that day, also after a night switched off.
    day=$(date +%Y%m%d)
    [ -e "$folder/access.log" ] && day=$(date -r "$folder/access.log" +%Y%m%d)
    while sleep "$every" && kill -0 "$nginx" 2>/dev/null; do
        today=$(date +%Y%m%d)
        if [ "$today" != "$day" ]; then
            rotate "$day"
            day=$today
        fi
    done
) &

exec "$@"
