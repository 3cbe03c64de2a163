"""What is bought in Intuit's sample company: ids of its accounts, vendors and items, and bodies to buy with."""

from __future__ import annotations

from qbo_live import fault, read

ADVERTISING, BANK_CHARGES, INVENTORY, PAYABLES, CHECKING, SAVINGS, VISA = "7", "8", "81", "33", "35", "36", "42"
BESSIE, CAL, HICKS = "30", "32", "41"
PUMP = "11"


def cost(amount, account=ADVERTISING, **detail):
    block = {"AccountRef": {"value": account}, **detail}
    return {"Amount": amount, "DetailType": "AccountBasedExpenseLineDetail", "AccountBasedExpenseLineDetail": block}


def goods(amount, item=PUMP, **detail):
    block = {"ItemRef": {"value": item}, **detail}
    return {"Amount": amount, "DetailType": "ItemBasedExpenseLineDetail", "ItemBasedExpenseLineDetail": block}


def bill(company, amount, vendor=HICKS, **fields):
    return company.create("Bill", **bill_body(amount, vendor, **fields))


def bill_body(amount, vendor=HICKS, **fields):
    return {"VendorRef": {"value": vendor}, "Line": [cost(amount)], **fields}


def link(row, kind="Bill"):
    return [{"TxnId": row["Id"], "TxnType": kind}]


def payment_body(total, *lines, vendor=HICKS, **fields):
    return {
        "VendorRef": {"value": vendor},
        "PayType": "Check",
        "CheckPayment": {"BankAccountRef": {"value": CHECKING}},
        "TotalAmt": total,
        "Line": [{"Amount": amount, "LinkedTxn": links} for amount, links in lines],
        **fields,
    }


def purchase_body(*lines, how="Cash", account=CHECKING, **fields):
    return {"PaymentType": how, "AccountRef": {"value": account}, "Line": list(lines), **fields}


def order_body(*lines, **fields):
    return {"VendorRef": {"value": HICKS}, "APAccountRef": {"value": PAYABLES}, "Line": list(lines), **fields}


def again(company, entity, row):
    return read(company.get(f"{entity.lower()}/{row['Id']}"))[entity]


def remove(company, entity, row):
    return company.post(entity.lower(), {"Id": row["Id"], "SyncToken": row["SyncToken"]}, operation="delete")


def balance(company, account):
    return read(company.get(f"account/{account}"))["Account"]["CurrentBalance"]


def owed(company, vendor):
    return read(company.get(f"vendor/{vendor}"))["Vendor"]["Balance"]


def set_other(company, name, value):
    company.edit(entity="Preferences", set={"OtherPrefs": {"NameValue": [{"Name": name, "Value": value}]}})


def code(answer):
    return fault(answer)["code"]
