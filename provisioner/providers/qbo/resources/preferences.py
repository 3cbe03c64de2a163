"""Settings of the QuickBooks company that can be tried by program: class tracking, report basis, words on screen.

The firm file says them under `tracking.classes`, `preferences.custom_transaction_numbers`,
`preferences.customer_label` and `firm.basis`. Intuit's reference does not mark them as read-only, and QuickBooks gives
no error for a setting that it does not take; so each is written, read back, and where it has not changed it becomes a
step for a person. It is not tried again before somebody has changed the company's settings. Class tracking that is on
is never switched off by program: that is a person's decision. The other settings of a company are read-only and are
confirmed by a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from provisioner.engine.capacity import WITHOUT_CLASSES
from provisioner.engine.ports import FieldInfo, Key
from provisioner.model.change import HumanStep
from provisioner.model.resource import Desired
from provisioner.providers.qbo.base import POSTING, QboType
from provisioner.providers.qbo.facts import class_tracking
from provisioner.providers.qbo.screens import CHOICES, GEAR, SETTINGS, UPGRADE
from provisioner.providers.wire import WireField

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from provisioner.model.change import Change
    from provisioner.model.firm import Firm
    from provisioner.model.resource import Observed, Scalar, Value

IN_VAIN = "QuickBooks answered well when this program set it, and left it as it was: it has to be set on screen."
PATHS: Mapping[str, tuple[str, str]] = {
    "classes": ("tracking", "classes"),
    "customer_label": ("preferences", "customer_label"),
    "basis": ("firm", "basis"),
    "custom_transaction_numbers": ("preferences", "custom_transaction_numbers"),
}
"""Where the firm file says each field; in the order of the screens."""
KEYS: Mapping[str, frozenset[str]] = {
    "classes": frozenset({"ClassTrackingPerTxn", "ClassTrackingPerTxnLine"}),
    "customer_label": frozenset({"CustomerTerminology"}),
    "basis": frozenset({"ReportBasis"}),
    "custom_transaction_numbers": frozenset({"CustomTxnNumbers"}),
}
"""What QuickBooks calls each of them, within its section."""


def _setting(
    section: str, label: str, decode: Callable[[Mapping[str, Any]], Value], encode: Callable[[Any], Mapping[str, Any]]
) -> WireField:
    """A setting among the others of its section."""
    return WireField(section, FieldInfo(label, tried=True), lambda values: decode(values or {}), encode)


def _classes(value: str) -> Mapping[str, Any]:
    return {"ClassTrackingPerTxnLine": value == "per_line", "ClassTrackingPerTxn": value == "per_transaction"}


def _switch(values: Mapping[str, Any]) -> Value:
    said = values.get("CustomTxnNumbers")
    return None if said is None else "enabled" if str(said).lower() == "true" else "none"


def _lower(value: object) -> Value:
    return str(value).lower() if value else None


class Preferences(QboType):
    """See the module docstring."""

    kind: ClassVar[str] = "qbo.preferences"
    noun: ClassVar[str] = "settings"
    entity: ClassVar[str] = "Preferences"
    singleton = True
    wire = {
        "classes": _setting("AccountingInfoPrefs", "class tracking", class_tracking, _classes),
        "custom_transaction_numbers": _setting(
            "SalesFormsPrefs",
            "custom transaction numbers",
            _switch,
            lambda value: {"CustomTxnNumbers": value == "enabled"},
        ),
        "customer_label": _setting(
            "AccountingInfoPrefs",
            "customer label",
            lambda values: _lower(values.get("CustomerTerminology")),
            lambda value: {"CustomerTerminology": value.capitalize()},
        ),
        "basis": _setting(
            "ReportPrefs",
            "accounting method of reports",
            lambda values: _lower(values.get("ReportBasis")),
            lambda value: {"ReportBasis": value.capitalize()},
        ),
    }

    def desired(self, firm: Firm) -> Iterator[Desired]:
        """The settings that the firm file declares, as one resource."""
        said = _declared(firm)
        fields = {name: said[name] for name in PATHS if said[name] is not None}
        if fields:
            first, *others = (PATHS[name] for name in fields)
            places = {name: firm.place(*PATHS[name]) for name in fields}
            yield Desired(SETTINGS, fields, first, firm.place(*first), places, also=tuple(others))

    def title(self, fields: Mapping[str, Value]) -> str:  # noqa: ARG002 - there is only one
        """What it is: it has no name."""
        return "Company settings"

    def group(self, fields: Mapping[str, Value]) -> str:  # noqa: ARG002 - one heading for all
        """The heading in a plan."""
        return "Settings"

    def keys(self, fields: Mapping[str, Value]) -> Iterable[Key]:  # noqa: ARG002 - there is only one
        """It is the only one."""
        yield Key("company", self.kind)

    def tokens(self, fields: Mapping[str, Value]) -> Iterable[tuple[str, Hashable]]:  # noqa: ARG002 - part of the port
        """Nothing that a second one could ask for."""
        return ()

    def blocked(self, change: Change, facts: Mapping[str, Scalar]) -> HumanStep | None:
        """What QuickBooks did not take, class tracking in a plan without it, and switching it off, are for a person."""
        differing = {each.name for each in change.fields} if change.observed is not None else set(change.desired.fields)
        wanted = change.desired.fields.get("classes")
        missing = facts.get("edition") in WITHOUT_CLASSES and wanted != "none"
        mine = differing if change.observed is None else differing & change.untaken
        if "classes" in differing and (missing or wanted == "none"):
            mine = mine | {"classes"}
        if not mine:
            return None
        upgrade = (UPGRADE,) if missing and "classes" in mine else ()
        lines = tuple(line for name in PATHS if name in mine for line in _on_screen(name, change.desired.fields[name]))
        in_vain = (IN_VAIN,) if change.untaken & mine else ()
        return HumanStep(
            (*in_vain, *upgrade, *dict.fromkeys(lines)),
            "A screenshot of these settings.",
            "The next plan reads the company's preferences.",
            frozenset(mine),
        )

    def effect(self, change: Change) -> str:
        """What is different on screen."""
        after, names = change.desired.fields, {each.name for each in change.fields}
        said = [_EFFECTS[name](str(after[name])) for name in PATHS if name in names]
        return " ".join(said) if said else super().effect(change)

    def untouched(self, observed: Observed, written: set[str]) -> Mapping[str, Any]:
        """Every setting but those written. What QuickBooks only reports (``OtherPrefs``) may follow by itself."""
        ours = {(self.wire[name].key, key) for name in written & KEYS.keys() for key in KEYS[name]}
        return {
            section: {key: value for key, value in values.items() if (section, key) not in ours}
            for section, values in observed.raw.items()
            if isinstance(values, dict) and section != "OtherPrefs"
        }

    def body(self, fields: Mapping[str, Value], observed: Observed | None, *, active: bool | None) -> dict[str, Any]:  # noqa: ARG002 - settings are never inactive
        """A full update: the whole object as it was read, with our settings in their sections."""
        if observed is None:
            raise AssertionError("A company's settings are never made")
        echoed = {key: value for key, value in observed.raw.items() if key not in POSTING}
        body = {**echoed, "Id": observed.id, "SyncToken": observed.version, "sparse": False}
        for name, value in fields.items():
            setting = self.wire[name]
            body[setting.key] = {**(body.get(setting.key) or {}), **setting.encode(value)}
        return body


def _declared(firm: Firm) -> dict[str, Value]:
    tracking, preferences = firm.config.tracking, firm.config.preferences
    return {
        "classes": tracking.classes if tracking else None,
        "custom_transaction_numbers": preferences.custom_transaction_numbers if preferences else None,
        "customer_label": preferences.customer_label if preferences else None,
        "basis": firm.config.firm.basis,
    }


def _on_screen(name: str, value: Value) -> Iterator[str]:
    """Where a person finds the setting, and what to choose."""
    if name == "classes":
        yield GEAR.format("Advanced")
        yield f"Under Categories, {CHOICES[str(value)]}."
    elif name == "custom_transaction_numbers":
        yield GEAR.format("Sales")
        yield f"Under Sales form content, switch {'on' if value == 'enabled' else 'off'} Custom transaction numbers."
    elif name == "customer_label":
        yield GEAR.format("Advanced")
        yield f"Under Other preferences, choose {str(value).capitalize()} as Customer label."
    else:
        yield GEAR.format("Advanced")
        yield f"Under Accounting, choose {str(value).capitalize()} as Accounting method."


_EFFECTS: Mapping[str, Callable[[str], str]] = {
    "classes": lambda value: {
        "per_line": "Each line of a transaction can be given a class.",
        "per_transaction": "Each transaction can be given one class.",
    }.get(value, "Transactions are given no class any more."),
    "custom_transaction_numbers": lambda value: (
        "Invoices can keep the number that Clio gave the bill."
        if value == "enabled"
        else "QuickBooks numbers invoices by itself."
    ),
    "customer_label": lambda value: f"QuickBooks calls customers {value} on screen.",
    "basis": lambda value: f"Reports are on a {value} basis unless somebody chooses otherwise.",
}
