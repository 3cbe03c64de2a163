"""How the connection between Clio and QuickBooks is ended, if ever: purging it makes every invoice come twice later."""

from __future__ import annotations

from provisioner.settings._making import Question, procedure
from provisioner.settings._sources import CLIO_DISCONNECT

SETTING = procedure(
    "staff.procedure.disconnect",
    Question(
        "Ending the connection",
        ("sync",),
        {
            "disconnect": {
                "revoke": "Whoever ends the connection chooses Revoke, never Revoke and Purge.",
                "revoke_and_purge": "Whoever ends the connection chooses Revoke and Purge, which forgets every link.",
            }
        },
        (
            "Tell everyone who administers Clio, before anybody needs it: a purge cannot be taken back.",
            "Write it where they will look: beside the log-in, or on the firm's page about Clio.",
        ),
        "The note, with the date and who has read it.",
    ),
    sources=(CLIO_DISCONNECT,),
    catalogue="S22",
)
