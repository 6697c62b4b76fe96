/** What is taken hold of on a plot: from where it is grabbed to where it is let go, wherever the hand goes between. */

/**
 * Let `element` be dragged until `signal` is aborted. `grabbed` is told of the start, and returns what is told of each
 * move. The element has the focus from then on if it can have it, and stays in its place in the page; that it has it is
 * marked as loudly as for keys only once a key is pressed on it.
 */
export function draggable(element: HTMLElement, grabbed: (start: PointerEvent) => (move: PointerEvent) => void, signal: AbortSignal): void {
  for (const end of ["keydown", "blur"]) element.addEventListener(end, () => element.classList.remove("is-pointed"), { signal })
  element.addEventListener(
    "pointerdown",
    start => {
      if (start.button) return
      start.preventDefault()
      element.classList.add("is-pointed")
      element.focus({ preventScroll: true })
      element.setPointerCapture(start.pointerId)
      const moved = grabbed(start)
      const over = new AbortController()
      const own = (then: (event: PointerEvent) => void) => (event: PointerEvent) => {
        if (event.pointerId === start.pointerId) then(event) // of several fingers each has its own
      }
      element.addEventListener("pointermove", own(moved), { signal: over.signal })
      for (const end of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
        element.addEventListener(
          end,
          own(() => over.abort()),
          { signal: over.signal },
        )
      }
    },
    { signal },
  )
}
