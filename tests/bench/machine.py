"""On what was measured: a figure without its machine says nothing."""

import os
import platform
import re
import subprocess
from pathlib import Path

from tests.browser.chromium import CHROMIUM


def machine() -> dict[str, str]:
    """Return what there is to know of this machine, and how busy it is just now."""
    return {
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "chromium": _said_by(CHROMIUM, "--version"),
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),  # of the last 1, 5 and 15 minutes
    }


def _processor() -> str:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else platform.machine()


def _said_by(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "none"
