"""Random worlds: a firm file, what people did on screen since it was applied, and the next file. Plain data."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Tree = dict[str, Any]
HEAD: Tree = {
    "version": 1,
    "firm": {"name": "Chance LLP"},
    "systems": {
        "quickbooks": {"company_id": "9130350000000001", "company_name": "Chance LLP", "edition": "plus"},
        "clio": {"region": "us", "account_name": "Chance LLP"},
    },
    "tracking": {"classes": "per_line"},
}
TYPES = {
    "income": {"type": "Income", "detail_type": "ServiceFeeIncome"},
    "expense": {"type": "Expense", "detail_type": "OfficeGeneralAdministrativeExpenses"},
    "bank": {"type": "Bank", "detail_type": "Checking"},
}
NAMES = (
    "Fees",
    "Rent",
    "Travel",
    "Meals",
    "Costs",
    "Dues",
    "Research",
    "Postage",
    "Payroll",
    "Trust",
    "Supplies",
    "Tax",
)
NUMBERS = tuple(str(1000 + 10 * each) for each in range(30))
REFERENCES = {"parent", "income", "class", "product", "route"}
SHAPES: dict[str, dict[str, Any]] = {
    "qbo": {
        "accounts": "Account",
        "classes": "Class",
        "products": "Item",
        "terms": "Term",
        "payments": "PaymentMethod",
    },
    "clio": {
        "practice_areas": "practice_areas",
        "categories": "activity_descriptions",
        "expense_categories": "expense_categories",
    },
}


def text(tree: Tree) -> str:
    """The firm file, in the flow style of YAML."""
    return json.dumps(HEAD | tree)


def world(seed: int | str) -> tuple[Tree, tuple[Tree, ...], Tree]:
    """A firm file, what people do on screen then, and the next file."""
    dice = random.Random(seed)  # noqa: S311 - a story that can be told again
    before = firm(dice)
    after = _next(dice, before)
    return before, tuple(_screen(dice, before, after)), after


# the firm


def firm(dice: random.Random) -> Tree:
    """A firm file without its head."""
    names, numbers = _pool(dice, NAMES), _pool(dice, NUMBERS)
    accounts: Tree = {"i0": {"name": next(names), **TYPES["income"]}}
    for index in range(dice.randint(1, 5)):
        accounts |= {f"a{index}": _account(dice, accounts, next(names), next(numbers))}
    tree: Tree = {"accounts": accounts}
    for section, most in (("classes", 2), ("terms", 1), ("payments", 1), ("products", 2)):
        tree[section] = {}
        for index in range(dice.randint(0, most)):
            tree[section][f"{section[0]}{index}"] = _entry(dice, section, tree, f"{section} {index}")
    for section in SHAPES["clio"]:
        tree[section] = {}
        for index in range(dice.randint(0, 2)):
            tree[section][f"{section[0]}{index}"] = _entry(dice, section, tree, f"{section} {index}")
    return whole(tree)


def _pool(dice: random.Random, values: tuple[str, ...]) -> Iterator[str]:
    yield from dice.sample(values, len(values))


def _account(dice: random.Random, accounts: Tree, name: str, number: str) -> Tree:
    kind = dice.choice(("income", "expense", "expense", "bank"))
    entry: Tree = {"name": name, **TYPES[kind]}
    if dice.random() < 0.7:
        entry["number"] = number
    above = [key for key, each in accounts.items() if each["type"] == entry["type"]]
    if above and dice.random() < 0.4:
        entry["parent"] = dice.choice(above)
    if dice.random() < 0.3:
        entry["description"] = "as agreed"
    if kind == "bank" and dice.random() < 0.7:
        entry["clio"] = {"name": f"{name} in Clio", "type": "Operating"}
    return entry


def _entry(dice: random.Random, section: str, tree: Tree, name: str) -> Tree:
    """A new entry of a section other than accounts. Those of Clio may be namesakes of what Clio has by itself."""
    entry: Tree = {"name": name}
    income = [key for key, each in tree["accounts"].items() if each["type"] == "Income"]
    match section:
        case "classes":
            above = list(tree["classes"])
            entry |= {"parent": dice.choice(above)} if above and dice.random() < 0.5 else {}
        case "terms":
            entry |= {"due_days": dice.choice((10, 20, 45))}
        case "products":
            entry |= {"income": dice.choice(income), "rate": dice.choice(("100.00", "250.00"))}
            entry |= {"class": dice.choice(list(tree["classes"]))} if tree["classes"] and dice.random() < 0.5 else {}
        case "practice_areas":
            entry |= {"code": dice.choice(("A", "B"))} if dice.random() < 0.5 else {}
        case "categories" | "expense_categories":
            entry |= {"product": "p0", "shared": True}
            entry |= {"rate": "75.00"} if section == "categories" and dice.random() < 0.5 else {"cost": "soft"}
            if section == "categories":
                entry.pop("cost", None)
    return entry


def whole(tree: Tree) -> Tree:
    """The same firm with the product that its categories need, and without empty sections."""
    if tree.get("categories") or tree.get("expense_categories"):
        tree.setdefault("products", {}).setdefault("p0", {"name": "products 0", "income": "i0"})
    return {section: entries for section, entries in tree.items() if entries}


# the next file


def _next(dice: random.Random, before: Tree) -> Tree:
    tree = {section: deepcopy(before.get(section, {})) for section in ("accounts", *SHAPES["qbo"], *SHAPES["clio"])}
    tree["retired"] = {}
    for _ in range(dice.randint(2, 7)):
        dice.choice((_add, _add, _swap, _swap, _change, _change, _rename, _drop, _retire, _reparent))(dice, tree)
    if dice.random() < 0.3:
        tree["protect"] = [f"accounts.{dice.choice(sorted(tree['accounts']))}"]
    return whole(tree)


def _add(dice: random.Random, tree: Tree) -> None:
    section = dice.choice([*SHAPES["qbo"], *SHAPES["clio"]])
    key = f"n{sum(len(each) for each in tree.values())}"
    if section == "accounts":
        used = {each["name"] for each in tree["accounts"].values()} | _retired_names(tree)
        numbers = {each.get("number") for each in tree["accounts"].values()}
        name = dice.choice([each for each in (*NAMES, *(f"{each} 2" for each in NAMES)) if each not in used])
        number = dice.choice([each for each in NUMBERS if each not in numbers])
        tree["accounts"][key] = _account(dice, tree["accounts"], name, number)
    else:
        tree[section][key] = _entry(dice, section, tree, f"{section} {key}")


def _retired_names(tree: Tree) -> set[str]:
    return {each["name"] for entries in tree["retired"].values() for each in entries.values()}


def _swap(dice: random.Random, tree: Tree) -> None:
    """Two or three entries exchange their names or numbers."""
    section = dice.choice(("accounts", "accounts", "classes", "practice_areas", "categories"))
    what = dice.choice(("name", "number")) if section == "accounts" else "name"
    keys = [key for key, each in tree[section].items() if what in each]
    chosen = dice.sample(keys, min(len(keys), dice.choice((2, 2, 3))))
    values = [tree[section][key][what] for key in chosen]
    for key, value in zip(chosen, values[1:] + values[:1], strict=True):
        tree[section][key][what] = value


def _change(dice: random.Random, tree: Tree) -> None:
    section = dice.choice([*SHAPES["qbo"], *SHAPES["clio"]])
    for entry in tree[section].values():
        match section:
            case "accounts":
                entry["description"] = dice.choice(("for the firm", "for clients"))
            case "terms":
                entry["due_days"] = dice.choice((11, 12))
            case "products" | "categories":
                entry["rate"] = dice.choice(("111.00", "222.00"))
            case "practice_areas":
                entry["code"] = dice.choice(("X", "Y"))


def _rename(dice: random.Random, tree: Tree) -> None:
    section = dice.choice([*SHAPES["qbo"], *SHAPES["clio"]])
    if tree[section]:
        key = dice.choice(sorted(tree[section]))
        tree[section][key]["name"] = f"{section} of {key}"


def _drop(dice: random.Random, tree: Tree) -> None:
    """An entry is taken out of the file: its object is left alone from then on."""
    section, key = _leaf(dice, tree, (*SHAPES["qbo"], *SHAPES["clio"]))
    if section:
        del tree[section][key]


def _retire(dice: random.Random, tree: Tree) -> None:
    section, key = _leaf(dice, tree, ("accounts", "accounts", "products", "terms", "practice_areas"))
    if section and "clio" not in tree[section][key]:
        gone = tree[section].pop(key)
        tree["retired"].setdefault(section, {})[key] = {each: gone[each] for each in ("name",) if each in gone}


def _leaf(dice: random.Random, tree: Tree, sections: tuple[str, ...]) -> tuple[str, str]:
    """An entry that nothing refers to; empty texts when there is none."""
    section = dice.choice(sections)
    referred = {
        each[name]
        for other in (*SHAPES["qbo"], *SHAPES["clio"])
        for each in tree[other].values()
        for name in REFERENCES & each.keys()
    }
    free = sorted(tree[section].keys() - referred - {"i0", "p0"})
    return (section, dice.choice(free)) if free else ("", "")


def _reparent(dice: random.Random, tree: Tree) -> None:
    section = dice.choice(("accounts", "accounts", "classes"))
    keys = sorted(tree[section])
    for index, key in enumerate(keys):
        entry = tree[section][key]
        above = [each for each in keys[:index] if tree[section][each].get("type") == entry.get("type")]
        if dice.random() < 0.4:
            entry.pop("parent", None)
            if above and dice.random() < 0.7 and not _is_above(tree[section], key, above[-1]):
                entry["parent"] = above[-1]


def _is_above(entries: Tree, key: str, other: str) -> bool:
    """Whether ``key`` is somewhere above ``other``."""
    while other:
        if other == key:
            return True
        other = entries[other].get("parent", "")
    return False


# what people do on screen


def _screen(dice: random.Random, before: Tree, after: Tree) -> Iterator[Tree]:
    yield {"vendor": "qbo", "entity": "Account", "create": {"Name": "Undeclared", "AccountType": "Income"}}
    yield {"vendor": "clio", "resource": "practice_areas", "create": {"name": "Undeclared"}}
    for _ in range(dice.randint(0, 5)):
        yield from dice.choice((_found_there, _found_there, _drifted, _made_inactive))(dice, before, after)


def _new(dice: random.Random, before: Tree, after: Tree, vendor: str) -> tuple[str, Tree]:
    """An entry that the next file adds; an empty one when there is none."""
    added = [
        (SHAPES[vendor][section], entry)
        for section in SHAPES[vendor]
        for key, entry in after.get(section, {}).items()
        if key not in before.get(section, {}) and "parent" not in entry
    ]
    return dice.choice(added) if added else ("", {})


def _found_there(dice: random.Random, before: Tree, after: Tree) -> Iterator[Tree]:
    """Something that the next file declares is there already, perhaps inactive."""
    if dice.random() < 0.5:
        kind, entry = _new(dice, before, after, "clio")
        if kind:
            yield {"vendor": "clio", "resource": kind, "create": {"name": entry["name"]}}
        return
    kind, entry = _new(dice, before, after, "qbo")
    if kind in {"Account", "Class", "PaymentMethod"}:
        types = {"AccountType": entry["type"], "AccountSubType": entry["detail_type"]} if kind == "Account" else {}
        yield {"vendor": "qbo", "entity": kind, "create": {"Name": entry["name"], **types}}
        if dice.random() < 0.4:
            yield {"vendor": "qbo", "entity": kind, "name": entry["name"], "inactivate": True}


def _drifted(dice: random.Random, before: Tree, after: Tree) -> Iterator[Tree]:
    del after
    vendor = dice.choice(("qbo", "clio"))
    section = dice.choice([each for each in SHAPES[vendor] if before.get(each)] or [""])
    if section:
        entry = dice.choice(list(before[section].values()))
        key, field = ("entity", "Name") if vendor == "qbo" else ("resource", "name")
        changed = {"Description": "by hand"} if section == "accounts" else {field: f"{entry['name']} by hand"}
        yield {"vendor": vendor, key: SHAPES[vendor][section], "name": entry["name"], "set": changed}


def _made_inactive(dice: random.Random, before: Tree, after: Tree) -> Iterator[Tree]:
    del after
    name = dice.choice(list(before["accounts"].values()))["name"]
    yield {"vendor": "qbo", "entity": "Account", "name": name, "inactivate": True}
