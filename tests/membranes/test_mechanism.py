"""Declarations: what they are refused for, and that names are a membrane's own."""

import pickle

import pytest

from apsite import Current, Gate, Mechanism, Membrane, Node, Parameter, State, parameters, simulate
from apsite.membranes.calcium import CALCIUM
from apsite.membranes.node import NODE
from apsite.membranes.squid import SQUID
from tests.membranes.examples import BARNACLE, PASSIVE, SPEEDY

C = Parameter("C_m", "uF/cm2", 0.1, 10.0, 1.0)
G = Parameter("g_K", "mS/cm2", 0.0, 10.0, 1.0)


def declared(**changes):
    gates = [Gate("n", inf="1 / (1 + exp(-V / 10))", tau="2")]
    given = {"name": "cell", "parameters": [C, G], "gates": gates, "currents": [Current("K", "g_K * n", "-80")]}
    return Mechanism(**given | changes)


def of(gate=None, current=None, **changes):
    given = {} if gate is None else {"gates": [gate]}
    return declared(**given | ({} if current is None else {"currents": [current]}) | changes)


def named(name):
    return Parameter(name, "mV", 0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: of(Gate("n", alpha="1")), r"cell's gate n has alpha, factor; allowed: alpha and beta, or inf"),
        (lambda: of(Gate("n", inf="1", beta="2")), r"cell's gate n has beta, inf, factor; allowed"),
        (lambda: of(Gate("n", inf="1 / (1 + exp(-v))")), r"there is no 'v'; known: V, C_m, g_K; did you mean V\?"),
        (lambda: of(Gate("n", inf="1 +")), r"inf of n: '1 \+' is no formula"),
        (lambda: of(Gate("n", inf="abs(V)")), r"has 'abs\(V\)' in it; allowed: names, numbers"),
        (lambda: of(Gate("n", inf="V if V > 0 else 0")), r"in it; allowed: names, numbers"),
        (lambda: of(Gate("n", inf="__import__('os')")), r"in it; allowed"),
        (lambda: of(Gate("exp", inf="1")), r"'exp' is no name for something declared; taken"),
        (lambda: of(Gate("g_K", inf="1")), r"'g_K' is declared twice"),
        (lambda: of(current=Current("K", "G_K * n", "-80")), r"conductance of K: there is no 'G_K'.*mean g_K\?"),
        (lambda: of(current=Current("K", "g_K", "n")), r"reversal of K: there is no 'n'"),
        (lambda: of(current=Current("K", "g_K", "-80", kept_by="L")), r"K is kept by 'L', which is no current of it"),
        (lambda: of(current=Current("K", "g_K", "-80", kept_by="K")), r"kept by K, allowed: a leak"),
        (lambda: declared(currents=[Current("K", "g_K", "1"), Current("K", "g_K", "1")]), r"two currents of one name"),
        (lambda: declared(name="my cell"), r"Mechanism's name = 'my cell'; allowed: letters"),
        (lambda: declared(parameters=[C, "g_K"]), r"parameters of cell = 'g_K'; allowed: a list of Parameter"),
        (lambda: declared(gates=3), r"gates of cell = 3; allowed: a list of Gate"),
        (lambda: declared(where={"q": "p"}), r"cell's q: there is no 'p'"),
        (lambda: Membrane.of(of(current=Current("K", "g_K * V", "1"))), r"K depends on V itself.*linear in V; allowed"),
        (lambda: Membrane.of(of(current=Current("K", "g_K", "V / 2"))), r"the reversal of K depends on V itself"),
        (lambda: Membrane.of(CALCIUM), r"calcium has no capacitance \(uF/cm2\): its potential is always given"),
        (lambda: Membrane.of("squid"), r"mechanism = 'squid'; allowed: a Mechanism"),
        (lambda: Membrane.of(declared(), g_Na=1.0), r"Cell: there is no 'g_Na'; allowed: C_m, g_K"),
        (lambda: Membrane.of(declared(), 1.0, 2.0, 3.0), r"Cell: 3 numbers; it takes C_m, g_K"),
        (lambda: Membrane.of(declared(), 1.0, C_m=1.0), r"Cell: C_m is given twice"),
        (lambda: Membrane.of(declared(), g_K=-1.0), r"Cell's g_K = -1 mS/cm2 is out of range; allowed: 0 to 10"),
        (lambda: Membrane.of(declared(parameters=[C, G, named("rest")])), r"'rest' is the name of something"),
        (lambda: Membrane.of(declared()).blocked(Na=1.0), r"blocked: there is no 'Na'; allowed: K"),
        (lambda: State.of(declared(), -70.0), r"State: missing a required argument: 'n'; it takes V, n"),
        (lambda: simulate(Membrane(), [], 1.0, held="k"), r"held = 'k' is not a gate; allowed: any of m, h, n"),
        (lambda: simulate(Membrane.of(BARNACLE), [], 1.0, held="n"), r"held = 'n' is not a gate; allowed: any of m, w"),
    ],
)  # fmt: skip
def test_a_slip_is_told_by_name(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_all_slips_of_a_declaration_are_told_at_once():
    with pytest.raises(ValueError, match="cell") as told:
        declared(
            gates=[Gate("n", inf="1 +"), Gate("V", alpha="a", beta="1")],
            currents=[Current("K", "G_K * n", "-80", kept_by="L")],
            where={"q": "p"},
        )
    lines = str(told.value).splitlines()
    assert len(lines) == 5
    for part in ("'V' is no name", "cell's q: there is no 'p'", "'1 +' is no formula", "no 'a'", "no 'G_K'"):
        assert sum(part in line for line in lines) == 1, part


def test_names_are_a_membrane_s_own():
    """A second g_Na collides with none: not among parameters, nor in formulas, nor in kernels."""
    assert (SQUID["g_Na"].value, NODE["g_Na"].value, SPEEDY["g_Na"].value) == (120.0, 1445.0, 80.0)
    assert parameters.BY_NAME["g_Na"].value == 120.0
    assert parameters.BY_NAME["node_g_Na"].value == 1445.0
    assert (Membrane().g_Na, Node().g_Na, Membrane.of(SPEEDY).g_Na) == (120.0, 1445.0, 80.0)
    assert Node().temperature == 37.0
    assert [each.name for each in SPEEDY.published][:2] == ["speedy_C_m", "speedy_g_Na"]


def test_a_mechanism_is_what_it_says():
    again = pickle.loads(pickle.dumps(SPEEDY))
    assert again == SPEEDY
    assert hash(again) == hash(SPEEDY)
    assert again != declared()
    assert declared() == declared()
    assert declared() != declared(where={"q": "1"})
    assert repr(PASSIVE) == "<Mechanism passive: gates none; currents K>"
    assert type(Membrane.of(SQUID)) is Membrane
    assert type(Membrane.of(NODE)) is Node
    assert repr(Membrane.of(declared(), g_K=2.0)) == "Cell(C_m=1.0, g_K=2.0)"
    assert "g_Ca" in type(Membrane.of(BARNACLE)).__doc__


def test_a_membrane_and_its_state_go_to_another_process():
    for cell in (Membrane(g_K=20.0), Node(), Membrane.of(SPEEDY, g_A=0.0)):
        for thing in (cell, cell.rest):
            again = pickle.loads(pickle.dumps(thing))
            assert again == thing
            assert type(again) is type(thing)
            assert hash(again) == hash(thing)
    assert Membrane().rest != Membrane.of(SPEEDY).rest
