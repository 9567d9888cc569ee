"""The invented district of the demo: huyện Mường Mẫu in tỉnh Mẫu, its communes and villages."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.seeds.names import People

SCHEME = "mau"


@dataclass(frozen=True, slots=True)
class Village:
    """An invented village."""

    code: str
    title: str
    name: str
    peoples: tuple[People, ...]
    households: tuple[int, int]  # at least, at most
    signed: float  # the share that has signed this year


@dataclass(frozen=True, slots=True)
class Commune:
    """An invented commune."""

    code: str
    name: str
    villages: tuple[Village, ...]


LARGE, SMALL = (40, 120), (12, 18)
MODEL = Village("M1-01", "bản", "Nà Mẫu", (People.THAI,), (52, 52), 38 / 52)

# What each village reached this year: some are done, some are far behind, two have not begun.
SHARES = (0.92, 1.0, 0.64, 0.81, 0.0, 0.73, 0.97, 0.35, 0.88, 0.55)

NAMES = {
    "Mường Mẫu Thượng": (
        "Mẫu Cuông, Mẫu Pom, Huổi Mẫu Cao, Mẫu Lốm, Co Mẫu, Mẫu Hin, Bó Mẫu, Mẫu Tở, Tiểu khu Mẫu 1, Mẫu Xa"
    ),
    "Mường Mẫu Hạ": (
        "Mẫu Nưa, Mẫu Tau, Nà Mẫu Dưới, Mẫu Phai, Mẫu Ten, Pá Mẫu, Mẫu Nong, Hua Mẫu, Tiểu khu Mẫu 2, Mẫu Kéo"
    ),
    "Nà Mẫu": ("Nà Mẫu Một, Nà Mẫu Hai, Nà Mẫu Ba, Mẫu Bôm, Mẫu Lạnh, Mẫu Pi, Mẫu Sôm, Mẫu Mòn, Mẫu Khẻo, Mẫu Ít"),
    "Pa Mẫu": ("Pa Mẫu Một, Pa Mẫu Hai, Mẫu Chờ, Mẫu Dế, Mẫu Lử, Háng Mẫu, Mẫu Sính, Mẫu Tủa, Mẫu Giống"),
    "Chiềng Mẫu": (
        "Chiềng Mẫu Một, Chiềng Mẫu Hai, Mẫu Đin, Mẫu Hốc, Mẫu Púng, Mẫu Ban, Mẫu Khoang, Mẫu Hày, Mẫu Mé, Mẫu Sàng"
    ),
    "Huổi Mẫu": ("Huổi Mẫu Một, Huổi Mẫu Hai, Mẫu Khăm, Mẫu Oi, Mẫu Thoong, Mẫu Phăn, Mẫu Ví, Mẫu Liên, Mẫu Pọng"),
}
PEOPLES = {
    "Mường Mẫu Thượng": (People.THAI, People.MONG, People.KINH),
    "Mường Mẫu Hạ": (People.THAI, People.KHO_MU, People.KINH),
    "Nà Mẫu": (People.MUONG, People.THAI),
    "Pa Mẫu": (People.MONG,),
    "Chiềng Mẫu": (People.THAI, People.MUONG, People.KINH),
    "Huổi Mẫu": (People.KHO_MU, People.THAI),
}


def communes() -> Iterator[Commune]:
    """Yield the six communes with their villages, the two large ones first."""
    for number, (name, villages) in enumerate(NAMES.items(), start=1):
        size = LARGE if number <= 2 else SMALL
        own = tuple(_villages(number, name, villages.split(", "), size))
        yield Commune(f"M{number}", name, (MODEL, *own[:-1]) if number == 1 else own)


def _villages(commune: int, of: str, names: list[str], size: tuple[int, int]) -> Iterator[Village]:
    first = 2 if commune == 1 else 1
    for place, full_name in enumerate(names):
        title, name = (
            ("tiểu khu", full_name.removeprefix("Tiểu khu ")) if "Tiểu khu" in full_name else ("bản", full_name)
        )
        peoples = PEOPLES[of]
        own = (People.KINH,) if title == "tiểu khu" else (peoples[place % len(peoples)],)
        share = SHARES[(place + commune) % len(SHARES)]
        yield Village(f"M{commune}-{place + first:02}", title, name, own, size, share)
