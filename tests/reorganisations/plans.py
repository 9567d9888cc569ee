"""Invented reorganisations of the cast's places, as files, and doing one."""

from pathlib import Path

from click.testing import Result
from flask import Flask

from app.clock import today

HEAD = f"name: sap-xep-thu\neffective: {today()}\nscheme: moi\n"

# Districts and communes go: An and Bình are merged, Na and Pa too; Chung's village moves, Hạ is called otherwise.
MERGER = f"""{HEAD}
merge:
  - from: [thu:An, thu:Bình]
    into: {{code: AB, title: xã, name: An Bình, under: thu:Thử}}
  - from: [thu:Na, thu:Pa]
    into: {{code: NP, title: bản, name: Na Pa, under: moi:AB}}
  - from: [thu:Một, thu:Hai]
    into: thu:Thử
move:
  - {{unit: thu:Chung, under: thu:Thử}}
rename:
  - {{unit: thu:Hạ, name: Hạ Mới}}
"""


def reorganise(app: Flask, folder: Path, text: str, *options: str) -> Result:
    """Write a file and run the command with it."""
    file = folder / "sap-xep.yaml"
    file.write_text(text)
    return app.test_cli_runner().invoke(args=["units", "reorganise", str(file), *options])
