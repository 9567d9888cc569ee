"""A real gunicorn over a fresh demo, on a port of its own; it can be killed like a power cut and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

READY_IN = 60  # seconds; a start that takes longer is a fault of the machine, and the message says so


class Gunicorn:
    """Serves what lies in ``data_dir`` from a checkout; its address stays the same over restarts."""

    def __init__(self, data_dir: Path, checkout: Path, **settings: str) -> None:
        """Choose the port; keywords are further settings of its environment. Nothing is served yet."""
        self.data_dir, self.checkout = data_dir, checkout
        self.environment = _environment(data_dir) | settings
        self.port = int(self.environment["PORT"])
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir / f"log-{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def seed(self) -> None:
        """Fill the empty folder with the demo."""
        for command in (("db", "upgrade"), ("seed", "demo")):
            self.flask(*command)

    def flask(self, *command: str) -> str:
        """Run a command of the application over the same data and return what it printed. Raises when it fails."""
        line = [_tool("flask"), "--app", "app", *command]
        done = subprocess.run(
            line, env=self.environment, cwd=self.checkout, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Serve, and return once it answers."""
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [_tool("gunicorn"), "--config", ".ci/gunicorn.conf.py", "app:create_app()"],
                env=self.environment,
                cwd=self.checkout,
                stdout=output,
                stderr=output,
                start_new_session=True,  # so that all its processes, and nobody else's, can be killed at once
            )
        self._await(self.process)

    def stop(self) -> None:
        """End it as a service manager does."""
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)
        self.process = None

    def kill(self) -> None:
        """Kill master and workers at once, whatever they are doing."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        for _ in range(READY_IN * 20):
            if process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=1)  # noqa: S310 (our own address)
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"the server does not answer:\n{self.log.read_text()}")


def _environment(data_dir: Path) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY", "REDIS_URL"}
    }
    return {**kept, "BANYEN_PROFILE": "demo", "BANYEN_DATA_DIR": str(data_dir), "PORT": str(port)}


def _tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)
