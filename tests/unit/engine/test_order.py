"""The order of writes: references first, names and numbers freed before they are reused, circles opened by parking."""

from fakes import World, account, at, gone, item, klass, levels

from provisioner.engine.order import by_dependency


def applied(*wanted, seed=0, **more):
    world = World(seed=seed, **more)
    world.apply(*wanted)
    return world


def settles(world, *wanted):
    """Apply once, without any refusal, to nothing left; the plan."""
    plan = world.apply(*wanted)
    assert not world.qbo.refusals
    again = world.plan(*wanted)
    assert not again.steps
    return plan


def live(world, address):
    plan_id = world.memory.bindings[at(address)].remote_id
    return next(world.qbo.get(each).fields for each in world.qbo.rows if each.id == plan_id)


class TestByDependency:
    def test_each_address_comes_after_what_it_refers_to(self):
        wanted = [item("time", at("account.fees")), account("fees", parent=at("account.income")), account("income")]
        assert [each.key for each in by_dependency(wanted)] == ["income", "fees", "time"]

    def test_otherwise_the_given_order_stays(self):
        assert [each.key for each in by_dependency([account("b"), account("a"), account("c")])] == ["b", "a", "c"]

    def test_a_circle_ends_and_names_everything_once(self):
        wanted = [account("a", parent=at("account.b")), account("b", parent=at("account.a")), account("c")]
        assert sorted(each.key for each in by_dependency(wanted)) == ["a", "b", "c"]

    def test_a_chain_of_ten_thousand_does_not_exhaust_the_stack(self):
        chain = [account(f"a{n}", parent=at(f"account.a{n + 1}")) for n in range(10_000)]
        assert by_dependency([*chain, account("a10000")])[0].key == "a10000"


class TestReferences:
    def test_what_is_referred_to_is_made_first(self):
        world = World()
        wanted = [item("time", at("account.fees")), account("fees", parent=at("account.income")), account("income")]
        assert levels(world.plan(*wanted)) == {"account.income": 0, "account.fees": 1, "item.time": 2}
        settles(world, *wanted)

    def test_independent_writes_share_a_level(self):
        plan = World().plan(*(account(key) for key in "abcde"))
        assert {step.level for step in plan.steps} == {0}

    def test_a_parent_is_made_active_before_its_child(self):
        world = World()
        income = {"type": "Income", "detail_type": "ServiceFeeIncome"}
        above = world.qbo.add("account", name="Above", active=False, **income)
        world.qbo.add("account", name="Below", parent=above, active=False, **income)
        wanted = [account("below", parent=at("account.above")), account("above")]
        assert levels(world.plan(*wanted)) == {"account.above": 0, "account.below": 1}
        settles(world, *wanted)

    def test_what_comes_back_below_another_parent_waits_for_that_one(self):
        world = applied(account("old"), account("below", parent=at("account.old")))
        world.apply(gone("account.below"), account("old"))
        wanted = [account("below", "Under", parent=at("account.new")), account("new"), account("old")]
        assert levels(settles(world, *wanted)) == {"account.new": 0, "account.below": 1}
        assert live(world, "account.below")["name"] == "Under"

    def test_a_child_and_its_parent_retire_in_that_order(self):
        world = applied(account("above"), account("below", parent=at("account.above")))
        plan = settles(world, gone("account.above"), gone("account.below"))
        assert levels(plan) == {"account.below": 0, "account.above": 1}

    def test_an_account_retires_after_the_item_has_let_go_of_it(self):
        world = applied(account("old"), account("new"), item("time", at("account.old")))
        plan = settles(world, gone("account.old"), account("new"), item("time", at("account.new")))
        assert levels(plan) == {"item.time": 0, "account.old": 1}

    def test_a_child_moves_away_before_its_parent_retires(self):
        world = applied(account("old"), account("new"), account("below", parent=at("account.old")))
        plan = settles(world, gone("account.old"), account("new"), account("below", parent=at("account.new")))
        assert levels(plan) == {"account.below": 0, "account.old": 1}


