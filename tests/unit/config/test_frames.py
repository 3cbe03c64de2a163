from provisioner.config.frames import fill, joined
from provisioner.config.places import Map


def mapping(**values):
    result = Map(values)
    result.at = {key: (hash(key), id(value)) for key, value in values.items()}
    return result


def test_filling_keeps_what_is_there():
    target, source = mapping(a=1), mapping(a=2, b=3)
    fill(target, source)
    assert target == {"a": 1, "b": 3}
    assert target.at["b"] == source.at["b"]


def test_joining_lets_the_second_win_and_changes_neither():
    under, over = mapping(a=1, b=2), mapping(b=3)
    result = joined(under, over)
    assert result == {"a": 1, "b": 3}
    assert result.at == {"a": under.at["a"], "b": over.at["b"]}
    assert (under, over) == ({"a": 1, "b": 2}, {"b": 3})
