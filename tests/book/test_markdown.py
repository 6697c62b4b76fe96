"""The extension on plain Python-Markdown: what it makes, and every fault that it finds."""

import re

import pytest

from apsite.book.text.faults import BookError


def test_a_checked_number_leads_to_its_experiment_and_holds_the_measured_value(render):
    assert render("It fires at [about **-55** mV](model:threshold.voltage).") == (
        '<p>It fires at <a class="ap-value" href="../model/experiments.md#threshold.voltage" '
        'title="−54.59\u202fmV\nWhere &quot;dV/dt&quot; &gt; 20.\nExperiment: The spike"><data value="-54.5949">'
        "about <strong>-55</strong> mV</data></a>.</p>"
    )


def test_a_number_is_filled_in(render):
    assert '<data value="2.24033">2.240\u202fµA/cm²</data>' in render("[](model:rheobase)")


def test_a_parameter_leads_to_the_table_of_parameters(render):
    html = render("[120 mS/cm²](model:parameters.g_Na)")
    assert 'href="../model/index.md#parameters.g_Na"' in html
    source = "Parameter of the model (Hodgkin &amp; Huxley 1952, p. 520)"
    assert f'title="120\u202fmS/cm²\nSodium conductance\n{source}"' in html


@pytest.mark.parametrize(
    "claim",
    [
        "[-54.59 mV](model:threshold.voltage)",
        "[−0.0546 V](model:threshold.voltage)",
        "[near -56 mV](model:threshold.voltage~2)",
        "[54 %](model:share)",
        "[0.54](model:share)",
        "[2.24 µA/cm^2^](model:rheobase)",
        "[22.4 mA/m²](model:rheobase)",
        "[35&nbsp;mV](model:peak.voltage)",
    ],
)
def test_numbers_that_hold(faults, claim):
    assert faults(claim) == []


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (
            "[-56 mV](model:threshold.voltage)",
            "'-56 mV' does not hold: threshold.voltage is −54.59\u202fmV, which rounds to -55 mV.",
        ),
        (
            "[-0.056 V](model:threshold.voltage)",
            "'-0.056 V' does not hold: threshold.voltage is −54.59\u202fmV, which rounds to -0.055 V.",
        ),
        ("[near -57 mV](model:threshold.voltage~2)", "rounds to -55 mV, further away than 2."),
        (
            "[-55 mV](model:threshold.voltage~two)",
            "'~two' is not a distance. Write model:threshold.voltage~2.",
        ),
        (
            "[-55 mV](model:thresh.voltage)",
            "no value 'thresh.voltage'. Did you mean 'threshold.voltage'?",
        ),
        ("[](model:qqq)", "no value 'qqq'. Known are: parameters.g_Na, peak.voltage, rheobase"),
        ("[-55 ms](model:threshold.voltage)", "the unit 'ms' in '-55 ms' does not fit threshold.voltage"),
        ("[54 mV](model:share)", "the unit 'mV' in '54 mV' does not fit share"),
        ("[-55](model:threshold.voltage)", "'-55' has no unit, and threshold.voltage is −54.59\u202fmV."),
        ("[-60 to -50 mV](model:threshold.voltage)", "'-60 to -50 mV' holds 2 numbers."),
        ("[the threshold](model:threshold.voltage)", "'the threshold' holds no number."),
        ("![](figure:spike)", "the image figure:spike has no alternative text."),
        ("![ ](picture.png)", "the image picture.png has no alternative text."),
        ("![A](figure:spyke)", "there is no figure 'spyke'. Did you mean 'spike'?"),
        ("![A](figure:spike){ amplitudes=12 }", "no option 'amplitudes'. Did you mean 'amplitude'?"),
        ("![A](figure:spike){ amplitude=big }", "the option amplitude is 'big', which is not a number."),
        ("![A](figure:spike){ amplitude }", "the option amplitude is '', which is not a number."),
        ("![A](figure:spike){ amplitude=nan }", "the option amplitude is 'nan', which is not a number."),
        (
            "![A](figure:spike){ amplitude=-201 }",
            "the option amplitude is -201, outside its range. It may be -200 to 200 µA/cm².",
        ),
        ("[A](figure:spike)", "a figure needs an exclamation mark: ![What it shows](figure:spike)."),
        ("[@hodgkin1925]", "no source 'hodgkin1925' in references.bib. Did you mean 'hodgkin1952'?"),
        ("[@hodgkin1952; p. 3]", "'p. 3' is not a source."),
        ("[](equation:dvdt)", "the model has no equation 'dvdt'. Did you mean 'dVdt'?"),
        ("[](table:parameter)", "there is no table 'parameter'. Did you mean 'parameters'?"),
        ("See [](equation:dVdt) here.", "[](equation:dVdt) stands alone in a paragraph"),
        ("[](models:share)", "there is no 'models:' to link to. Did you mean 'model'?"),
        ("![A](figur:spike)", "there is no image 'figur:'."),
        ("Some $\\foo$ here", "the formula '\\foo' cannot be read: unknown command \\foo."),
        ("$$\nx^\n$$", "the formula 'x^' cannot be read: missing super script or subscript."),
        ("A pulse of 12 mV.", "'12 mV' is neither checked nor followed by a source in its sentence."),
    ],
)
def test_a_fault_names_its_place_and_what_is_wrong(faults, claim, message):
    found = faults(f"# Spike\n\nFirst.\n\n{claim}\n\nLast [](model:share).")
    assert [(fault.file, fault.line) for fault in found] == [("docs/chapter-1/x.md", 5)]
    assert message in found[0].message


