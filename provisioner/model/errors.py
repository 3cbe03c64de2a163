"""What the program raises when it cannot go on: what happened, why, and the way out, for whoever typed the command."""

from __future__ import annotations


class ProvisionerError(Exception):
    """A failure with a plain summary, an explanation and the next step. ``command`` is one to copy."""

    exit_code = 1

    def __init__(self, summary: str, detail: str = "", fix: str = "", command: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail
        self.fix = fix
        self.command = command


class UsageProblem(ProvisionerError):
    """The command line or environment cannot be understood."""

    exit_code = 64


class ConfigProblem(ProvisionerError):
    """A file could not be read at all."""


class StateProblem(ProvisionerError):
    """The state store cannot be opened or written."""


class PlanFileProblem(ProvisionerError):
    """A plan file cannot be used: it is damaged, was edited, is outdated, or is for something else."""


class VendorProblem(ProvisionerError):
    """QuickBooks or Clio refused, failed or could not be reached.

    ``code`` and ``status`` are the vendor's; ``stops_run`` says that no other request can succeed either, and
    ``maybe_done`` that the request may have been carried out all the same.
    """

    def __init__(
        self,
        summary: str,
        detail: str = "",
        fix: str = "",
        command: str = "",
        *,
        system: str = "",
        code: str = "",
        status: int = 0,
        stops_run: bool = False,
        maybe_done: bool = False,
    ) -> None:
        super().__init__(summary, detail, fix, command)
        self.system = system
        self.code = code
        self.status = status
        self.stops_run = stops_run
        self.maybe_done = maybe_done


class UnsafePlan(ProvisionerError):
    """The plan exists but must not be applied as it is."""
