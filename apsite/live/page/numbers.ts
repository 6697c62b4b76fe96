/** Numbers and units as people write, read and speak them; what is within bounds. */

import { SPOKEN } from "@model/common-constants"

import { Problem } from "./types"

/** How a value is said with its unit: `typeset` or `spoken`. */
export type Say = (value: number, unit: string, digits: number) => string

/** A unit as pages print it. */
export function pretty(unit: string): string {
  return unit === "1" ? "" : unit.replace(/^u/, "µ").replace(/m2/g, "m²").replace("ohm*cm", "Ω·cm")
}

/** The number that `text` is: minus signs of all kinds, and a comma for the decimal point. Throws a Problem. */
export function parse(text: string): number {
  const plain = text
    .trim()
    .replace(/[\u2212\u2013\u2012\u2011]/g, "-")
    .replace(/[\s\u202f\u00a0']/g, "")
  if (/^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(plain)) {
    throw new Problem(`“${text.trim()}” can be read in two ways: write ${plain.replace(/,/g, "")} or a decimal point`)
  }
  const dotted = /^[^.,]*,[^.,]*$/.test(plain) ? plain.replace(",", ".") : plain
  const number = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(dotted) ? Number(dotted) : NaN
  if (!Number.isFinite(number)) throw new Problem(text.trim() ? `“${text.trim()}” is not a number` : "a number is missing")
  return number
}

/** Digits that a value needs when it moves in steps of `step`. */
export function decimals(step: number): number {
  return Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))
}

const MOST = 12 // digits behind a point

/** A value's digits: as many as its control moves in, more where it stands between. */
export function digitsOf({ step }: { step: number }, value: number): number {
  const usual = decimals(step)
  return Number(value.toFixed(usual)) === value ? usual : Math.min(MOST, Math.max(usual, 3, 2 - Math.floor(Math.log10(Math.abs(value)))))
}

/** A number with at most `digits` behind the point and a proper minus sign. */
export function format(value: number, digits: number): string {
  const fixed = value.toFixed(digits)
  const short = fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed
  return (Number(short) === 0 ? "0" : short).replace("-", "\u2212")
}

/** A value with its unit, as pages print it. */
export function typeset(value: number, unit: string, digits: number): string {
  const printed = pretty(unit)
  return format(value, digits) + (printed === "%" ? "\u202f%" : printed && `\u00a0${printed}`)
}

/** The same with all its digits, for a read-out that must not jump about. */
export function steady(value: number, unit: string, digits: number): string {
  const fixed = value.toFixed(digits)
  return (Number(fixed) === 0 ? fixed.replace("-", "") : fixed.replace("-", "\u2212")) + (unit === "1" ? "" : `\u00a0${pretty(unit)}`)
}

/** A value with its unit in words: "negative 70 millivolts". */
export function spoken(value: number, unit: string, digits: number): string {
  const number = format(Math.abs(value), digits)
  const [one, many] = SPOKEN[unit] ?? [unit, unit]
  const sign = value < 0 && number !== "0" ? "negative " : ""
  return `${sign}${number} ${number === "1" ? one : many}`.trim()
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
