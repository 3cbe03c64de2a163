"""Resource types are found by walking a folder."""

import provisioner.engine
import provisioner.providers.qbo.resources
from provisioner.engine.registry import modules, resource_types


def test_every_module_of_the_folder_gives_its_types_by_kind():
    found = resource_types(provisioner.providers.qbo.resources)
    assert set(found.types) >= {"qbo.account", "qbo.class", "qbo.item", "qbo.payment_method", "qbo.term"}
    assert all(kind == each.kind for kind, each in found.types.items())


def test_imported_base_classes_are_no_types():
    assert all("." in kind for kind in resource_types(provisioner.providers.qbo.resources).types)


def test_types_of_one_system_and_their_sections_are_listed():
    found = resource_types(provisioner.providers.qbo.resources)
    assert [each.kind for each in found.of("qbo")] == list(found.types)
    assert found.of("clio") == []
    assert {section.name for section in found.sections} >= {"accounts", "classes", "products", "payments", "terms"}


def test_modules_come_by_name_without_private_ones():
    names = [module.__name__ for module in modules(provisioner.engine)]
    assert names == sorted(names)
    assert not [name for name in names if name.rpartition(".")[2].startswith("_")]
