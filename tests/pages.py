"""What every HTML answer must be: well formed, labelled, unambiguous, without inline script or style."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib
import lxml.html

UNLABELLED_MAY_BE = {"hidden", "submit", "button"}
# html5lib's own limits: HTML allows these.
HARMLESS = {"expected-doctype-but-got-start-tag", "expected-doctype-but-got-chars", "expected-doctype-but-got-eof"}
# What differs between two answers of one page: the token, ids of records.
PASSING = re.compile(r'(?<=")[\w-]{30,}\.[\w-]{6}\.[\w-]{27}(?=")|' r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What a page says, and where its links lead, make it neither sound nor unsound; whether it says anything may.
SAID = re.compile(r">[^<>&]*[^<>&\s][^<>&]*(?=<)")
LED = re.compile(r'(?<= )(value|href|action|hx-get|hx-post)="[^"<>&]+"')
SOUND: set[bytes] = set()  # shapes that were checked
INLINE = re.compile(r"^(on|hx-on)")


def check_html(text: str) -> None:
    """Raise AssertionError, with what is wrong, for an answer that no browser should be given.

    One that differs from an earlier one in nothing but words, addresses, ids and tokens is as sound as that was:
    reading it takes long.
    """
    shape = _shape(text)
    if shape not in SOUND:
        _check(text)
        SOUND.add(shape)


def _shape(text: str) -> bytes:
    """Return a digest of ``text`` with ids numbered as they come, so that two of them never pass for one."""
    seen: dict[str, str] = {}
    plain = LED.sub(r'\1="x"', SAID.sub(">x", text))
    plain = PASSING.sub(lambda found: seen.setdefault(found[0], f"\0{len(seen)}"), plain)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()


def _check(text: str) -> None:
    whole = text.lstrip().lower().startswith("<!doctype")
    root = _well_formed(text)
    faults = [*_ids(root), *_controls(root), *_forms(root), *_inline(root), *_images(root)]
    if whole:
        faults += _page(root)
    else:
        faults += _fragment(root, text)
    assert not faults, "\n".join(faults) + "\n\n" + text[:3000]


@lru_cache(maxsize=4)  # a test reads one answer for several things
def parse(text: str) -> Element:
    """Return the tree of an answer that was checked, to be read."""
    whole = text.lstrip().lower().startswith("<!doctype")
    root: Element = lxml.html.document_fromstring(text) if whole else lxml.html.fragment_fromstring(text, "div")
    return root


def _well_formed(text: str) -> Element:
    """Return the tree as a browser makes it; AssertionError for what is not well formed."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    whole = text.lstrip().lower().startswith("<!doctype")
    tree = parser.parse(text) if whole else parser.parseFragment(text, container=_container(text))
    faults = [(place, kind) for place, kind, _ in parser.errors if kind not in HARMLESS]
    assert not faults, f"not well formed: {faults[:5]}\n\n{text[:3000]}"
    root: Element = tree
    return root


def _container(fragment: str) -> str:
    return "ul" if fragment.lstrip().lower().startswith("<li") else "div"


def words(element: Element) -> str:
    """Return the text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _is_element(node: Element) -> bool:
    """Tell an element from a comment, whose tag is a function."""
    tag: object = node.tag
    return isinstance(tag, str)


def _ids(root: Element) -> Iterator[str]:
    """Yield the ids that stand twice in the page, or within one template (whose content is a page of its own)."""
    templates = list(root.iter("template"))
    inside = {id(element) for template in templates for element in template.iter()} - {id(each) for each in templates}
    yield from _twice(element for element in root.iter() if id(element) not in inside)
    for template in templates:
        yield from _twice(element for element in template.iter() if element is not template)


def _twice(elements: Iterable[Element]) -> Iterator[str]:
    seen: set[str] = set()
    for element in elements:
        id_ = element.get("id") if _is_element(element) else None
        if id_ in seen:
            yield f"id {id_!r} stands twice"
        if id_:
            seen.add(id_)


def _controls(root: Element) -> Iterator[str]:
    labels = {label.get("for") for label in root.iter("label")}
    inside = {id(control) for label in root.iter("label") for control in label.iter()}
    for tag in ("input", "select", "textarea"):
        for control in root.iter(tag):
            if tag == "input" and control.get("type", "text") in UNLABELLED_MAY_BE:
                continue
            named = control.get("aria-label") or control.get("aria-labelledby")
            if not (named or control.get("id") in labels or id(control) in inside):
                yield f"<{tag} name={control.get('name')!r}> has no label"


def _forms(root: Element) -> Iterator[str]:
    for form in root.iter("form"):
        if form.get("method", "").lower() == "dialog":
            continue  # closes its dialog and sends nothing
        if not form.get("action") or form.get("method", "").lower() not in {"get", "post"}:
            yield f"form {form.attrib} has no action or method"
        hidden = {field.get("name") for field in form.iter("input")}
        if form.get("method", "").lower() == "post" and "csrf_token" not in hidden:
            yield f"form {form.get('action')!r} has no token"


def _inline(root: Element) -> Iterator[str]:
    for element in root.iter():
        if not _is_element(element):
            continue
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline <{element.tag}>"
        if "style" in element.attrib or any(INLINE.match(name) for name in element.attrib):
            yield f"inline style or script on <{element.tag}>: {list(element.attrib)}"


def _images(root: Element) -> Iterator[str]:
    for image in root.iter("img"):
        if "alt" not in image.attrib:
            yield f"image {image.get('src')!r} has no alt"


def _page(root: Element) -> Iterator[str]:
    if root.get("lang") not in {"vi", "en"}:
        yield "the page states no language"
    headings = [heading for heading in root.iter("h1") if words(heading)]
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    title = root.find(".//title")
    if title is None or not words(title):
        yield "no title"


def _fragment(tree: Element, text: str) -> Iterator[str]:
    roots = [child for child in tree if _is_element(child)]
    if _container(text) == "div" and (len(roots) != 1 or not roots[0].get("id")):
        yield f"a fragment has one root with an id; this has {[root.tag for root in roots]}"
