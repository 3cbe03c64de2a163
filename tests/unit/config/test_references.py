from provisioner.config import references
from provisioner.config.compose import firm_model
from provisioner.config.places import SourceLines
from provisioner.config.references import References
from provisioner.config.shape import of_spec
from provisioner.config.yaml import parse
from provisioner.model.source import Place


def check(specs, text):
    tree = parse(text.encode(), "f", SourceLines()).root
    shape = of_spec(firm_model(specs.sections, specs.extensions))
    return [
        finding.message for finding in References(shape, tree).check(shape, tree, lambda path: Place(str(path), 1, 1))
    ]


def test_references_that_lead_somewhere_are_left_alone(specs):
    assert check(specs, "accounts: {a: {parent: a, also: [a]}}\nprotect: [accounts.a]\n") == []


def test_values_of_another_type_are_no_business_of_this_check(specs):
    assert check(specs, "accounts: {a: {parent: 5, also: x, route: [a]}}\nprotect: 7\ntrust: []\n") == []


def test_a_section_that_is_absent_has_no_entries(specs):
    assert check(specs, "protect: [accounts.a]\n") == [
        "There is no entry `accounts.a`. Write section and key with a point between them, like `accounts.operating`."
    ]


def test_few_declared_entries_are_listed(specs):
    assert check(specs, "accounts: {a: {parent: zzz}, b: {}}\n") == [
        "There is no account `zzz`. `a` or `b` can stand here."
    ]


def test_guessing_ends_before_it_takes_long(specs, monkeypatch):
    monkeypatch.setattr(references, "_COMPARISONS", 20)
    entries = "".join(f"  account_{n}: {{parent: acount_{n}}}\n" for n in range(15))
    messages = check(specs, f"accounts:\n{entries}")
    assert [("Did you mean" in message) for message in messages] == [True] + [False] * 14
    assert "Declare it under `accounts`, or correct the key." in messages[-1]
