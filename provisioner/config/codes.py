"""Pages for findings that come up while a firm file is read: SYN, how it is written, and REF, what it points at."""

from __future__ import annotations

from provisioner.engine.codes import CodePage

PAGES = (
    CodePage(
        "ATT101",
        "a confirmation of something that nobody asks for",
        "An entry of `attestations.yaml` confirms something that the firm file does not declare, or does not declare "
        "any more. It counts for nothing. Correct its key, which is the address that `provisioner attest --list` "
        "shows, or remove the entry.",
    ),
    CodePage(
        "ATT102",
        "a confirmation that expires before it was made",
        "An entry of `attestations.yaml` has an `expires` that is earlier than its `on`. One of the two dates is "
        "wrong. Correct it; an entry that has expired is better confirmed anew with `provisioner attest`.",
    ),
    CodePage(
        "ATT104",
        "a confirmation by somebody who is not listed",
        "The firm file lists its people, and the one who confirmed a setting is not among them: the name is "
        "misspelled, or that person has left. What one who has left confirmed is better looked at again by somebody "
        "who can be asked.",
    ),
    CodePage(
        "ATT105",
        "a confirmation that holds for too long",
        "Each sort of setting may be confirmed for a certain time only, because anybody with the rights can change it "
        "on screen and no program can see that. Write an earlier `expires`, or leave it to `provisioner attest`.",
    ),
    CodePage(
        "REF101",
        "a name that nothing has",
        "An entry points at a key that the firm file and its templates do not declare in that section. Often it is a "
        "slip of the keyboard, or the entry was renamed or retired. Correct the key, or declare what it names.",
    ),
    CodePage(
        "SYN100",
        "no firm file",
        "There is no `firm.yaml` where the command looked, or it cannot be opened. Give the folder of the firm, or the "
        "file itself.",
    ),
    CodePage(
        "SYN101",
        "a file that is not readable YAML",
        "The file is empty, begins a second document (`---`), or its indentation, quotes or brackets do not fit "
        "together, so nothing in it can be relied on. Correct the marked line; the cause is often the line above.",
    ),
    CodePage(
        "SYN102",
        "a file that is too large, too deep or not plain UTF-8",
        "The file is larger or more deeply nested than a firm file can be, or it is not saved as plain UTF-8 text. "
        "Save it as UTF-8 without a byte order mark, and write out what aliases (`*name`) repeat too often.",
    ),
    CodePage(
        "SYN103",
        "a key written twice",
        "The same key stands twice in one group. Only one of the two can be meant, and programs differ in which one "
        "they take. Remove one of them, or join the two.",
    ),
    CodePage(
        "SYN104",
        "an unknown key",
        "A key is not known at this place. It would be ignored, so nothing it says would happen. Correct its spelling, "
        "move it to where it belongs, or remove it.",
    ),
    CodePage(
        "SYN105",
        "a value of the wrong sort",
        "A value is of another sort than its key takes: a list where one value belongs, say, or text where a group of "
        "keys belongs. Write it as the finding says.",
    ),
    CodePage(
        "SYN106",
        "a number without quotes",
        "YAML reads a number without quotes as a number and not as it is written: 1010.10 becomes 1010.1, and leading "
        'zeros are lost. Put account numbers and amounts in quotes, for example "1010.10".',
    ),
    CodePage(
        "SYN107",
        "a missing key",
        "A group lacks a key that it must have. Add it with a value of the sort the finding names.",
    ),
    CodePage(
        "SYN108",
        "a value that is not accepted",
        "A value is of the right sort but not one that can be used here: an unknown word, a number outside its limits, "
        "a text that is too long, or a date or amount in another form. Write it as the finding says.",
    ),
    CodePage(
        "SYN109",
        "a malformed key",
        "The key of an entry holds characters that a key cannot have, or is not text. Keys are short names in lower "
        "case with underscores, such as `iolta_checking`; the name on screen stands under `name:`.",
    ),
    CodePage(
        "SYN110",
        "an unknown version of the format",
        "The file asks for a version of the format that this release does not read. Write `version: 1`, or install the "
        "release of provisioner that knows the newer version.",
    ),
    CodePage(
        "SYN111",
        "a template that cannot be used",
        "A file named under `extends:` is missing, cannot be read, lies outside the folder of the firms, or leads back "
        "to the file that extends it. Correct the file name, or remove the line.",
    ),
    CodePage(
        "SYN112",
        "a mark of YAML that cannot be used",
        "A tag (`!name`), an alias (`*name`) or a merge (`<<`) is unknown or stands where it cannot be. Correct it, or "
        "put the value in quotes if the mark belongs to the text.",
    ),
    CodePage(
        "SYN113",
        "a key without a value",
        "A key has no value, so it counts as not written. An empty value removes what a template says, and no template "
        "says anything here. Write a value, or remove the line.",
    ),
    CodePage(
        "SYN114",
        "more findings than are shown",
        "There are more findings than are listed. Correct the ones above first and check again: one cause often has "
        "many effects.",
    ),
    CodePage(
        "SYN115",
        "a comment to ignore that cannot be followed",
        "`# provisioner: ignore[CODE] reason` on the line of a finding keeps the finding listed and lets it stop "
        "nothing. This comment names no rule, or gives no reason. Only findings of rules can be ignored, not those "
        "about how a file is written nor those a plan makes once it has read QuickBooks and Clio.",
    ),
    CodePage(
        "SYN116",
        "a comment that ignores nothing",
        "`# provisioner: ignore[CODE] reason` stands on a line where that rule finds nothing. Remove it, or put it on "
        "the line that the finding names: the place is shown at the start of each finding.",
    ),
)
