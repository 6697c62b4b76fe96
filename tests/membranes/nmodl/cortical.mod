TITLE A neuron of the cerebral cortex

COMMENT
Pospischil et al. (2008): the sodium and the potassium current of a spike, whose rates are shifted by VT, a slow
potassium current M, and a leak; at 36 degrees Celsius. Both cells are made from it, by their parameters.
ENDCOMMENT

NEURON {
    SUFFIX cortical
    NONSPECIFIC_CURRENT ina, ik, im, il
    RANGE gna, gk, gm, gl, el, vt, taumax
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gna = 0 (S/cm2)
    gk = 0 (S/cm2)
    gm = 0 (S/cm2)
    gl = 0 (S/cm2)
    el = 0 (mV)
    vt = 0 (mV)
    taumax = 1000 (ms)
    sodium = 50 (mV)
    potassium = -90 (mV)
}

STATE { m h n p }

ASSIGNED {
    v (mV)
    ina (mA/cm2)
    ik (mA/cm2)
    im (mA/cm2)
    il (mA/cm2)
}

BREAKPOINT {
    SOLVE gates METHOD cnexp
    ina = gna * m * m * m * h * (v - sodium)
    ik = gk * n * n * n * n * (v - potassium)
    im = gm * p * (v - potassium)
    il = gl * (v - el)
}

INITIAL {
    m = opening_m(v) / (opening_m(v) + closing_m(v))
    h = opening_h(v) / (opening_h(v) + closing_h(v))
    n = opening_n(v) / (opening_n(v) + closing_n(v))
    p = settled_p(v)
}

DERIVATIVE gates {
    m' = opening_m(v) * (1 - m) - closing_m(v) * m
    h' = opening_h(v) * (1 - h) - closing_h(v) * h
    n' = opening_n(v) * (1 - n) - closing_n(v) * n
    p' = (settled_p(v) - p) / tau_p(v)
}

FUNCTION opening_m(v (mV)) (/ms) { UNITSOFF opening_m = 0.32 * linear(v - vt - 13, 4) UNITSON }
FUNCTION closing_m(v (mV)) (/ms) { UNITSOFF closing_m = 0.28 * linear(vt + 40 - v, 5) UNITSON }
FUNCTION opening_h(v (mV)) (/ms) { UNITSOFF opening_h = 0.128 * exp((vt + 17 - v) / 18) UNITSON }
FUNCTION closing_h(v (mV)) (/ms) { UNITSOFF closing_h = 4 / (1 + exp((vt + 40 - v) / 5)) UNITSON }
FUNCTION opening_n(v (mV)) (/ms) { UNITSOFF opening_n = 0.032 * linear(v - vt - 15, 5) UNITSON }
FUNCTION closing_n(v (mV)) (/ms) { UNITSOFF closing_n = 0.5 * exp((vt + 10 - v) / 40) UNITSON }
FUNCTION settled_p(v (mV)) { UNITSOFF settled_p = 1 / (1 + exp((-35 - v) / 10)) UNITSON }
FUNCTION tau_p(v (mV)) (ms) { UNITSOFF tau_p = taumax / (3.3 * exp((v + 35) / 20) + exp(-(v + 35) / 20)) UNITSON }

FUNCTION linear(x, k) {
    UNITSOFF
    if (fabs(x / k) < 1e-6) {
        linear = k * (1 + x / k / 2)
    } else {
        linear = x / (1 - exp(-x / k))
    }
    UNITSON
}
