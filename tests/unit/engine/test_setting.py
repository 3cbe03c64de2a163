"""Settings are found by walking a folder; names with an underscore are what they share."""

import provisioner.settings
from provisioner.engine.registry import modules
from provisioner.engine.setting import settings_in


def test_every_module_brings_one_setting_and_they_come_by_kind():
    found = settings_in(provisioner.settings)
    kinds = [each.kind for each in found]
    assert kinds == sorted(set(kinds))
    assert len(kinds) == len(list(modules(provisioner.settings)))


def test_a_package_without_settings_has_none():
    import provisioner.model  # noqa: PLC0415 - a package like any other

    assert settings_in(provisioner.model) == []
