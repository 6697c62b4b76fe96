"""The state of a figure in an address: what is written is read back, and nothing else is taken from it.

An address can be made by anybody. Held here against the controls' own ranges (`live.presets.controls`): a value is set
only by the name of a control that the figure has, as a plain number in its legal range; all else is refused and
leaves everything as it was.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsite.cache import PACKAGE
from apsite.live.presets.controls import BENCHES, BY_NAME
from apsite.live.presets.membrane import Preset
from tests.depth import examples

START = Preset("", "current clamp", {}, (), (), origin=2.0).data()["values"]
PLOTS = ["gates.phase", "currents", "phase"]
IMAGE = "<img src=x onerror=ran()>"


def read(live, text, start=START):
    found = live.ask("read", text=text, start=start, known=PLOTS)
    # No name of a link becomes a property of anything but the answer.
    assert found.pop("strange") == []
    assert found.pop("plain") is None
    assert found.pop("own") == list(found["values"])
    return found


def written(live, values, plots=(), start=START):
    return live.ask("write", values=START | values, start=start, plots=list(plots))


def test_nothing_has_changed_at_the_start(live):
    assert written(live, {}) == ""
    assert read(live, "") == {"values": {}, "plots": [], "refused": []}


def test_only_what_differs_is_written(live):
    text = written(live, {"pulse.amplitude": 12.0, "g_Na": 60.0, "E_K": -90.5}, ["currents"])
    assert sorted(text.split("~")) == ["E_K:-90.5", "g_Na:60", "plots:currents", "pulse.amplitude:12"]


@pytest.mark.parametrize("bench", BENCHES)
def test_every_end_of_every_range_comes_back(live, bench):
    """The ends of `apsite.live.presets.controls`, for all controls of a bench."""
    start = Preset("", bench, {}, (), ()).data()["values"]
    for end in ("minimum", "maximum"):
        values = {name: getattr(BY_NAME[name], end) for name in BENCHES[bench]}
        text = live.ask("write", values=values, start=start, plots=[])
        found = read(live, text, start)
        assert start | found["values"] == pytest.approx(values)
        assert found["refused"] == []


LEGAL = st.fixed_dictionaries(
    {}, optional={name: st.floats(BY_NAME[name].minimum, BY_NAME[name].maximum) for name in START}
)


@settings(max_examples=examples(100), deadline=None)
@given(values=LEGAL, plots=st.lists(st.sampled_from(["currents", "phase"]), unique=True))
def test_what_is_written_is_read_back(live, values, plots):
    """To the twelve digits that a link has."""
    found = read(live, written(live, values, plots))
    # Of nothing that can be told from 0, nothing is left.
    assert START | found["values"] == pytest.approx(START | values, rel=1e-11, abs=1e-99)
    assert found["refused"] == []
    assert set(found["plots"]) == set(plots)


HOSTILE = [
    ("__proto__:5", "__proto__"),
    ("__proto__.polluted:1", "__proto__.polluted"),
    ("constructor:5", "constructor"),
    ("prototype:5", "prototype"),
    ("toString:5", "toString"),
    ("hasOwnProperty:5", "hasOwnProperty"),
    ("valueOf:0", "valueOf"),
    ("__defineGetter__:1", "__defineGetter__"),
    ("<script>alert(1)</script>:5", "<script>alert(1)</script>"),
    ("g_Na:<script>alert(1)</script>", "g_Na"),
    ("g_Na:javascript:alert(1)", "g_Na"),
    ("g_Na:60:70", "g_Na"),
    ("g_Na:-1", "g_Na"),
    ("g_Na:1001", "g_Na"),
    ("g_Na:1e99", "g_Na"),
    ("g_Na:1e999", "g_Na"),
    ("g_Na:NaN", "g_Na"),
    ("g_Na:Infinity", "g_Na"),
    ("g_Na:-Infinity", "g_Na"),
    ("g_Na:null", "g_Na"),
    ("g_Na:", "g_Na"),
    ("g_Na", "g_Na"),
    ("g_Na: 60", "g_Na"),
    ("g_Na:0x10", "g_Na"),
    ("g_Na:١", "g_Na"),
    ("g_Na:6,0", "g_Na"),
    ("g_Na:60;g_K:1", "g_Na"),
    ("G_NA:60", "G_NA"),
    ("temperature:50", "temperature"),
    ("TTX:101", "TTX"),
    ("pulse.width:0", "pulse.width"),
    ("pulse.onset:10001", "pulse.onset"),
    ("pulse.onset:-10001", "pulse.onset"),
    ("K_out:5", "K_out"),  # a control, but of another bench
    ("holding:-60", "holding"),
    ("nonsense:5", "nonsense"),
    (":5", "?"),
    (":", "?"),
    ("plots:nonsense", "plots"),
    ("plots:__proto__", "plots"),
    ("plots:", "plots"),
    ("plots:currents,phase", "plots"),
    ("plots:../currents", "plots"),
    ("plots.currents:1", "plots.currents"),
    ("[object Object]:1", "[object Object]"),
    ("__lookupGetter__:1", "__lookupGetter__"),
    ("isPrototypeOf:1", "isPrototypeOf"),
    ("toJSON:1", "toJSON"),
    ("then:1", "then"),
    ("length:0", "length"),
    ("0:1", "0"),
    ("-1:1", "-1"),
    ("g_Na:+60", "g_Na"),
    ("g_Na:60.", "g_Na"),
    ("g_Na:.5", "g_Na"),
    ("g_Na:6e+1", "g_Na"),
    ("g_Na:60px", "g_Na"),
    ("g_Na:60\n", "g_Na"),
    ("g_Na:\uff16\uff10", "g_Na"),
    ("g_Na:6_0", "g_Na"),
    ("g_Na:[60]", "g_Na"),
    ("g_Na:{}", "g_Na"),
    ("g_Na:${60}", "g_Na"),
    ("g_Na%3A60", "g_Na%3A60"),
    ("g_Na/../g_K:60", "g_Na/../g_K"),
    ("g_Na&g_K:60", "g_Na&g_K"),
    ("g_N\u0430:60", "g_N\u0430"),  # a Cyrillic letter
    (" g_Na:60", " g_Na"),
    ("\u202eaN_g:60", "aN_g"),
    ("\u200bg_Na\u2028:60", "g_Na\u2028"),
    ("\x00\x1b[2Jg:60", "[2Jg"),
    ("\ud83d:1", "?"),
    ("&lt;b&gt;:1", "&lt;b&gt;"),
    ("data:text/html,x", "data"),
]


@pytest.mark.parametrize(("text", "refused"), HOSTILE)
def test_what_is_not_a_legal_value_of_a_control_is_refused(live, text, refused):
    assert read(live, text) == {"values": {}, "plots": [], "refused": [refused]}


@pytest.mark.parametrize(("text", "refused"), HOSTILE)
def test_what_is_refused_leaves_the_rest_of_the_link_as_it_is(live, text, refused):
    found = read(live, f"g_K:40~{text}~pulse.amplitude:-12.5~plots:currents")
    assert found == {"values": {"g_K": 40.0, "pulse.amplitude": -12.5}, "plots": ["currents"], "refused": [refused]}


def test_a_link_without_end_is_cut_and_none_of_its_values_is(live):
    """What the cut leaves of the last value is another number: refused, not set."""
    assert read(live, "x" * 1_000_000) == {"values": {}, "plots": [], "refused": ["x" * 40]}
    assert len(read(live, "~".join(["a:1"] * 100_000))["refused"]) < 510
    for length in range(1980, 2001):
        found = read(live, "z" * (length - 1) + "~g_Na:120~g_K:36.5")
        assert set(found["values"].items()) <= {("g_Na", 120.0), ("g_K", 36.5)}, length


@pytest.mark.parametrize(
    ("search", "text", "refused"),
    [
        ("", None, []),
        ("?ALL-OR-NOTHING=g_K:1", None, []),
        ("?all-or-nothing[]=g_K:1", None, []),
        ("?;all-or-nothing=g_K:1", None, []),
        ("??all-or-nothing=g_K:1", None, []),
        ("?__proto__=g_K:1&constructor=g_K:1", None, []),
        ("?all-or-nothing", "", []),
        ("?all-or-nothing=a:1&all-or-nothing=g_K:1", "a:1", ["a"]),
        ("?all-or-nothing=%", "%", ["%"]),
        ("?all-or-nothing=%00", "\0", ["?"]),
        ("?all-or-nothing=%E0%A4%A", "\ufffd%A", ["\ufffd%A"]),
        ("?all-or-nothing=%3Cimg%20src%3Dx%20onerror%3Dran()%3E", IMAGE, [IMAGE]),
        ("?all-or-nothing=javascript%3Aran()", "javascript:ran()", ["javascript"]),
        ("?all-or-nothing=g_K%253A1", "g_K%3A1", ["g_K%3A1"]),
        ("?all-or-nothing=+g_K:1", " g_K:1", [" g_K"]),
        ("?all-or-nothing=%E2%80%AEg_K:1", "\u202eg_K:1", ["g_K"]),
        ("?" + "x=1&" * 20_000 + "all-or-nothing=g_K:-1", "g_K:-1", ["g_K"]),
    ],
)  # fmt: skip
def test_a_query_made_by_anybody_sets_nothing(live, search, text, refused):
    """Of a page, of an embed and of those to come, which ask in this one way."""
    assert live.ask("asked", search=search, name="all-or-nothing") == text
    assert read(live, text or "") == {"values": {}, "plots": [], "refused": refused}


def test_a_start_may_lie_before_the_origin_of_the_axes(live):
    """Times count from where the axes have their 0."""
    assert read(live, "pulse.onset:-1.5")["values"] == {"pulse.onset": -1.5}


def test_the_last_of_two_values_counts(live):
    assert read(live, "g_Na:60~g_Na:70")["values"] == {"g_Na": 70.0}


@settings(max_examples=examples(200), deadline=None)
@given(st.text(alphabet="abgNKL_aprotu.:~-0123456789eE<>%&", max_size=60) | st.text(max_size=40))
def test_no_text_sets_anything_illegal(live, text):
    """Any text at all: what is set is a control's, and in its range."""
    found = read(live, text)
    for name, value in found["values"].items():
        control = BY_NAME[name]
        low = -control.maximum if name.endswith(".onset") else control.minimum
        assert low <= value <= control.maximum


