"""Reading and checking twice as many entries takes twice the work."""

from counted import calls

from provisioner.config.load import load
from provisioner.workflows.catalog import registry, rules

SMALL = 200
HEAD = 'version: 1\nfirm: { name: Harbor LLP }\nsystems: { quickbooks: { company_id: "9341", company_name: Harbor } }\n'
ENTRY = '  a{0}: {{ name: Account {0}, type: Income, detail_type: ServiceFeeIncome, number: "{0}"{1} }}\n'


def firm_of(count, folder):
    """A firm file with so many accounts, a tenth of them below another one."""
    entries = (ENTRY.format(each, ", parent: a0" if each % 10 == 9 else "") for each in range(count))
    (folder / "firm.yaml").write_text(f"{HEAD}accounts:\n{''.join(entries)}", encoding="utf-8")
    return folder


def work(count, folder):
    """Calls it takes to read a firm, run every rule over it, and say what it wants."""
    types = registry()
    path = firm_of(count, folder)

    def read():
        firm = load(path, types.sections, types.extensions, cwd=folder).firm
        assert len(firm.section("accounts")) == count
        for rule in rules():
            list(rule.findings(firm))
        assert sum(1 for each in types.of("qbo") for _ in each.desired(firm)) == count

    return calls(read).total()


def test_work_grows_with_the_number_of_entries_and_no_faster(tmp_path):
    work(1, tmp_path)  # what is done once: models and rules are made
    assert work(2 * SMALL, tmp_path) <= 2.1 * work(SMALL, tmp_path)
