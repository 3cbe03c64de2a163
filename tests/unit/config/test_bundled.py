from pathlib import Path

import pytest

import provisioner
from provisioner.config import bundled as module
from provisioner.config.bundled import bundled


@pytest.mark.parametrize("name", ["firm-configs", "schemas"])
def test_in_a_checkout_it_is_the_folder_at_the_top(name):
    assert bundled(name) == Path(provisioner.__file__).resolve().parent.parent / name


def test_in_an_installed_package_it_is_inside(tmp_path, monkeypatch):
    package = tmp_path / "provisioner"
    (package / "_bundled" / "schemas").mkdir(parents=True)
    monkeypatch.setattr(module, "_PACKAGE", package)
    assert bundled("schemas") == package / "_bundled" / "schemas"
