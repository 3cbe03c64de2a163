"""Rules: a check gives places, the rule gives the words."""

import provisioner.rules
from provisioner.engine.rule import Hit, Rule, rules_in
from provisioner.model.finding import Level
from provisioner.model.source import Place

PLACE, OTHER = Place("firm.yaml", 3, 5), Place("firm.yaml", 9, 5)


def rule(*hits):
    return Rule("COA999", "some-bad-pattern", Level.WARNING, "Because.", "Do this.", lambda _: hits)


def test_each_hit_is_a_finding_in_the_words_of_its_rule():
    (found,) = rule(Hit(PLACE, "Two.", related=(OTHER,))).findings(None)
    assert (found.code, found.name, found.level, found.place) == ("COA999", "some-bad-pattern", Level.WARNING, PLACE)
    assert found.message == "Two. Because. Do this."
    assert found.related == (OTHER,)


def test_a_hit_may_know_a_better_way_out():
    (found,) = rule(Hit(PLACE, "Two.", fix="Do that.")).findings(None)
    assert found.fix == "Do that."


def test_a_hit_may_matter_less_than_its_rule():
    hits = Hit(PLACE, "Two.", level=Level.ADVICE), Hit(OTHER, "Three.")
    assert [found.level for found in rule(*hits).findings(None)] == [Level.ADVICE, Level.WARNING]


def test_rules_are_found_by_walking_the_folder_and_come_by_code():
    codes = [each.code for each in rules_in(provisioner.rules)]
    assert codes == sorted(set(codes))
    assert "COA201" in codes
