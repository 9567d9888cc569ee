"""Keeps the translations: collects words from code and templates, answers for Vietnamese itself, compiles.

The source language is Vietnamese, each Vietnamese translation is its own msgid. English is written by hand.
`update` collects and compiles; `compile` writes the .mo files that are missing or old.
"""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "app" / "translations"
TEMPLATE = ROOT / "var" / "messages.pot"
SOURCE = "vi"
LOCALES = ("vi", "en")
KEYWORDS = ("_l", "lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2", "lazy_npgettext:1c,2,3")


def main(command: str) -> int:
    """Do ``command`` and return the exit code; untranslated words are named, and are no failure here."""
    if command not in {"update", "compile"}:
        print("messages.py update | compile", file=sys.stderr)
        return 2
    if command == "update":
        collect()
        for locale in LOCALES:
            update(locale)
    for locale in LOCALES:
        if po_path(locale).exists():
            compile_if_old(locale)
    return 0


def po_path(locale: str) -> Path:
    """Return where the words of ``locale`` are written."""
    return TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"


def collect(target: Path = TEMPLATE) -> None:
    """Write every message of code and templates to ``target``, by the mapping in pyproject.toml."""
    target.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
    command += [
        "--mapping-file=pyproject.toml",
        "--sort-output",
        f"--output-file={target}",
        "--add-comments=i18n:",
        "--strip-comments",
    ]
    command += [f"--keywords={keyword}" for keyword in KEYWORDS]
    subprocess.run([*command, "app", "templates"], cwd=ROOT, check=True)


def update(locale: str) -> None:
    """Bring the file of ``locale`` up to TEMPLATE: new words added, words no longer used dropped."""
    path = po_path(locale)
    catalog = read(path, locale) if path.exists() else started(locale)
    # Without its date, which changes with every run and would be all that most commits change.
    catalog.update(read(TEMPLATE), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    if locale == SOURCE:
        answer_itself(catalog)
    write_if_changed(path, catalog)
    missing = sum(1 for message in catalog if message.id and not all(strings(message.string)))
    print(f"→ {locale}: {len(catalog)} messages, {missing} without a translation")


def read(path: Path, locale: str | None = None) -> Catalog:
    """Return the catalog in a .po or .pot file. Raises PoFileError when it is broken."""
    return read_po(BytesIO(path.read_bytes()), locale=locale, abort_invalid=True)


def started(locale: str) -> Catalog:
    """Return an empty catalog of ``locale``."""
    comment = "# Collected from code and templates by `make messages`."
    if locale == SOURCE:
        comment += " Vietnamese is the source: change the words there."
    catalog = Catalog(locale=locale, project="Bản Yên", version="1", header_comment=comment, fuzzy=False)
    catalog.last_translator = catalog.msgid_bugs_address = catalog.language_team = ""  # git knows who wrote what
    return catalog


def answer_itself(catalog: Catalog) -> None:
    """Give each message itself as its translation; Vietnamese has one plural form."""
    for message in catalog:
        if not message.id:
            continue
        message.string = (message.id[1],) if isinstance(message.id, tuple | list) else message.id


def strings(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return a message's translations, one per plural form."""
    return (value,) if isinstance(value, str) else tuple(value or ("",))


def write_if_changed(path: Path, catalog: Catalog) -> None:
    """Write the catalog without line numbers, which change with every edit elsewhere."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, include_lineno=False)
    if not path.exists() or path.read_bytes() != buffer.getvalue():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(buffer.getvalue())


def compile_if_old(locale: str) -> None:
    """Write the .mo beside the .po when missing or older. Raises ValueError when a placeholder was lost."""
    po = po_path(locale)
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns:
        return
    print(f"→ Compiling the translations: {locale}")
    catalog = read(po, locale)
    faults = [f"{locale}: {message.id!r}: {fault}" for message, found in catalog.check() for fault in found]
    if faults:
        raise ValueError("\n".join(faults))
    buffer = BytesIO()
    write_mo(buffer, catalog)
    fresh = mo.with_suffix(".mo.next")  # renamed in one go: a server that starts meanwhile reads a whole file
    fresh.write_bytes(buffer.getvalue())
    fresh.replace(mo)


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:2] or [""])))