class TestMoving:
    def test_parent_and_child_change_places_from_the_top_down(self):
        for seed in range(5):
            world = applied(account("a", parent=None), account("b", parent=at("account.a")), seed=seed)
            plan = settles(world, account("a", parent=at("account.b")), account("b", parent=None))
            assert levels(plan) == {"account.b": 0, "account.a": 1}

    def test_a_whole_chain_turns_round(self):
        for seed in range(5):
            down = [account("a", parent=None), *(account(k, parent=at(f"account.{p}")) for p, k in ("ab", "bc", "cd"))]
            up = [account("d", parent=None), *(account(k, parent=at(f"account.{p}")) for p, k in ("dc", "cb", "ba"))]
            settles(applied(*down, seed=seed), *up)

    def test_a_move_below_what_moves_below_an_undeclared_one_is_in_order(self):
        world = applied(account("a", parent=None), account("b", parent=at("account.a")))
        (a, b) = world.qbo.rows
        middle = world.qbo.add("account", name="Mine", type="Income", detail_type="ServiceFeeIncome", parent=b)
        below = world.qbo.add("account", name="C", type="Income", detail_type="ServiceFeeIncome", parent=middle)
        wanted = [account("b", parent=None), account("c", number="1"), account("a", parent=at("account.c"))]
        world.qbo.edit(below, number="1")
        plan = settles(world, *wanted)
        assert levels(plan)["account.b"] < levels(plan)["account.a"]
        assert world.qbo.get(a).fields["parent"] == below

    def test_equal_names_below_two_parents_change_places(self):
        for seed in range(5):
            tops = [account("p"), account("q")]
            world = applied(
                *tops,
                account("a", "Fees", parent=at("account.p")),
                account("b", "Fees", parent=at("account.q")),
                seed=seed,
            )
            settles(
                world,
                *tops,
                account("a", "Fees", parent=at("account.q")),
                account("b", "Fees", parent=at("account.p")),
            )
            assert live(world, "account.a")["name"] == live(world, "account.b")["name"] == "Fees"


class TestFreedNamesAndNumbers:
    def test_a_takes_the_number_of_b_after_b_gave_it_up(self):
        for seed in range(5):
            world = applied(account("a", number="1"), account("b", number="2"), seed=seed)
            plan = settles(world, account("a", number="2"), account("b", number="3"))
            assert levels(plan) == {"account.b": 0, "account.a": 1}

    def test_a_new_account_takes_the_number_of_one_that_retires(self):
        world = applied(account("old", number="1"))
        plan = settles(world, account("new", number="1"), gone("account.old"))
        assert levels(plan) == {"account.old": 0, "account.new": 1}

    def test_three_numbers_go_round_with_one_account_parked(self):
        for seed in range(5):
            world = applied(*(account(key, number=n) for key, n in zip("abc", "123", strict=True)), seed=seed)
            wanted = [account(key, number=n) for key, n in zip("abc", "231", strict=True)]
            plan = settles(world, *wanted)
            assert sum(step.temporary for step in plan.steps) == 1
            assert [live(world, f"account.{key}")["number"] for key in "abc"] == ["2", "3", "1"]

    def test_two_names_change_places(self):
        for seed in range(5):
            world = applied(account("a", "Fees"), account("b", "Costs"), seed=seed)
            settles(world, account("a", "Costs"), account("b", "Fees"))
            assert live(world, "account.a")["name"] == "Costs"

    def test_names_and_numbers_change_places_in_one_apply(self):
        for seed in range(5):
            world = applied(account("a", "Fees", number="1"), account("b", "Costs", number="2"), seed=seed)
            plan = settles(world, account("a", "Costs", number="2"), account("b", "Fees", number="1"))
            assert sum(step.temporary for step in plan.steps) == 1
            assert live(world, "account.b") | {"name": "Fees", "number": "1"} == live(world, "account.b")

    def test_many_pairs_of_long_names_change_places_at_once(self):
        name = "A class with a very long name, number"
        world = World()
        first = [klass(f"c{n}", name=f"{name} {n}") for n in range(8)]
        world.apply(*first)
        settles(world, *(klass(f"c{n}", name=f"{name} {n ^ 1}") for n in range(8)))

    def test_a_replacement_with_the_same_number_and_its_item_are_one_apply(self):
        """The new account needs the number, the old one may go only when the item points at the new one."""
        for seed in range(5):
            world = applied(account("old", number="1"), item("time", at("account.old")), seed=seed)
            wanted = [account("new", number="1"), gone("account.old"), item("time", at("account.new"))]
            plan = settles(world, *wanted)
            assert [step.address.key for step in plan.steps] == ["old", "new", "time", "old"]
            assert live(world, "account.new")["number"] == "1"

    def test_only_a_wait_for_a_name_or_number_is_opened_by_parking(self):
        """a moves below b, which has to move out first; that b's number goes to a does not loosen this."""
        world = applied(account("a", number="1", parent=None), account("b", number="2", parent=at("account.a")))
        wanted = [account("a", number="2", parent=at("account.b")), account("b", number="1", parent=None)]
        settles(world, *wanted)

    def test_what_waits_for_a_parked_one_says_so(self):
        world = applied(account("a", number="1"), account("b", number="2"))
        plan = world.plan(account("a", number="2"), account("b", number="1"))
        parked = next(step.address for step in plan.steps if step.temporary)
        taker = next(step for step in plan.steps if not step.temporary and step.level == 1)
        assert parked in taker.needs

    def test_a_name_freed_by_a_move_is_free_for_a_new_one(self):
        world = applied(account("p"), account("a", "Fees", parent=None))
        wanted = [account("p"), account("a", "Fees", parent=at("account.p")), account("new", "Fees", parent=None)]
        world.apply(account("p"), account("a", "Fees", parent=None, number="7"))
        plan = settles(world, wanted[0], account("a", "Fees", parent=at("account.p"), number="7"), wanted[2])
        assert levels(plan) == {"account.a": 0, "account.new": 1}
