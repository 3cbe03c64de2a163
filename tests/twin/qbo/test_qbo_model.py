"""The QuickBooks twin against a small model of it: whatever order things are done in, the laws of the service hold.

Versions only grow, ids are never used again, what is inactive or voided stays readable and what is deleted does not,
a refused request changes nothing, and a repeated request id gets the first answer again.
"""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import itertools

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from qbo_live import read

NAMES = st.sampled_from(["Ada", "ada", "Bo", "Cy", "Di"])
AMOUNTS = st.integers(1, 500)
LISTS = {
    "Customer": lambda name: {"DisplayName": name},
    "Vendor": lambda name: {"DisplayName": name},
    "Account": lambda name: {"Name": name, "AccountType": "Bank", "AccountSubType": "Checking"},
    "PaymentMethod": lambda name: {"Name": name},
}
SPACE = {"Vendor": "Customer"}  # they share one space of names
FACTS = {"Customer": "DisplayName", "Vendor": "DisplayName", "Account": "Name", "PaymentMethod": "Name"}
runs = itertools.count()


class Service(RuleBasedStateMachine):
    """Lists and sales of one company; ``company`` is set by the test below."""

    company = None
    objects = Bundle("objects")
    invoices = Bundle("invoices")
    payments = Bundle("payments")

    @initialize()
    def begin(self):
        self.run = next(runs)
        self.known = {}  # (entity, id) -> the object as last answered
        self.used = {}  # entity -> every id ever given in this run
        self.gone = set()
        self.replies = {}
        self.open = {}  # invoice id -> what is open
        customer = self.write("Customer", {"DisplayName": f"Payer {self.run}"})
        self.customer = customer["Id"]

    def name(self, text):
        """Names of one run do not meet those of another."""
        return f"{text} {self.run}"

    def write(self, entity, body, **params):
        """Send a body that must be taken; the object answered, which the model then knows."""
        answer = self.company.post(entity.lower(), body, **params)
        assert answer.status_code == 200, answer.text
        return self.learn(entity, read(answer)[entity])

    def learn(self, entity, found):
        key = (entity, found["Id"])
        before = self.known.get(key)
        if before is None:
            assert found["Id"] not in self.used.setdefault(entity, set()), "an id was used again"
            self.used[entity].add(found["Id"])
        else:
            assert int(found["SyncToken"]) >= int(before["SyncToken"]), "a version shrank"
        self.known[key] = found
        return found

    def refuse(self, entity, body, code, **params):
        answer = self.company.post(entity.lower(), body, **params)
        assert read(answer)["Fault"]["Error"][0]["code"] == code, answer.text
        assert answer.status_code == 400

    def fetch(self, entity, row_id):
        answer = self.company.get(f"{entity.lower()}/{row_id}")
        return read(answer).get(entity)

    def at(self, key):
        return self.known[key]

    def taken(self, entity, name, but=None):
        space = SPACE.get(entity, entity)
        return any(
            found[FACTS[kind]].casefold() == name.casefold()
            for (kind, row_id), found in self.known.items()
            if kind in FACTS and SPACE.get(kind, kind) == space and (kind, row_id) != but
        )

    @rule(target=objects, entity=st.sampled_from(sorted(LISTS)), text=NAMES)
    def create(self, entity, text):
        name = self.name(text)
        if self.taken(entity, name):
            self.refuse(entity, LISTS[entity](name), "6240")
            return (entity, None)
        return (entity, self.write(entity, LISTS[entity](name))["Id"])

    @rule(key=objects, text=NAMES, sparse=st.booleans())
    def rename(self, key, text, sparse):
        entity, row_id = key
        if row_id is None or not self.at(key)["Active"]:
            return
        name, before = self.name(text), self.at(key)
        body = {**LISTS[entity](name), "Id": row_id, "SyncToken": before["SyncToken"], "sparse": sparse}
        if self.taken(entity, name, but=key):
            self.refuse(entity, body, "6240")
        else:
            after = self.write(entity, body)
            assert after[FACTS[entity]] == name

    @rule(key=objects, behind=st.integers(1, 3))
    def send_a_stale_version(self, key, behind):
        entity, row_id = key
        if row_id is None:
            return
        body = {**LISTS[entity](self.name("Zed")), "Id": row_id}
        self.refuse(entity, body | {"SyncToken": str(int(self.at(key)["SyncToken"]) - behind)}, "5010")

    @rule(key=objects)
    def turn_active_or_inactive(self, key):
        entity, row_id = key
        if row_id is None:
            return
        before = self.at(key)
        name = before[FACTS[entity]]
        plain = name.partition(" (deleted")[0]
        if not before["Active"] and self.taken(entity, plain, but=key):
            return  # its name has been given to another: what then happens is not written anywhere
        body = {"Id": row_id, "SyncToken": before["SyncToken"], "sparse": True, "Active": not before["Active"]}
        after = self.write(entity, body)
        assert after["Active"] is not before["Active"]
        assert (" (deleted" in after[FACTS[entity]]) is before["Active"]
        assert int(after["SyncToken"]) == int(before["SyncToken"]) + 1

    @rule(target=invoices, amount=AMOUNTS)
    def invoice(self, amount):
        line = {
            "Amount": amount,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": "1"}},
        }
        made = self.write("Invoice", {"CustomerRef": {"value": self.customer}, "Line": [line]})
        self.open[made["Id"]] = amount
        return made["Id"]

    @rule(target=payments, invoice=invoices, amount=AMOUNTS)
    def pay(self, invoice, amount):
        line = {"Amount": amount, "LinkedTxn": [{"TxnId": invoice, "TxnType": "Invoice"}]}
        body = {"CustomerRef": {"value": self.customer}, "TotalAmt": amount, "Line": [line]}
        if invoice in self.gone:
            self.refuse("Payment", body, "620")
            return None
        if amount > self.open[invoice]:
            self.refuse("Payment", body, "6000")
            return None
        self.open[invoice] -= amount
        made = self.write("Payment", body)
        self.relearn("Invoice", invoice)
        return (made["Id"], invoice, amount)

    def relearn(self, entity, row_id):
        """A linked effect: the other side has a new version."""
        before = int(self.known[entity, row_id]["SyncToken"])
        assert int(self.learn(entity, self.fetch(entity, row_id))["SyncToken"]) > before

    @rule(payment=consumes(payments), operation=st.sampled_from(["delete", "void"]))
    def take_back(self, payment, operation):
        if payment is None or ("Payment", payment[0]) not in self.known:
            return
        row_id, invoice, amount = payment
        applied = bool(self.fetch("Payment", row_id).get("Line"))
        body = {"Id": row_id, "SyncToken": self.fetch("Payment", row_id)["SyncToken"]}
        if operation == "void":
            after = self.write("Payment", body, operation="update", include="void")
            assert (after["TotalAmt"], after["PrivateNote"]) == (0, "Voided")
        else:
            self.drop("Payment", body)
        if applied:
            self.open[invoice] += amount
            self.relearn("Invoice", invoice)

    @rule(invoice=consumes(invoices), operation=st.sampled_from(["delete", "void"]))
    def withdraw(self, invoice, operation):
        body = {"Id": invoice, "SyncToken": self.at(("Invoice", invoice))["SyncToken"]}
        payers = [link["TxnId"] for link in self.at(("Invoice", invoice)).get("LinkedTxn", [])]
        if operation == "void":
            after = self.write("Invoice", body, operation="void")
            assert (after["TotalAmt"], after["Balance"]) == (0, 0)
            self.open[invoice] = 0
        else:
            self.drop("Invoice", body)
        for payer in payers:
            self.relearn("Payment", payer)
            assert not self.known["Payment", payer].get("Line")

    def drop(self, entity, body):
        answer = read(self.company.post(entity.lower(), body, operation="delete"))
        assert answer[entity] == {"status": "Deleted", "domain": "QBO", "Id": body["Id"]}
        del self.known[entity, body["Id"]]
        self.gone.add(body["Id"])
        assert self.fetch(entity, body["Id"]) is None

    @rule(text=NAMES, number=st.integers(1, 4))
    def repeat_a_request(self, text, number):
        """The same request id gets the first answer, whatever is sent the second time."""
        mark = f"{self.run}-{number}"
        answer = self.company.post("paymentmethod", {"Name": f"{text} r{number} {self.run}"}, requestid=mark)
        if mark in self.replies:
            assert (answer.status_code, answer.text) == self.replies[mark]
            return
        self.replies[mark] = (answer.status_code, answer.text)
        if answer.status_code == 200:
            self.learn("PaymentMethod", read(answer)["PaymentMethod"])

    @invariant()
    def everything_is_as_it_was_last_answered(self):
        """One of the objects, another one each time: a refusal has changed nothing, and inactive ones can be read."""
        if not getattr(self, "known", None):
            return
        keys = sorted(self.known)
        entity, row_id = keys[(len(self.used.get("Invoice", ())) + len(keys)) % len(keys)]
        found = self.fetch(entity, row_id)
        if entity == "Customer":  # its balance moves with the invoices; its version does not
            found = {**found, **{n: self.known[entity, row_id].get(n) for n in ("Balance", "BalanceWithJobs")}}
        assert found == self.known[entity, row_id]
        if entity == "Invoice":
            assert found["Balance"] == self.open[row_id]

    def teardown(self):
        """Queries find what is active, and with "Active IN" also the rest."""
        for entity, field in FACTS.items():
            mine = [found for (kind, _), found in getattr(self, "known", {}).items() if kind == entity]
            suffix = f"% {getattr(self, 'run', 'x')}%"
            for condition, wanted in (("", {True}), (" AND Active IN (true, false)", {True, False})):
                statement = f"SELECT * FROM {entity} WHERE {field} LIKE '{suffix}'{condition} MAXRESULTS 1000"
                expected = {found["Id"] for found in mine if found["Active"] in wanted}
                assert expected <= {found["Id"] for found in self.company.rows(statement)}
                hidden = {found["Id"] for found in mine} - expected
                assert not hidden & {found["Id"] for found in self.company.rows(statement)}


def test_the_service_keeps_its_laws(open_company):
    Service.company = open_company(scenario="intuit-sample", edition="advanced")
    machine = Service.TestCase
    machine.settings = settings(
        max_examples=40,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    machine().runTest()
