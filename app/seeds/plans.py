"""Words of the demo's remedies, by indicator: what will be done, whose task it is, how it went; nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.assessments.models import Post


@dataclass(frozen=True, slots=True)
class Sketch:
    """A remedy in words: what will be done, by which post, with whom, how far it came, what showed that it was done."""

    words: str
    post: Post
    holder: str | None
    progress: str
    done: str


OTHER = Sketch(
    "Họp rà soát chỉ tiêu chưa đạt, giao việc cho từng bản và kiểm tra lại sau một tháng.",
    Post.VICE_CHAIR, "Công an xã, các đoàn thể", "Đã họp, các bản nhận việc.", "Kiểm tra lại: các bản đã làm xong.",
)  # fmt: skip
SKETCHES: Mapping[str, Sketch] = {
    "1": Sketch(
        "Bổ sung hồ sơ đề nghị công nhận xã: kế hoạch, bản đăng ký, báo cáo kết quả năm.",
        Post.POLICE_CHIEF, "Văn phòng Uỷ ban", "Đã xong kế hoạch và bản đăng ký, còn báo cáo.",
        "Đã nộp đủ hồ sơ lên huyện, có giấy nhận.",
    ),
    "2": Sketch(
        "Xuống các bản chưa được công nhận, giúp trưởng bản làm hồ sơ và ký cam kết cho đủ hộ.",
        Post.POLICE_DEPUTY, "Trưởng bản, Mặt trận", "Đã xuống hai bản, còn thiếu biên bản họp.",
        "Các bản đã nộp hồ sơ, xã đã họp xét.",
    ),
    "3": Sketch(
        "Chuyển hoá địa bàn: tuần tra đêm cuối tuần, gọi hỏi răn đe, vận động giao nộp vũ khí tự chế.",
        Post.POLICE_CHIEF, "Công an huyện, các tổ bảo vệ", "Tháng này tuần tra tám đêm, thu ba khẩu súng tự chế.",
        "Sáu tháng không có vụ việc mới, huyện đã nghiệm thu.",
    ),
    "4": Sketch(
        "Họp dân thông qua quy ước ở các bản còn thiếu, trình Uỷ ban huyện phê duyệt.",
        Post.VICE_CHAIR, "Tư pháp xã, trưởng bản", "Đã họp dân, đang sửa lời theo góp ý.",
        "Quy ước đã được phê duyệt, đọc trên loa của bản.",
    ),
    "5": Sketch(
        "Xếp lịch họp hằng tháng cho các nhóm liên gia ít họp, công an xã dự buổi đầu.",
        Post.POLICE_DEPUTY, "Nhóm trưởng các nhóm", "Bốn nhóm đã họp lại đều.", "Ba tháng liền các nhóm đều họp.",
    ),
    "8": Sketch(
        "Giao chỉ tiêu dân quân và tuần tra chung cho từng bản, mỗi quý kiểm tra một lần.",
        Post.CHAIR, "Ban chỉ huy quân sự xã", "Quý này còn hai bản chưa tuần tra đủ.",
        "Các bản đã đạt chỉ tiêu được giao.",
    ),
    "5.3a": Sketch(
        "Phân công lại địa bàn của công an xã, chấm điểm hằng tháng.",
        Post.POLICE_CHIEF, None, "Đã phân công lại, chấm điểm tháng đầu.", "Được xếp loại hoàn thành nhiệm vụ.",
    ),
    "5.4a": Sketch(
        "Nhắc các bản, cơ quan chưa đăng ký; nhận bản đăng ký trong tháng.",
        Post.VICE_CHAIR, "Trưởng bản", "Còn hai bản chưa nộp.", "Tất cả đã đăng ký.",
    ),
    "5.4b": Sketch(
        "Giúp các bản chưa được công nhận hoàn thành từng tiêu chuẩn còn thiếu.",
        Post.POLICE_CHIEF, "Mặt trận, các đoàn thể", "Đã làm xong với ba bản.",
        "Từ bảy phần mười số bản trở lên được công nhận.",
    ),
    "4.1b": Sketch(
        "Họp bản, ký bản đăng ký và nộp cho xã.",
        Post.VILLAGE_HEAD, None, "Đã hẹn ngày họp.", "Đã nộp bản đăng ký.",
    ),
    "4.1c": Sketch(
        "Đến từng hộ chưa ký, đọc nội dung cam kết và lấy chữ ký.",
        Post.VILLAGE_HEAD, "Các nhóm trưởng", "Tuần này thêm bảy hộ ký.", "Tất cả các hộ đã ký.",
    ),
    "4.4c": Sketch(
        "Cùng gia đình và đoàn thể giúp người mới mắc tệ nạn đi cai, mỗi tuần thăm một lần.",
        Post.VILLAGE_SECRETARY, "Hội Phụ nữ, Đoàn Thanh niên", "Gia đình đã đồng ý, đang chờ nơi tiếp nhận.",
        "Đã đi cai, bản không có thêm trường hợp nào.",
    ),
    "4.5a": Sketch(
        "Tập huấn cho tổ bảo vệ, lập lịch trực và ghi sổ trực.",
        Post.TEAM_LEADER, "Công an xã", "Đã tập huấn một buổi.", "Được xếp loại hoàn thành nhiệm vụ.",
    ),
}  # fmt: skip


def sketch_of(code: str) -> Sketch:
    """Return the words for an indicator of that code."""
    return SKETCHES.get(code, OTHER)
