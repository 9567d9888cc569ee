"""Writes templates/assessments/assessment.docx as it was first laid out: margins and letters by Decree 30/2020/NĐ-CP.

What was changed in Word since is lost by it. What stands in {{ }} is named in app/assessments/paper.py.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "templates" / "assessments" / "assessment.docx"
FONT = "Times New Roman"
CENTER = WD_ALIGN_PARAGRAPH.CENTER
RED = RGBColor(0xC0, 0x10, 0x10)

INDICATORS = [
    ("Chỉ tiêu", "{{ line.code }}", 15),
    ("Nội dung", "{{ line.words }}", 45),
    ("Sổ sách", "{{ line.recorded }}", 24),
    ("Trả lời", "{{ line.answer }}", 30),
    ("Kết quả", "{{ line.result }}", 20),
    ("Ghi chú", "{{ line.note }}", 31),
]
REMEDIES = [
    ("Chỉ tiêu", "{{ plan.code }}", 15),
    ("Việc sẽ làm", "{{ plan.words }}", 54),
    ("Ai chịu trách nhiệm", "{{ plan.who }}", 38),
    ("Xong trước ngày", "{{ plan.due }}", 25),
    ("Đã làm", "{{ plan.done }}", 33),
]


def main() -> None:
    """Write the layout."""
    made = Document()
    _page(made)
    _head(made)
    _title(made)
    _line(made, "I. KẾT QUẢ CHUNG", bold=True, above=8, follows=True)
    _line(made, "{{ result }}. {{ counts }}. Bộ tiêu chí đạt khi tất cả chỉ tiêu áp dụng đều đạt.")
    _line(made, "II. CÁC CHỈ TIÊU", bold=True, above=8, follows=True)
    _table(made, INDICATORS, "line in lines")
    _line(made, "III. VIỆC KHẮC PHỤC", bold=True, above=8, follows=True)
    _line(made, "{%p if plans %}")
    _table(made, REMEDIES, "plan in plans")
    _line(made, "{%p else %}")
    _line(made, "Không có việc khắc phục nào.")
    _line(made, "{%p endif %}")
    _signing(made)
    made.core_properties.author = "Bản Yên"
    made.core_properties.comments = ""
    made.save(str(TARGET))


def _page(made: Any) -> None:
    """A4 with the decree's margins; invented data says so on every page, and pages are numbered."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(3)
    mark = section.header.paragraphs[0]
    _say(mark, "{% if sample %}DỮ LIỆU MẪU – KHÔNG CÓ GIÁ TRỊ BÁO CÁO{% endif %}", bold=True, color=RED)
    mark.alignment = CENTER
    number = section.footer.paragraphs[0]
    number.alignment = CENTER
    _field(number, "PAGE")
    _say(number, "/", size=11)
    _field(number, "NUMPAGES")


def _head(made: Any) -> None:
    """Who reports to whom, the motto, the number and the day, which are filled in by hand."""
    left, right = _columns(made, 68, 97)
    _line(left, "{{ above|upper }}", size=12, middle=True)
    _line(left, "{{ unit|upper }}", size=12, middle=True, bold=True)
    _rule(left, 22)
    _line(left, "Số: ……/BC-……", middle=True)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, middle=True, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", middle=True, bold=True)
    _rule(right, 19)
    _line(right, "……………, ngày …… tháng …… năm ………", middle=True, italic=True)


def _title(made: Any) -> None:
    _line(made, "BÁO CÁO", size=14, bold=True, middle=True, above=16)
    _line(made, "Tự đánh giá: {{ title }}", size=14, bold=True, middle=True)
    _line(made, "{{ period }}", middle=True, italic=True)
    _line(made, "{%p if state %}")
    _line(made, "({{ state }})", middle=True, bold=True)
    _line(made, "{%p endif %}")
    _line(made, "Đơn vị tự đánh giá: {{ unit }}.", above=8)
    _line(made, "Căn cứ: {{ document }}.")
    _line(made, "{%p if missing %}")
    _line(made, "Nguồn chưa đầy đủ: {{ missing }}", italic=True)
    _line(made, "{%p endif %}")


def _signing(made: Any) -> None:
    """Who gets it on the left, who signs on the right; never alone on a page."""
    _line(made, "Trên đây là kết quả tự đánh giá của {{ unit }}./.", above=8, follows=True)
    left, right = _columns(made, 80, 85)
    _line(left, "Nơi nhận:", size=12, bold=True, italic=True)
    _line(left, "{% if above %}- {{ above }};{% endif %}", size=11)
    _line(left, "- ……………………;", size=11)
    _line(left, "- Lưu: ……", size=11)
    _line(right, "{{ signer|upper }}", bold=True, middle=True)
    _line(right, "(Ký, ghi rõ họ tên, đóng dấu nếu có)", italic=True, middle=True)
    _line(right, "", above=50)


def _columns(made: Any, *widths: int) -> list[Any]:
    """Return the cells of a row without lines, empty, each so many millimetres wide."""
    table = made.add_table(rows=1, cols=len(widths))
    _fix(table, widths)
    _whole(table.rows[0])
    return list(table.rows[0].cells)


def _table(made: Any, columns: list[tuple[str, str, int]], each: str) -> None:
    """Add a ruled table: its heads again on each page, then a row for ``each``."""
    table = made.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    _fix(table, [width for _head, _value, width in columns])
    heads, opening, row, closing = table.rows
    for place, (head, value, _width) in enumerate(columns):
        _line(heads.cells[place], head, size=11, bold=True, middle=True)
        _line(row.cells[place], value, size=11, middle=place == 0)
        row.cells[place].paragraphs[0].paragraph_format.space_after = Pt(0)
    _line(opening.cells[0], f"{{%tr for {each} %}}", size=11)
    _line(closing.cells[0], "{%tr endfor %}", size=11)
    _whole(heads)
    _whole(row)
    heads._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 (python-docx has no word for it)


def _fix(table: Any, widths: Any) -> None:
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def _line(
    place: Any, words: str, *, size: int = 13, bold: bool = False, italic: bool = False,
    middle: bool = False, above: int = 0, follows: bool = False,
) -> None:  # fmt: skip
    """Add a paragraph to a document or a cell, ``above`` points lower; ``follows`` keeps it with the next."""
    first = place.paragraphs[0] if hasattr(place, "merge") and not place.paragraphs[0].runs else None
    paragraph = first or place.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(above)
    paragraph.paragraph_format.keep_with_next = follows
    paragraph.alignment = CENTER if middle else None
    _say(paragraph, words, size=size, bold=bold, italic=italic)


def _say(
    paragraph: Any, words: str, *, size: int = 13, bold: bool = False, italic: bool = False, color: Any = None
) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    if color is not None:
        run.font.color.rgb = color


def _rule(cell: Any, indent: int) -> None:
    """Draw a short line under what stands above it, ``indent`` millimetres from both sides."""
    paragraph = cell.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent)
    form.space_after, form.line_spacing = Pt(4), Pt(2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")  # noqa: SLF001


def _field(paragraph: Any, name: str) -> None:
    """Add a number that Word reckons."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001


if __name__ == "__main__":
    main()
