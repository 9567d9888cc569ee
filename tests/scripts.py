"""The phone's own scripts, run by Node.js, so that a test can hold them to the server."""

import json
import subprocess
from typing import Any

from tests.structure.sources import SCRIPTS

CALL = """
import * as script from {script};
import {{ readFileSync }} from "node:fs";
const calls = JSON.parse(readFileSync(0, "utf8"));
const results = calls.map(([name, ...given]) => script[name](...given) ?? null);
process.stdout.write(JSON.stringify(results));
"""


def call_script(name: str, calls: list[list[Any]]) -> list[Any]:
    """Return what the functions of ``static/js/NAME`` return; each call is [function, argument, ...], all in JSON."""
    program = CALL.format(script=json.dumps((SCRIPTS / name).as_uri()))
    node = ["node", "--input-type=module", "--eval", program]
    done = subprocess.run(node, input=json.dumps(calls), capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    results: list[Any] = json.loads(done.stdout)
    return results
