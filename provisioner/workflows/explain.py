"""explain: the page of an address, of the code of a finding, or of a jurisdiction."""

from __future__ import annotations

import difflib
import inspect
import re
import sys
from typing import TYPE_CHECKING

from provisioner.config import codes as config_codes
from provisioner.engine import codes as engine_codes
from provisioner.engine.holdings import whose
from provisioner.engine.order import references
from provisioner.engine.report import Explanation
from provisioner.jurisdictions import MODEL_RULES, all_codes, find
from provisioner.model.address import Address
from provisioner.model.errors import UsageProblem
from provisioner.model.funds import CONTACT
from provisioner.model.states import US_STATES
from provisioner.model.words import counted
from provisioner.providers import codes as provider_codes
from provisioner.workflows.catalog import registry, rules, settings
from provisioner.workflows.check import check
from provisioner.workflows.settings_page import NATURES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from provisioner.jurisdictions.model import Jurisdiction
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Desired
    from provisioner.model.setting import Setting

QUOTES = re.compile(r"(?<!`)``(?!`)")
PAGES = (*config_codes.PAGES, *engine_codes.PAGES, *provider_codes.PAGES)
"""The findings that are not made by a rule."""

CODE = re.compile(r"[A-Z]{3}\d{3}")
STATE = re.compile(r"(US-)?[A-Z]{2}|ABA")


def explain(what: str, firm_path: Path | None) -> Explanation | Jurisdiction:
    """The explanation of an address or a code, or what we hold of a jurisdiction. UsageProblem when there is none."""
    if CODE.fullmatch(what.upper()):
        return _code(what.upper())
    if (law := find(what)) is not None:
        return law
    if STATE.fullmatch(what.upper()):
        raise _unknown_state(what.upper())
    try:
        address = Address.parse(what)
    except ValueError as error:
        raise UsageProblem(
            str(error),
            "Nor is it a code such as COA201 or a jurisdiction such as US-CA.",
            "Addresses are shown by plan, at the end of each line.",
        ) from error
    return _address(address, firm_path)


def _code(code: str) -> Explanation:
    for rule in rules():
        if rule.code == code:
            module = sys.modules[rule.check.__module__]
            return Explanation(f"{rule.code} {rule.name} ({rule.level})", _about(module), ())
    for page in PAGES:
        if page.code == code:
            return Explanation(f"{page.code} {page.title}", page.about, ())
    known = sorted([*(rule.code for rule in rules()), *(page.code for page in PAGES)])
    raise UsageProblem(f"There is no code {code}", f"The codes are {', '.join(known)}.", "Check the spelling.")


def _unknown_state(code: str) -> UsageProblem:
    known = f"There is data on {', '.join(all_codes())}."
    if code.removeprefix("US-") not in US_STATES:
        return UsageProblem(f"{code} is no jurisdiction", known, "Check the spelling.")
    return UsageProblem(
        f"There is no data on {code}",
        known,
        f"Read the state's own rule. For the model rules it is compared with, run explain {MODEL_RULES}.",
    )


def _about(module: ModuleType) -> str:
    """What a module says of itself, with names quoted as people write them in Markdown."""
    return QUOTES.sub("`", inspect.getdoc(module) or "")


def _setting(setting: Setting, address: Address, firm_path: Path | None) -> Explanation:
    """The page of what a person confirms; with a firm, what it declares of it, and what to do."""
    about = [setting.noun + ".", "", f"{NATURES[setting.nature]} A confirmation counts for {setting.valid_days} days."]
    facts = [("What shows it", setting.observable), ("Sources", ". ".join(setting.sources) + ".")]
    if firm_path is None:
        return Explanation(str(address), "\n".join(about), tuple(facts))
    firm = check(firm_path)[1]
    if firm is None:
        return Explanation(str(address), "\n".join(about), (("Firm file", "has errors; run validate"), *facts))
    declared = {each.address: each for each in setting.asked(firm)}
    found = (
        [declared[address]] if address in declared else list(declared.values()) if _is_bare(setting, address) else []
    )
    if not found:
        listed = ", ".join(map(str, declared))
        raise UsageProblem(
            f"{firm.file} declares nothing for {address} to confirm",
            f"It does for {listed}." if listed else "",
            "`provisioner attest FIRM --list` shows the addresses of this firm.",
        )
    for each in found:
        facts += [(each.title, f"{each.says}   ({each.place})"), ("Keep as proof", each.evidence)]
        about += ["", f"{each.title}:", *(f"  {number}. {step}" for number, step in enumerate(each.steps, 1))]
    return Explanation(str(address), "\n".join(about), tuple(facts))


def _is_bare(setting: Setting, address: Address) -> bool:
    return str(address) == setting.kind


def _setting_of(address: Address) -> Setting | None:
    kind = f"{address.kind}.{address.key.partition('.')[0]}"
    return next((each for each in settings() if each.kind == kind), None)


def _address(address: Address, firm_path: Path | None) -> Explanation:
    types = registry()
    if (setting := _setting_of(address)) is not None:
        return _setting(setting, address, firm_path)
    if address.kind not in types.types:
        raise UsageProblem(
            f"There is no resource type {address.kind}", f"There are {', '.join(types.types)}.", "Check the spelling."
        )
    kind = types[address.kind]
    about = _about(sys.modules[type(kind).__module__])
    if firm_path is None:
        return Explanation(str(address), about, ())
    _, firm = check(firm_path)
    if firm is None:
        return Explanation(str(address), about, (("Firm file", "has errors; run validate"),))
    declared = {each.address: each for every in types.types.values() for each in every.desired(firm)}
    if address not in declared and (ledger := whose(firm, address)) is not None:
        return Explanation(str(address), about, tuple(_following(firm, *ledger)))
    if address not in declared:
        close = difflib.get_close_matches(str(address), [str(each) for each in declared], 3)
        raise UsageProblem(
            f"{firm.file} declares no {address}",
            f"Did you mean {' or '.join(close)}?" if close else "",
            "Run plan to see the addresses of this firm.",
        )
    return Explanation(str(address), about, tuple(_facts(declared[address], declared)))


def _following(firm: Firm, key: str, kind: str, number: str) -> Iterator[tuple[str, str]]:
    """About a ledger that no entry declares: whether it is there follows from what Clio says at each plan."""
    ledgers = firm.config.trust[key].ledgers
    days = ledgers.close_after_days_at_zero
    yield "Declared at", f"{firm.place('trust', key, 'ledgers')}, for everyone Clio has money for in this trust account"
    yield "The ledger of", f"{'client' if kind == CONTACT else kind} {number} in Clio, wherever Clio has one"
    yield "name", f"{ledgers.name}   ({firm.place('trust', key, 'ledgers', 'name')})"
    yield "parent", str(Address("qbo", "account", firm.config.trust[key].liability))
    yield "Found by", f"the mark clio:{kind}:{number} in its description, else by its name"
    closing = (
        f"after {counted(days, 'day')} at zero in Clio and QuickBooks" if days is not None else "never by this program"
    )
    yield "Made inactive", f"{closing}; used again when there is money for it"


def _facts(desired: Desired, declared: dict[Address, Desired]) -> list[tuple[str, str]]:
    facts = [("Declared at", str(desired.place))]
    if desired.found_by:
        facts.append(("Found by", f"detail type {desired.found_by}; never made or renamed"))
    facts += [
        (name.replace("_", " "), f"{value}   ({desired.place_of(name)})") for name, value in desired.fields.items()
    ]
    users = [str(address) for address, each in declared.items() if desired.address in references(each.fields)]
    if users:
        facts.append(("Referred to by", ", ".join(users)))
    return facts
