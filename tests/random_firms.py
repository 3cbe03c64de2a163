"""Random firms and random companies, for the laws of the engine."""

from __future__ import annotations

from dataclasses import replace

from fakes import World, account, at, gone, item, klass
from hypothesis import strategies as st

KEYS = list("abcdef")
NAMES = ["Fees", "Costs", "Interest", "Rent"]
NUMBERS = ["4000", "4010", "4020", "4030"]
ACTIVE = st.sampled_from([None, None, True, False])


@st.composite
def families(draw, keys, *, numbered):
    """For some of ``keys``: a name, a parent among those before it or None, and a number or None."""
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, max_size=5))
    numbers = draw(st.permutations([*NUMBERS, None, None]))
    family, used = {}, set()
    for index, key in enumerate(chosen):
        parent = draw(st.sampled_from([None, *chosen[:index]]))
        name = draw(st.sampled_from(NAMES))
        while (parent, name) in used:
            name += "'"
        used.add((parent, name))
        family[key] = (name, parent, numbers[index] if numbered else None)
    return family


@st.composite
def firms(draw):
    """The resources of a firm file: accounts and classes in families, products on both, and some retired ones.

    Where an account has no number its parent is managed, since nothing else could find it again by its name.
    """
    accounts = draw(families(KEYS, numbered=True))
    classes = draw(families(KEYS[:3], numbered=False))
    wanted = []
    for key, (name, parent, number) in accounts.items():
        fields = {"number": number} if number else {}
        if parent or not number:
            fields["parent"] = at(f"account.{parent}") if parent else None
        wanted.append(account(key, name, **fields))
    for key, (name, parent, _) in classes.items():
        wanted.append(klass(key, name=name, parent=at(f"class.{parent}") if parent else None))
    for key in draw(st.lists(st.sampled_from(KEYS[:3]), unique=True)) if accounts else ():
        income = at(f"account.{draw(st.sampled_from(sorted(accounts)))}")
        extra = (
            {"class": at(f"class.{draw(st.sampled_from(sorted(classes)))}")} if classes and draw(st.booleans()) else {}
        )
        wanted.append(item(key, income, name=draw(st.sampled_from([f"{key} time", f"{key} work"])), **extra))
    wanted += draw(_retired("account", set(KEYS) - accounts.keys(), accounts))
    wanted += draw(_retired("class", set(KEYS[:3]) - classes.keys(), classes))
    wanted += [gone(f"item.{key}", name=f"{key} time") for key in KEYS[:3] if not _has(wanted, f"item.{key}")]
    return draw(st.permutations(wanted))


@st.composite
def _retired(draw, kind, free, family):
    """Retired entries: their names are none of those declared at the top, which the rules would refuse."""
    keys = draw(st.lists(st.sampled_from(sorted(free)), unique=True, max_size=2)) if free else []
    top = {name for name, _, _ in family.values()}
    names = [name for name in NAMES if name not in top]
    return [gone(f"{kind}.{key}", name=name) for key, name in zip(keys, names, strict=False)]


def _has(wanted, address):
    return any(each.address == at(address) for each in wanted)


@st.composite
def worlds(draw):
    """A company with accounts and classes of its own, some of them inactive, and a random order inside batches."""
    tracking = draw(st.sampled_from(["per_line", "per_line", "none"]))
    world = World(seed=draw(st.integers(0, 5)), facts={"class_tracking": tracking})
    for kind, numbered in (("account", True), ("class", False)):
        made = {}
        for key, (name, parent, number) in draw(families(KEYS[:4], numbered=numbered)).items():
            fields = {"number": number} if number else {}
            if kind == "account":
                fields |= {"type": "Income", "detail_type": "ServiceFeeIncome"}
            active = draw(st.booleans()) if parent is None else world.qbo.get(made[parent]).active
            above = {"parent": made[parent]} if parent else {}
            made[key] = world.qbo.add(kind, active=active, name=name, **above, **fields)
    return world


@st.composite
def meddling(draw):
    """What people do on screen between two runs, as a function that does it to a world."""
    edits = draw(
        st.lists(
            st.tuples(st.integers(0, 30), st.sampled_from(["name", "number", "parent", "active"]), st.integers(0, 30)),
            max_size=6,
        )
    )

    def meddle(world):
        remotes = list(world.qbo.rows)
        for index, what, pick in edits if remotes else ():
            remote = remotes[index % len(remotes)]
            value = {
                "name": NAMES[pick % len(NAMES)],
                "number": [*NUMBERS, None][pick % 5],
                "parent": [None, *(each for each in remotes if each.kind == remote.kind)][pick % (len(remotes) + 1) % 4]
                if remote.kind != "qbo.item" and len([e for e in remotes if e.kind == remote.kind]) > 3
                else None,
                "active": bool(pick % 2),
            }[what]
            if what in ("name", "active") or what in world.qbo._wire(remote):
                world.qbo.try_edit(remote, **{what: value})

    return meddle


@st.composite
def reshuffled(draw, wanted):
    """The same firm with names, numbers and parents going round among its accounts and classes."""
    result = list(wanted)
    for kind in ("qbo.account", "qbo.class"):
        family = [each for each in wanted if each.address.kind == kind and not each.retired]
        order = draw(st.permutations(family))
        names = draw(st.permutations([each.fields["name"] for each in family]))
        numbers = draw(st.permutations([each.fields["number"] for each in family if "number" in each.fields]))
        used = set()
        for index, each in enumerate(order):
            fields = dict(each.fields)
            name = names[index]
            if "number" in fields:
                fields["number"] = numbers.pop()
            fields["parent"] = draw(st.sampled_from([None, *(other.address for other in order[:index])]))
            while (fields["parent"], name) in used:
                name += "*"
            used.add((fields["parent"], name))
            result[result.index(each)] = replace(each, fields={**fields, "name": name})
    return result
