"""Pages for findings about single values that QuickBooks or Clio would refuse."""

from __future__ import annotations

from provisioner.engine.codes import CodePage

PAGES = (
    CodePage(
        "CLI101",
        "a name that Clio does not take",
        "The name of a Clio entry is empty, too long, has blanks around it, or holds a character that is not allowed. "
        "Write a name as the finding says.",
    ),
    CodePage(
        "CLS101",
        "a class name that QuickBooks does not take",
        "The name of a class is empty, too long, has blanks around it, or holds a colon or another character that is "
        "not allowed. QuickBooks writes a colon between a class and its sub-class; use `parent:` for that.",
    ),
    CodePage(
        "COA101",
        "an account name that QuickBooks does not take",
        "The name of an account is empty, too long, has blanks around it, or holds a colon, a double quote or another "
        "character that is not allowed. QuickBooks writes a colon between an account and its sub-account; use "
        "`parent:` for that.",
    ),
    CodePage(
        "COA102",
        "an account number that QuickBooks does not take",
        "An account number is empty, longer than seven characters, or holds a colon or blanks around it. Write a "
        'shorter one in quotes, for example "1010".',
    ),
    CodePage(
        "COA103",
        "an unknown account type",
        "The `type:` of an account is not one that QuickBooks has. Use a type as it is shown on screen, such as Bank, "
        "Income or Other Current Liability.",
    ),
    CodePage(
        "COA104",
        "a detail type that does not fit",
        "The `detail_type:` of an account does not exist, or belongs to another account type; QuickBooks refuses the "
        "pair. Choose a detail type of this account type, or correct `type:`.",
    ),
    CodePage(
        "COA105",
        "a system account with details of its own",
        "An entry with `system:` stands for an account that QuickBooks makes itself, and also says what it is called "
        "or what type it has. It is only found, never made or renamed. Remove the other keys, or remove `system:` if "
        "this is an account of your own.",
    ),
    CodePage(
        "ITM101",
        "a product name that QuickBooks does not take",
        "The name of a product or service is empty, too long, has blanks around it, or holds a colon or another "
        "character that is not allowed. Write a name as the finding says.",
    ),
    CodePage(
        "LST101",
        "a name of a payment method or term that QuickBooks does not take",
        "The name of a payment method or term is empty, longer than 31 characters, has blanks around it, or holds a "
        "colon or another character that is not allowed. Write a shorter or plainer name.",
    ),
    CodePage(
        "LST102",
        "a term without one due rule",
        "A payment term says neither or both of `due_days` and `due_day_of_month`. QuickBooks computes the due date "
        "from exactly one of them. Add or remove one, for example `due_days: 30`.",
    ),
)
