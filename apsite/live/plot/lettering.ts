/** The text around a pair of axes: their title, their names and numbers. Elements, which can be selected. */

import { share, type Axes } from "../page/types"
import { make, setText, setWords } from "../page/elements"

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

/**
 * Write the numbers along both axes into `parent`. What is there is changed in place, and stays without a number: for
 * elements that come and go the styles of all around them would be worked out again.
 */
export function setTicks(parent: HTMLElement, axes: Axes, scale: number): void {
  const away = TICK + GAP
  const across = axes.x.ticks.map(([value, words]) =>
    [words, ROOM.left + share(axes.x, value) * axes.width, ROOM.top + axes.height + away, "-50%, 0"] as const)
  const up = axes.y.ticks.map(([value, words]) =>
    [words, ROOM.left - away, ROOM.top + (1 - share(axes.y, value)) * axes.height, "-100%, -50%"] as const)
  const wanted = [...across, ...up]
  while (parent.children.length < wanted.length) parent.append(make("span"))
  ;[...parent.children].forEach((label, index) => {
    const [words, left, top, shift] = wanted[index] ?? [[]]
    if (words.every(([, style]) => !style) && !label.childElementCount) setText(label, words.map(([text]) => text).join(""))
    else {
      label.replaceChildren()
      setWords(label, words)
    }
    if (shift) (label as HTMLElement).style.transform = `translate(${left * scale}px, ${top * scale}px) translate(${shift})`
  })
}
