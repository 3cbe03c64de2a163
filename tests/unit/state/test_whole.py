import json
import stat

import pytest

from provisioner.model.errors import UsageProblem
from provisioner.state.whole import is_of_format, write_whole


def test_a_file_is_replaced_whole_for_its_owner_alone_and_nothing_is_left_beside_it(tmp_path):
    target = tmp_path / "friday.plan"
    target.write_text("before")
    write_whole("after\n", target)
    assert target.read_text() == "after\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_can_be_for_whoever_another_one_is_for(tmp_path):
    firm, target = tmp_path / "firm.yaml", tmp_path / "attestations.yaml"
    firm.write_text("")
    firm.chmod(0o664)
    write_whole("after\n", target, like=firm)
    assert stat.S_IMODE(target.stat().st_mode) == 0o664
    assert sorted(tmp_path.iterdir()) == [target, firm]


def test_what_was_there_stays_when_the_folder_takes_nothing(tmp_path, monkeypatch):
    target = tmp_path / "friday.plan"
    target.write_text("before")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("provisioner.state.whole.os.fsync", full)
    with pytest.raises(UsageProblem) as refused:
        write_whole("after\n", target)
    assert "No space left" in refused.value.detail
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("content", "is_ours"),
    [('{"format": "f"}', True), ('{"format": "g"}', False), ("[]", False), ("{", False), ("[" * 100_000, False)],
)
def test_a_document_is_told_by_its_format(tmp_path, content, is_ours):
    path = tmp_path / "document"
    path.write_text(content)
    assert is_of_format(path, "f", 1_000_000) == is_ours
    assert not is_of_format(path, "f", len(json.dumps({"format": "f"})) - 1)
    assert not is_of_format(tmp_path, "f", 1_000_000)
