"""The content that is shipped."""

from tutor.services.content_check import check_content
from tutor.services.library import content_roots


def test_the_shipped_content_has_no_problems(tmp_path):
    report = check_content(content_roots(()), tmp_path / "content.db")
    assert [str(problem) for problem in report.problems] == []
    assert report.items > 0
    assert report.lessons > 0
