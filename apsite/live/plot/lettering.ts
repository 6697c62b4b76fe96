/** The text around a pair of axes: their title, their names and numbers. Elements, which can be selected. */

import { share, type Axes, type Words } from "../page/types"
import { make, setText, setWords } from "../page/elements"

/** Room around the axes for tick labels, CSS pixels at the size of the picture. */
export const ROOM = { top: 8, right: 16, bottom: 30, left: 44 }
/** Length of a tick, and the gap to its number. */
export const TICK = 4
const GAP = 3
const ABOVE = 5 // from the axes to their title

/** Words, and the point around which they lie. */
export interface Spot {
  readonly words: Words
  readonly x: number
  readonly y: number
}

/** The title of the axes, which stands on its point and begins there, and their names, which lie around theirs; from the picture's corner. */
export function headings(axes: Axes): { title: Spot; x: Spot; y: Spot } {
  const { left, top, width, height, x, y } = axes
  return {
    title: { words: axes.title, x: left, y: top - ABOVE },
    x: { words: x.label, x: left + width / 2, y: x.label_at },
    y: { words: y.label, x: y.label_at, y: top + height / 2 },
  }
}

/** The numbers along both axes: those across hang from their points, those up end at theirs; from the picture's corner. */
export function numbers({ left, top, width, height, x, y }: Axes): { across: Spot[]; up: Spot[] } {
  return {
    across: x.ticks.map(([value, words]) => ({ words, x: left + share(x, value) * width, y: top + height + TICK + GAP })),
    up: y.ticks.map(([value, words]) => ({ words, x: left - TICK - GAP, y: top + (1 - share(y, value)) * height })),
  }
}

/** Title and names of the axes, in a panel whose corner is `ROOM` away from that of its axes. */
export function namesOf(axes: Axes, scale: number): HTMLElement[] {
  const found = headings(axes)
  const element = (name: "title" | "x" | "y"): HTMLElement => {
    const made = make("div", { class: `ap-live__${name}` })
    const { words, x, y } = found[name]
    const [left, top] = [x - axes.left + ROOM.left, y - axes.top + ROOM.top]
    made.style.left = `${left * scale}px`
    if (name === "title") made.style.bottom = `${(ROOM.top + axes.height + ROOM.bottom - top) * scale}px`
    else made.style.top = `${top * scale}px`
    setWords(made, words)
    return made
  }
  return [element("title"), element("x"), element("y")]
}

/**
 * Write the numbers along both axes into `parent`. What is there is changed in place, and stays without a number: for
 * elements that come and go the styles of all around them would be worked out again.
 */
export function setTicks(parent: HTMLElement, axes: Axes, scale: number): void {
  const { across, up } = numbers(axes)
  const wanted = [...across.map(spot => [spot, "-50%, 0"] as const), ...up.map(spot => [spot, "-100%, -50%"] as const)]
  while (parent.children.length < wanted.length) parent.append(make("span"))
  ;[...parent.children].forEach((label, index) => {
    const [spot, shift] = wanted[index] ?? []
    const words = spot?.words ?? []
    if (words.every(([, style]) => !style) && !label.childElementCount) setText(label, words.map(([text]) => text).join(""))
    else {
      label.replaceChildren()
      setWords(label, words)
    }
    if (!spot) return
    const [left, top] = [spot.x - axes.left + ROOM.left, spot.y - axes.top + ROOM.top]
    ;(label as HTMLElement).style.transform = `translate(${left * scale}px, ${top * scale}px) translate(${shift})`
  })
}
