"""What waits on a village head's phone is told to the commune, also where all that is sent is swallowed."""

import pytest

from tests.browser.conftest import NewPhone, Visit
from tests.browser.line import SENDING, Line
from tests.browser.phones import add_household, enter, invented, send_all, until

# The phones of other tests are the same person's: what was left on them would be counted, too.
pytestmark = pytest.mark.browser


def test_the_commune_sees_what_waits_on_the_phone_of_a_village_head(
    handset: NewPhone, line: Line, visit: Visit
) -> None:
    phone = handset()
    page = phone.start()
    enter(page)
    line.swallow(*SENDING)
    for place in (2, 3):
        add_household(page, invented(place, "Vì Thị"))
    page.goto("/")
    police = visit("congan")

    def is_told() -> bool:
        police.goto("/")
        return "còn 2 mục trên máy trưởng bản" in police.inner_text("main")

    until(is_told)
    line.swallow()
    send_all(page)
    page.goto("/")
    until(lambda: (police.goto("/"), "trên máy trưởng bản" not in police.inner_text("main"))[1])
