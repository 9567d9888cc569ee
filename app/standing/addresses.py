"""The first part of the addresses of records: it names their kind."""

from werkzeug.routing import BaseConverter, Map

from app.standing.kinds import BY_PATH, Kind


class KindConverter(BaseConverter):
    """``<standing:kind>``: registrations, conventions, recognitions, hotspots, borders, new-rural, forces."""

    regex = "|".join(BY_PATH)

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)

    def to_python(self, value: str) -> Kind:
        """Return the kind that an address names."""
        return BY_PATH[value]

    def to_url(self, value: Kind) -> str:
        """Return how an address names the kind."""
        return value.path