@pytest.mark.parametrize("bench", BENCHES)
def test_hostile_states_are_refused_by_every_bench(live, bench):
    start = Preset("", bench, {}, (), ()).data()["values"]
    names = ["__proto__", "constructor", "toString", "<img src=x onerror=alert(1)>", "%3Cb%3E", "\u202e", *start]
    for value in ("1e400", "-1e400", "NaN", "Infinity", "0x10", "", "1e", "1,5", "<b>", "9" * 400):
        text = "~".join(f"{name}:{value}" for name in names)
        found = read(live, text[:1990], start)
        assert found["values"] == {}
        assert len(found["refused"]) == len(text[:1990].split("~"))


def test_a_state_in_an_address_is_read_in_one_place():
    """So that what is held here holds for every kind of figure, for the laboratory, and for those to come.

    Whether an address names the laboratory at all is seen before any of its scripts is there.
    """
    sources = sorted((PACKAGE / "live").rglob("*.ts"))
    assert [file.name for file in sources if "location.search" in file.read_text()] == ["link.ts", "mount.ts"]
    assert (PACKAGE / "live/page/mount.ts").read_text().count("URLSearchParams(location.search).has(") == 1
    assert [file.name for file in sources if "inAddress(" in file.read_text()] == ["lab.ts", "figure.ts", "link.ts"]
