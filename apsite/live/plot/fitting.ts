/** A picture's axes in less height than the picture has: they become lower, what is written between them keeps its room. */

import type { Axes, Layout } from "../page/types"

/** Room for a title over a pair of axes, and for what stands beneath it besides its name, in the picture's own pixels. */
const [OVER, UNDER] = [27, 24]
/** How little may be left of the axes' heights. */
const LOWEST = 0.3

/** The `layout` in a window that leaves it `height`, in the picture's own pixels. */
export function fitted(layout: Layout, height: number): Layout {
  if (height >= layout.height - 1) return layout
  const kept = stretches(layout)
  const fixed = kept.reduce((sum, [from, to]) => sum + to - from, 0)
  const shrunk = Math.max(LOWEST, (height - fixed) / (layout.height - fixed))
  const down = (y: number): number => {
    const within = kept.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(y, to) - from), 0)
    return within + (y - within) * shrunk
  }
  const axes = layout.axes.map((each): Axes => {
    const top = down(each.top)
    return { ...each, top, height: down(each.top + each.height) - top, x: { ...each.x, label_at: down(each.x.label_at) } }
  })
  return { ...layout, height: down(layout.height), axes }
}

/** The heights that something is written at, without overlaps. */
function stretches({ axes }: Layout): [number, number][] {
  const written = axes
    .flatMap(({ top, height, title, x }): [number, number][] => [
      [title.length ? Math.max(0, top - OVER) : top, top],
      [top + height, x.label.length ? Math.max(x.label_at + 9, top + height + UNDER) : top + height + UNDER],
    ])
    .sort(([one], [other]) => one - other)
  const found: [number, number][] = []
  for (const [from, to] of written) {
    const last = found.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else found.push([from, to])
  }
  return found
}
