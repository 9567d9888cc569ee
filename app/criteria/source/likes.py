"""``like: CODE/KIND/INDICATOR``: an indicator that is written as another one is, but for the keys it has itself."""

from collections.abc import Sequence

import yaml

from app.criteria.source.faults import Fault
from app.criteria.source.nodes import file_of, line_of


class Likes:
    """The indicators of all files, by the names under which others refer to them; of two, the first counts."""

    def __init__(self, roots: Sequence[yaml.MappingNode], faults: list[Fault]) -> None:
        """Look through the files."""
        self.faults = faults
        self.named: dict[str, yaml.MappingNode] = {}
        for root in roots:
            for part in _items(_value(root, "parts")):
                name = f"{_text(root, 'code')}/{_text(part, 'unit_kind')}"
                for node in _items(_value(part, "indicators")):
                    self.named.setdefault(f"{name}/{_code(node)}", node)

    def written_out(self, node: yaml.MappingNode, field: str) -> yaml.MappingNode | None:
        """Return the indicator with the keys of the one it is like, and of the one that is like, and so on.

        None, with a fault of ``field``, for a reference that leads nowhere or back to itself.
        """
        seen, keys = [node], list(node.value)
        while (reference := _text(seen[-1], "like")) is not None:
            following = self.named.get(reference)
            if following is None or following in seen:
                wrong = "no indicator is named so" if following is None else "leads back to itself"
                place = _value(node, "like") or node
                self.faults.append(Fault(file_of(place), line_of(place), f"{field}.like", f"{reference}: {wrong}"))
                return None
            seen.append(following)
            known = {str(key.value) for key, _ in keys}
            keys += [(key, value) for key, value in following.value if str(key.value) not in known]
        written = [(key, value) for key, value in keys if str(key.value) != "like"]
        whole = yaml.MappingNode(node.tag, written, node.start_mark, node.end_mark)
        if "code" not in {str(key.value) for key, _ in written} and (code := _code(node)):
            key = yaml.ScalarNode("tag:yaml.org,2002:str", "code", node.start_mark, node.end_mark)
            whole.value.append((key, yaml.ScalarNode(key.tag, code, node.start_mark, node.end_mark)))
        return whole


def _code(node: yaml.Node) -> str | None:
    """Return an indicator's code: its own, else that of the one it is like."""
    like = _text(node, "like")
    return _text(node, "code") or (like.rpartition("/")[2] if like else None)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _text(node: yaml.Node | None, key: str) -> str | None:
    value = _value(node, key)
    return str(value.value) if isinstance(value, yaml.ScalarNode) else None


def _items(node: yaml.Node | None) -> list[yaml.MappingNode]:
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    return [item for item in items if isinstance(item, yaml.MappingNode)]
