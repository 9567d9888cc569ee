"""How `make run` serves: gunicorn with threads, on this machine only, and the words it greets with."""

import os

from gunicorn.arbiter import Arbiter

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 10
limit_request_line = 0  # a search of 10,000 letters is answered as a search; a proxy in front sets its own bound
control_socket_disable = True
loglevel = "warning"
proc_name = "banyen"

PASSWORD = "banyen-demo"  # noqa: S105 (published: the demo's people are invented, and no other profile has them)
ACCOUNTS = (
    ("truongban", "village head / trưởng bản"),
    ("congan", "commune police / công an xã"),
    ("huyen", "district reviewer / huyện"),
    ("tinh", "province / tỉnh"),
    ("quantri", "administrator / quản trị"),
    ("truongban2", "village head of the neighbouring commune"),
    ("congan2", "commune police of the neighbouring commune"),
)


def when_ready(_server: Arbiter) -> None:
    """Say where it is and who can sign in, once it answers."""
    lines = ["", f"  Bản Yên: http://{bind}", ""]
    if os.environ.get("BANYEN_PROFILE") == "demo":
        lines += [f"  Demo accounts, password {PASSWORD}:"]
        lines += [f"    {name:<12} {who}" for name, who in ACCOUNTS]
        lines += [""]
    lines += ["  Ctrl-C stops it.", ""]
    print("\n".join(lines), flush=True)