def test_all_faults_of_a_text_are_found_at_their_lines(faults):
    text = """# A threshold [of -10 mV](model:threshold.voltage)

- one [-20 mV](model:threshold.voltage)
    - two [-30 mV](model:threshold.voltage)

| peak |
|------|
| [40 mV](model:peak.voltage) |

??? question "Exercise [50 mV](model:peak.voltage)"
    Where is
    [60 mV](model:peak.voltage)?

!!! note
    [70 mV](model:peak.voltage)

```
[80 mV](model:peak.voltage)
```

![What it shows](figure:spike)

/// figure-caption
A *spike of [90 mV](model:peak.voltage)*.
///

Term
:   [100 mV](model:peak.voltage)

> [110 mV](model:peak.voltage) `[120 mV](model:peak.voltage)`
"""
    numbers = {fault.line: re.search(r"-?\d+", fault.message)[0] for fault in faults(text)}
    expected = {1: "-10", 3: "-20", 4: "-30", 8: "40", 10: "50", 12: "60", 15: "70", 24: "90", 28: "100"}
    assert numbers == {**expected, 30: "110"}


def test_a_figure_has_four_pictures_and_knows_its_options(render, book):
    html = render('![A *small* <b> spike "here"](figure:spike){ amplitude=-12 .info #small }')
    assert 'class="ap-figure info" id="small" data-figure="spike"' in html
    assert 'data-options="{&quot;amplitude&quot;: -12.0}"' in html
    for palette in ("light", "dark"):
        assert f'<picture class="ap-figure__{palette}">' in html
        assert re.search(rf'media="[^"]*37.49em[^"]*" srcset="../../assets/figures/spike.narrow-{palette}', html)
        assert re.search(rf'<img src="../../assets/figures/spike.wide-{palette}.\w+.svg" alt="A ', html)
    assert 'width="760" height="300" loading="lazy" decoding="async"' in html
    assert len(book.assets) == 4
    assert all(b"-12.0" in svg for svg in book.assets.values())


def test_a_figure_as_it_is_has_no_options(render):
    assert 'data-options="{}"' in render("![A](figure:spike){ amplitude=26.55 }")


def test_a_caption_is_numbered(render):
    html = render("![A](figure:spike)\n\n/// figure-caption\nIt peaks at [35 mV](model:peak.voltage).\n///")
    assert html.startswith("<figure")
    assert "Figure 1." in html


def test_a_source_is_named_with_its_place(render):
    html = render("It is so [@hodgkin1952, p. 520; @kandel2013].")
    assert re.sub("<[^>]*>", "", html) == "It is so (Hodgkin &amp; Huxley 1952, p. 520; Kandel et al. 2013)."
    assert 'class="ap-cite" href="../references.md#hodgkin1952" title="Hodgkin A. L. &amp; Huxley A. F. (1952)' in html


def test_what_the_model_alone_does_is_marked(render):
    """Where a source would stand, with the way to what the mark means; it vouches for no number."""
    html = render("It cannot fire slowly [@model].")
    assert re.sub("<[^>]*>", "", html) == "It cannot fire slowly (in the model)."
    assert 'href="../index.md#how-to-read-it" title="The model does this.' in html
    with pytest.raises(BookError, match="'12 Hz' is neither checked nor followed by a source"):
        render("It fires at 12 Hz [@model].")


def test_formulas_and_equations_become_mathml(render):
    assert '<p>A <math alttext="g_{\\mathrm{Na}} &lt; 3" display="inline"' in render("A $g_{\\mathrm{Na}} < 3$")
    assert '<div class="ap-equation"><math alttext="x &lt; y &amp;' not in render("$$x < y$$")
    assert '<div class="ap-equation"><math alttext="x &lt; y" display="block"' in render("$$\nx < y\n$$")
    assert render("[](equation:dVdt)").startswith('<div class="ap-equation"><math alttext="\\frac{dV}{dt}')


def test_a_full_stop_stays_with_the_formula_before_it(render):
    page = render("It is $x$, not $y$.")
    assert page.count('<span class="ap-formula"><math') == 2
    assert "</math>,</span> not <span" in page
    assert "</math>.</span></p>" in page
    assert "ap-formula" not in render("Take $x$ and add.")


def test_tables_carry_the_anchors_that_pages_link_to(render):
    assert '<tr id="parameters.g_Na">' in render("[](table:parameters)")
    experiments = render("[](table:experiments)")
    assert '<h2 id="spike">' in experiments
    assert '<tr id="threshold.voltage">' in experiments
    assert "−200 to 200\u202fµA/cm²" in experiments
    assert '<li id="hodgkin1952">' in render("[](table:references)")


def test_what_a_definition_says_cannot_break_out_of_its_attribute(render):
    html = render('[](model:threshold.voltage) !["><script>](figure:spike)')
    assert 'title="−54.59\u202fmV\nWhere &quot;dV/dt&quot; &gt; 20.\n' in html
    assert "<script" not in html


def test_links_and_anchors_of_plain_markdown_are_left_alone(render):
    text = "# Head 2\n\n[a](https://x.org/3?b=4#c) [b](other.md#head-2) <a@b.org>\n\n![c](d.png)"
    html = render(text)
    assert '<h1 id="head-2">Head 2</h1>' in html
    assert 'href="https://x.org/3?b=4#c"' in html
    assert 'href="other.md#head-2"' in html
    assert '<img alt="c" loading="lazy" src="d.png" />' in html


def test_no_mark_is_left_on_a_page(render):
    html = render("# A 1\n\n```\nx = 2\n```\n\n    y 3\n\n<div title='4'>5</div>\n\n`6` [7][r] $8$\n\n[r]: a.md")
    assert not re.search("[\ue000-\uf8ff]", html)
