"""Pages for findings of the engine: MAT, about what is meant, SAF, refusals, and ATT, what people confirmed."""

from __future__ import annotations

from typing import NamedTuple


class CodePage(NamedTuple):
    """What ``explain`` says about a finding that no rule makes."""

    code: str
    title: str
    about: str
    catalogue: str = ""
    """The failures it is about, by their numbers in the catalogue, with blanks between."""


PAGES = (
    CodePage(
        "ATT103",
        "a confirmation of a later day",
        "Somebody is said to have confirmed a setting on a day that lies after the one the plan is made for. It does "
        "not count on that day. Correct the date in `attestations.yaml`; a plan made with --as-of for an earlier day "
        "says this of everything that was confirmed since.",
    ),
    CodePage(
        "ATT106",
        "proof that is missing",
        "A confirmation names a file kept as proof, and there is no such file below the folder of the firm. Put it "
        "back where it was, or confirm the setting anew with the file that there is.",
    ),
    CodePage(
        "ATT107",
        "proof that was exchanged",
        "The file kept as proof of a confirmation is not the one that was there when the setting was confirmed: its "
        "checksum differs. Put the former one back from the history of the folder, or look at the setting again and "
        "confirm it anew.",
    ),
    CodePage(
        "ATT201",
        "a confirmation that has expired",
        "A setting that no program can read was confirmed, and the time for which that counts is over: it may have "
        "been changed on screen since. Look at it again and confirm it anew with `provisioner attest`.",
    ),
    CodePage(
        "ATT202",
        "a confirmation of something else",
        "The firm file says something else now than when the setting was confirmed, so what was confirmed is not what "
        "is declared. Make it so on screen and confirm it anew with `provisioner attest`.",
    ),
    CodePage(
        "ATT203",
        "a setting that is seen to be otherwise",
        "What was read live shows that a setting is not as the firm file declares it, even where somebody confirmed "
        "it. What is seen counts more. Make it so on screen, or declare what is really wanted, and plan again.",
    ),
    CodePage(
        "ATT204",
        "a confirmation that expires soon",
        "Within two weeks a confirmed setting counts as open again. Look at it and confirm it anew with `provisioner "
        "attest` and its address.",
    ),
    CodePage(
        "MAT101",
        "one entry, several live objects",
        "Several live objects have the same number or name as one entry of the firm file, so it is not clear which of "
        "them it means. Nothing is planned for this entry: the wrong choice would change somebody's books. Give the "
        "others another number or name, make them inactive (QuickBooks) or delete them (Clio), and plan again.",
    ),
    CodePage(
        "MAT102",
        "number and name on different live objects",
        "The number of an entry belongs to one live object and its name to another. Nothing is planned for this entry. "
        "Correct the firm file, or one of the two on screen, so that number and name lead to the same object.",
    ),
    CodePage(
        "MAT103",
        "a live value that is never changed",
        "The live object has another value where this program never changes one, such as the type of an account: its "
        "history would move to another part of the books. Correct the firm file, or follow the advice of the finding "
        "and start a new object.",
    ),
    CodePage(
        "MAT104",
        "two entries for one live object",
        "Two entries of the firm file lead to the same live object, and each would undo what the other asks for. Keep "
        "one of them, or give the other a number and name of its own.",
    ),
    CodePage(
        "MAT105",
        "a system account that is not there yet",
        "QuickBooks makes some accounts by itself, the first time something is posted to them. This one does not exist "
        "yet. There is nothing to do.",
    ),
    CodePage(
        "MAT106",
        "live objects that the firm file does not declare",
        "QuickBooks holds active objects that no entry of the firm file stands for. This program leaves them alone. "
        "Declare them, or make them inactive in QuickBooks when nobody uses them.",
    ),
    CodePage(
        "MAT107",
        "an address that two entries have",
        "Two entries of the firm file have the same address, and they ask for different things. Give one of them "
        "another key.",
    ),
    CodePage(
        "MAT108",
        "an entry that waits for a system account",
        "An entry points at an account that QuickBooks makes by itself and has not made yet. It is left out of the "
        "plan until then. Plan again when the account is there, or point the entry at an account of your own.",
    ),
    CodePage(
        "MAT109",
        "an entry that points at nothing",
        "An entry points at something that the firm file does not declare as something to keep, or two entries need "
        "one another. There is no order in which they could be made. Correct one of the two entries.",
    ),
    CodePage(
        "SAF101",
        "making inactive what is in use",
        "An entry under `retired:` still has a balance or is still used by something active, or QuickBooks made it for "
        "itself. Move the balance or what uses it first, then plan again. A system account cannot be made inactive: "
        "remove it from `retired:`.",
        "C12",
    ),
    CodePage(
        "SAF102",
        "a name or number that is taken",
        "A change asks for a name or number that another active object keeps, and QuickBooks refuses a second one. "
        "Declare the other one too, change it on screen, or choose another name or number.",
    ),
    CodePage(
        "SAF103",
        "making inactive what is protected",
        "An entry under `retired:` stands for something that was once listed under `protect:`. Protection is "
        "remembered even when that line is gone. Remove it from `retired:`, or, if this is really meant, run apply "
        "with the `--accept` shown in the finding.",
    ),
    CodePage(
        "SAF104",
        "too many changes at once",
        "A plan would change or make inactive a large share of what is managed in one system. That is more often a "
        "mistake in a template than a wish. Read the plan; if it is what you want, run apply with the `--accept` shown "
        "in the finding.",
    ),
    CodePage(
        "SAF105",
        "something below itself",
        "A change would put an account or class below itself, because something live in between stays where it is. "
        "QuickBooks refuses such a circle. Move what is in between on screen, or choose another parent.",
    ),
    CodePage(
        "SAF106",
        "an apply is running",
        "Another apply of this firm is at work, so what a plan reads now may be half done. Plan again when it has "
        "ended. If that process hangs, `provisioner state unlock` takes its lock away.",
    ),
    CodePage(
        "SAF107",
        "an apply was interrupted",
        "An apply of this firm ended before its plan was carried out: it was stopped, killed, or could not reach a "
        "vendor. Run apply: it finds out what became of the requests whose answers were lost, carries nothing out "
        "twice, and goes on with the plan that was approved then.",
    ),
    CodePage(
        "SAF108",
        "a connection that ends soon",
        "A connection to QuickBooks or Clio ends for good on a fixed day, five years after it was made at the latest. "
        "Within two weeks of it plans say so. Run `provisioner auth login` before that day and nothing stops.",
    ),
    CodePage(
        "SAF109",
        "more accounts than the company's plan takes",
        "QuickBooks takes 250 active accounts on Simple Start, Essentials and Plus, and any number on Advanced. With "
        "what this plan adds there would be more, and QuickBooks would refuse the rest, so nothing is applied. The "
        "finding counts the ways out: client ledgers at zero that could be made inactive, the accounts that remain "
        "when clients are told apart by customer or in Clio alone, and Advanced. Accounts that QuickBooks made by "
        "itself are said not to count, and not all of them can be told apart: the number is the most it can be. Where "
        "QuickBooks itself shows a lower one that leaves room, apply with the `--accept` shown in the finding. "
        "Source: QuickBooks help L6THMltE4 and 228520 (usage limits); read 2026-11.",
        catalogue="C11",
    ),
    CodePage(
        "SAF110",
        "accounts close to what the company's plan takes",
        "Nine tenths of the 250 accounts that QuickBooks takes below Advanced are in use, or will be once this plan "
        "is applied. With a ledger for each client the rest goes fast. The ways out are those of SAF109.",
        catalogue="C11",
    ),
    CodePage(
        "SAF111",
        "more classes and locations than the company's plan takes",
        "QuickBooks Plus takes 40 active classes and locations together, Advanced any number; Simple Start and "
        "Essentials have none. With what this plan adds there would be more, so nothing is applied. Make inactive what "
        "nobody uses, or move to Advanced. Source: QuickBooks help L6THMltE4 (usage limits); read 2026-11.",
        catalogue="C11",
    ),
    CodePage(
        "SAF112",
        "classes and locations close to what the company's plan takes",
        "Nine tenths of the 40 classes and locations that QuickBooks Plus takes are in use, or will be once this plan "
        "is applied. Make inactive what nobody uses, or move to Advanced.",
        catalogue="C11",
    ),
    CodePage(
        "SAF113",
        "another edition than the firm file says",
        "QuickBooks reports another edition than `systems.quickbooks.edition`. The checks of the file go by the file, "
        "plans by what QuickBooks reports. Correct the file, or change the company's plan.",
        catalogue="S26 C11",
    ),
    CodePage(
        "SAF114",
        "an edition that Clio's integration is not made for",
        "The company is on Simple Start, to which Clio does not connect, or on Essentials, with which it tracks no "
        "firm users by class and imports no hard costs, although the firm file says otherwise. Move the company to "
        "Plus or Advanced. Source: Clio help 9290134235163; read 2026-11.",
        catalogue="S26",
    ),
    CodePage(
        "LED101",
        "balances that Clio does not show",
        "Client ledgers follow Clio, and Clio hides the balances of clients from this connection, because the app has "
        "no permission for accounting. A hidden balance is not an empty one, so nothing is planned for these ledgers. "
        "Give the app that permission in Clio and connect again.",
    ),
    CodePage(
        "LED102",
        "ledgers that follow no bank account of Clio",
        "The ledgers of a trust account are to be made from what Clio holds for each client, and nothing says which of "
        "Clio's bank accounts it is. Name it under `clio:` of the account that the trust account has as its `bank`.",
    ),
    CodePage(
        "LED103",
        "two ledgers with one mark",
        "The mark in the description of a ledger says whose it is. Two live ledgers below one liability have the same "
        "one, so a client's money may stand in two places. Move it into one of them by a journal entry, and make the "
        "other inactive.",
    ),
    CodePage(
        "LED104",
        "a ledger of nobody",
        "A ledger has the mark of a contact or matter that Clio does not list any more: it was merged into another, or "
        "deleted. The ledger is left as it is, and never made inactive by this program. Move its balance to the ledger "
        "of whoever the money belongs to now.",
    ),
    CodePage(
        "LED105",
        "a ledger that is empty in Clio only",
        "Clio has had nothing for a client for as long as the firm file asks before a ledger is closed, and QuickBooks "
        "still has a balance. One of the two lacks an entry. The ledger is not proposed to be closed until they agree.",
    ),
    CodePage(
        "LED106",
        "a ledger with one client's name and another's mark",
        "A ledger has the name of one client's ledger and the mark of another one, and nothing remembers which of them "
        "it was made for. Nothing is planned for either. Correct the name or the description in QuickBooks.",
    ),
    CodePage(
        "LED107",
        "trust money in an account the firm file does not name",
        "Clio holds clients' money in a trust account that no trust account of the firm file stands for, by its name "
        "under `clio:`. No ledgers are kept for that money. Often the name is spelt differently in the two places.",
    ),
    CodePage(
        "LED108",
        "client money on no matter",
        "Ledgers are kept for each matter, and Clio holds money for a client that is on none of the client's matters, "
        "so it has no ledger. Transfer it to the matter it is for.",
    ),
    CodePage(
        "LED109",
        "sub-accounts where ledgers are kept elsewhere",
        "The firm file says that client ledgers are kept as customers, or in Clio only, and there are still active "
        "sub-accounts of clients below the trust liability; or it asks for a ledger for each matter and there are "
        "still those of clients, or the other way round. They are left alone. Until their balances are moved, the "
        "money of these clients is told apart in two ways at once.",
    ),
    CodePage(
        "LED110",
        "a ledger below another account",
        "A ledger with a client's mark stands below another account than the trust liability, so it is not clear "
        "whether it still is that client's. No second one is made. Move it back, or take the mark out of its "
        "description.",
    ),
    CodePage(
        "LED111",
        "clients with funds who are no customers in QuickBooks",
        "Client ledgers are kept as customers in QuickBooks, and Clio holds money for clients who are none there yet. "
        "Clio makes a client a customer with the first approved bill. Until then a deposit cannot name them, so "
        "somebody has to add them as customers before it is posted.",
    ),
    CodePage(
        "LED112",
        "new ledgers beside accounts without a mark",
        "Ledgers are to be made for clients, and below the same liability there are active accounts that carry no mark "
        "and have another name than any client's ledger, as those made by hand have. Where one of them is such a "
        "client's, the client would have two. Write the client's mark, `clio:contact:` and the number of the contact "
        "in Clio, in the description of the account, and it is taken over with its history.",
    ),
    CodePage(
        "LED113",
        "ledgers under marks of the other sort",
        "A trust account changed between `from: listed` and `from: clio`. Ledgers made for listed clients without a "
        "`clio_contact` are marked with the key of the entry, those made from Clio with the number of the contact, so "
        "nothing says which of them are the same client's. No new ledger is made beside them. Going to Clio, write the "
        "mark with the client's number in the description of each; going to a list, write that number as "
        "`clio_contact` in the client's entry.",
    ),
    CodePage(
        "LED114",
        "an empty ledger that is in use",
        "A ledger has been at zero in both systems for as long as the firm file asks, and a sub-account below it or a "
        "product that posts to it is still active. It is not proposed to be closed before that is moved or made "
        "inactive.",
    ),
)
