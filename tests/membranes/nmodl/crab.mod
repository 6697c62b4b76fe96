TITLE The axon of a crab's walking leg

COMMENT
Connor, Walter & McKown (1977), as Dayan & Abbott (2001) print it: the sodium and the potassium current of a spike,
an A current that inactivates, and a leak; at 18 degrees Celsius.
ENDCOMMENT

NEURON {
    SUFFIX crab
    NONSPECIFIC_CURRENT ina, ik, ia, il
    RANGE gna, gk, ga, gl
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gna = 0.12 (S/cm2)
    gk = 0.02 (S/cm2)
    ga = 0.0477 (S/cm2)
    gl = 0.0003 (S/cm2)
    sodium = 55 (mV)
    potassium = -72 (mV)
    reversal_a = -75 (mV)
    el = -17 (mV)
}

STATE { m h n a b }

ASSIGNED {
    v (mV)
    ina (mA/cm2)
    ik (mA/cm2)
    ia (mA/cm2)
    il (mA/cm2)
}

BREAKPOINT {
    SOLVE gates METHOD cnexp
    ina = gna * m * m * m * h * (v - sodium)
    ik = gk * n * n * n * n * (v - potassium)
    ia = ga * a * a * a * b * (v - reversal_a)
    il = gl * (v - el)
}

INITIAL {
    m = opening_m(v) / (opening_m(v) + closing_m(v))
    h = opening_h(v) / (opening_h(v) + closing_h(v))
    n = opening_n(v) / (opening_n(v) + closing_n(v))
    a = settled_a(v)
    b = settled_b(v)
}

DERIVATIVE gates {
    m' = opening_m(v) * (1 - m) - closing_m(v) * m
    h' = opening_h(v) * (1 - h) - closing_h(v) * h
    n' = opening_n(v) * (1 - n) - closing_n(v) * n
    a' = (settled_a(v) - a) / tau_a(v)
    b' = (settled_b(v) - b) / tau_b(v)
}

FUNCTION opening_m(v (mV)) (/ms) { UNITSOFF opening_m = 0.38 * linear(v + 29.7) UNITSON }
FUNCTION closing_m(v (mV)) (/ms) { UNITSOFF closing_m = 15.2 * exp(-0.0556 * (v + 54.7)) UNITSON }
FUNCTION opening_h(v (mV)) (/ms) { UNITSOFF opening_h = 0.266 * exp(-0.05 * (v + 48)) UNITSON }
FUNCTION closing_h(v (mV)) (/ms) { UNITSOFF closing_h = 3.8 / (1 + exp(-0.1 * (v + 18))) UNITSON }
FUNCTION opening_n(v (mV)) (/ms) { UNITSOFF opening_n = 0.02 * linear(v + 45.7) UNITSON }
FUNCTION closing_n(v (mV)) (/ms) { UNITSOFF closing_n = 0.25 * exp(-0.0125 * (v + 55.7)) UNITSON }

FUNCTION settled_a(v (mV)) {
    UNITSOFF
    settled_a = pow(0.0761 * exp(0.0314 * (v + 94.22)) / (1 + exp(0.0346 * (v + 1.17))), 1 / 3)
    UNITSON
}
FUNCTION tau_a(v (mV)) (ms) { UNITSOFF tau_a = 0.3632 + 1.158 / (1 + exp(0.0497 * (v + 55.96))) UNITSON }
FUNCTION settled_b(v (mV)) { UNITSOFF settled_b = pow(1 + exp(0.0688 * (v + 53.3)), -4) UNITSON }
FUNCTION tau_b(v (mV)) (ms) { UNITSOFF tau_b = 1.24 + 2.678 / (1 + exp(0.0624 * (v + 50))) UNITSON }

FUNCTION linear(x) {
    UNITSOFF
    if (fabs(x) < 1e-5) {
        linear = 10 * (1 + x / 20)
    } else {
        linear = x / (1 - exp(-x / 10))
    }
    UNITSON
}
