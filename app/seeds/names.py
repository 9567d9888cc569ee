"""Invented names of household heads, built as the area's peoples build theirs; nobody real is meant."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class People(StrEnum):
    """The peoples of the invented district."""

    THAI = "Thái"
    MONG = "Mông"
    KINH = "Kinh"
    MUONG = "Mường"
    KHO_MU = "Khơ Mú"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a name is made of."""

    families: tuple[str, ...]
    men_middle: tuple[str, ...]
    men: tuple[str, ...]
    women_middle: tuple[str, ...]
    women: tuple[str, ...]


def _parts(families: str, men_middle: str, men: str, women_middle: str, women: str) -> Parts:
    return Parts(*(tuple(words.split(", ")) for words in (families, men_middle, men, women_middle, women)))


PARTS = {
    People.THAI: _parts(
        "Lò, Cà, Quàng, Lường, Tòng, Vì, Cầm, Lèo, Hoàng, Bạc, Điêu, Tếnh",
        "Văn, Văn, Văn, Minh, Xuân, Đức",
        "Ánh, Bun, Chiến, Dung, Đôi, Hặc, Hiêng, Inh, Kẹo, Lả, Muôn, Nọi, Ón, Panh, Phóng, Pọm, Sơ, Thoan, Xiêng",
        "Thị, Thị, Thị, Thanh",
        "Ánh, Bính, Chựa, Diên, Hoa, Hương, Lả, Lún, Mai, Nga, Nhất, Panh, Phương, Tuyết, Xuyến, Yên",
    ),
    People.MONG: _parts(
        "Giàng, Vàng, Sùng, Thào, Mùa, Hờ, Lầu, Cứ, Phàng, Hạng, Sồng, Tráng",
        "A, A, A, A, Bả, Nhìa, Lao",
        "Chống, Của, Dế, Dơ, Giống, Khua, Lử, Nếnh, Páo, Phử, Sếnh, Sử, Thái, Tủa, Vảng, Vừ, Xà, Chư",
        "Thị",
        "Chía, Dính, Dợ, Mái, Mỷ, Nhìa, Pà, Say, Sua, Xê",
    ),
    People.KINH: _parts(
        "Nguyễn, Trần, Lê, Phạm, Vũ, Đỗ, Bùi, Ngô, Đặng, Dương",
        "Văn, Đức, Quốc, Hữu, Minh, Xuân",
        "An, Bình, Cường, Dũng, Đạt, Hải, Hùng, Khánh, Long, Minh, Nam, Phúc, Quân, Sơn, Thắng, Tuấn, Việt",
        "Thị, Thị, Ngọc, Thu",
        "Bích, Chi, Hà, Hạnh, Hoa, Hồng, Lan, Liên, Mai, Nga, Oanh, Thảo, Yến",
    ),
    People.MUONG: _parts(
        "Bùi, Đinh, Quách, Hà, Xa, Phùng, Cao, Triệu",
        "Văn, Văn, Công, Đình, Thế",
        "Ậm, Chính, Diện, Đào, Hợi, Hiển, Khiêm, Lực, Nhượng, Quyền, Tiến, Thìn, Vượng",
        "Thị",
        "Bưởi, Dậu, Én, Hiên, Lý, Mận, Nhung, Sen, Thơm, Xoan",
    ),
    People.KHO_MU: _parts(
        "Moong, Ốc, Cút, Rvai, Chích, Lữ, Seo, Quàng, Ven",
        "Văn, Văn, Phò, Xuân",
        "Bun, Chăn, Hùng, Khăm, Liên, Mày, Oi, Phăn, Pọng, Tăm, Thoong, Ví",
        "Thị, Mẹ",
        "Bún, Chắn, Hoan, Kim, Lăn, Mon, Phay, Thiêm",
    ),
}


def head_name(rng: Random, people: People, *, woman: bool) -> str:
    """Return an invented full name; some have one more middle word, so that full namesakes stay rare."""
    parts = PARTS[people]
    middles, given = (parts.women_middle, parts.women) if woman else (parts.men_middle, parts.men)
    words = [rng.choice(parts.families), rng.choice(middles), rng.choice(given)]
    if rng.random() < 0.35:
        words.insert(2, rng.choice(given))
    return " ".join(words)
