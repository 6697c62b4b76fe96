/** The text around a pair of axes: their title, their names and numbers. Elements, which can be selected. */

import { share, type Axes, type Words } from "./types"
import { make, setWords } from "./words"

/** Room around the axes for tick labels, CSS pixels at the size of the picture. */
export const ROOM = { top: 8, right: 16, bottom: 30, left: 44 }
/** Length of a tick, and the gap to its number. */
export const TICK = 4
const GAP = 3

/** Title and names of the axes, in a panel whose corner is `ROOM` away from that of its axes. */
export function namesOf(axes: Axes, scale: number): HTMLElement[] {
  const [title, x, y] = [make("div", { class: "ap-live__title" }), make("div", { class: "ap-live__x" }), make("div", { class: "ap-live__y" })]
  const [left, top] = [axes.left - ROOM.left, axes.top - ROOM.top]
  Object.assign(title.style, { left: `${ROOM.left * scale}px`, bottom: `${(axes.height + ROOM.bottom + 5) * scale}px` })
  Object.assign(x.style, { left: `${(ROOM.left + axes.width / 2) * scale}px`, top: `${(axes.x.label_at - top) * scale}px` })
  Object.assign(y.style, { left: `${(axes.y.label_at - left) * scale}px`, top: `${(ROOM.top + axes.height / 2) * scale}px` })
  setWords(title, axes.title)
  setWords(x, axes.x.label)
  setWords(y, axes.y.label)
  return [title, x, y]
}

/** The numbers along both axes. */
export function ticksOf(axes: Axes, scale: number): HTMLElement {
  const put = (words: Words, left: number, top: number, shift: string): HTMLElement => {
    const label = make("span")
    Object.assign(label.style, { left: `${left * scale}px`, top: `${top * scale}px`, transform: `translate(${shift})` })
    setWords(label, words)
    return label
  }
  const away = TICK + GAP
  const across = axes.x.ticks.map(([value, words]) =>
    put(words, ROOM.left + share(axes.x, value) * axes.width, ROOM.top + axes.height + away, "-50%, 0"))
  const up = axes.y.ticks.map(([value, words]) =>
    put(words, ROOM.left - away, ROOM.top + (1 - share(axes.y, value)) * axes.height, "-100%, -50%"))
  return make("div", { class: "ap-live__ticks", "aria-hidden": "true" }, ...across, ...up)
}
