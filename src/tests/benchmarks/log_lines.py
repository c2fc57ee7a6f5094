"""A month of a busy site in both formats, made of chance but the same every time: 3,000 paths, 400 agents."""

import random
import time
from pathlib import Path

_START, _MONTH = 1_790_812_800, 30 * 86_400
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def write_logs(lines: int, combined: Path, log: Path) -> None:
    chance = random.Random(1)
    paths = [f"/it/{'collezione' if n % 3 else 'progetti'}/pezzo-{n}/" for n in range(2_000)]
    paths += [f"/static/{n:x}.{'css' if n % 2 else 'js'}" for n in range(1_000)]
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    agents = [f"{windows} Chrome/{90 + n}.0.0.{n} Safari/537.36" for n in range(380)]
    agents += [f"Mozilla/5.0 (compatible; Googlebot/2.{n}; +http://www.google.com/bot.html)" for n in range(20)]
    referrers = ["", "https://www.google.com/", "https://www.example.it/it/", "https://www.instagram.com/"]
    with log.open("w") as as_json, combined.open("w") as as_combined:
        for number in range(lines):
            at = _START + number * _MONTH / lines
            moment = time.gmtime(at)
            path, agent = chance.choice(paths), chance.choice(agents)
            ip = f"198.51.{chance.randrange(100)}.{chance.randrange(250)}"
            status, size, referrer = (
                chance.choice((200, 200, 304, 404)),
                chance.randrange(60_000),
                chance.choice(referrers),
            )
            took = chance.random() / 5
            stamp = f"{moment.tm_mday:02}/{_MONTHS[moment.tm_mon - 1]}/{time.strftime('%Y:%H:%M:%S', moment)} +0000"
            as_combined.write(
                f'{ip} - - [{stamp}] "GET {path} HTTP/2.0" {status} {size} "{referrer or "-"}" "{agent}"\n'
            )
            as_json.write(
                f'{{"time":"{time.strftime("%Y-%m-%dT%H:%M:%S+00:00", moment)}","msec":{at:.3f},'
                f'"request_id":"{chance.getrandbits(128):032x}","remote_addr":"{ip}","request_method":"GET",'
                f'"request":"GET {path} HTTP/2.0","request_uri":"{path}","status":{status},"body_bytes_sent":{size},'
                f'"request_time":{took:.3f},"upstream_response_time":"{took:.3f}","http_referer":"{referrer}",'
                f'"http_user_agent":"{agent}","host":"www.example.it","server_protocol":"HTTP/2.0","scheme":"https",'
                f'"connection":{number // 5}}}\n'
            )
