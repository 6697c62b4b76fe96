// A number, a term or a source is explained where it stands: the lines that its link's title holds are shown in a small
// window beside it, by a click, a tap, Enter, or a mouse that rests on it. The window is a popover, which Escape and a
// click elsewhere close; without popovers, or with a key that asks for a new tab, the link is the plain link that it is.
(() => {
  if (!("popover" in HTMLElement.prototype)) return

  const EXPLAINED = "article :is(.ap-value, .ap-term, .ap-cite)"
  const REST = 200 // ms that a mouse has to stand still, so that one on its way opens nothing
  const LEAVE = 300 // ms that it may take to reach the window
  const EDGE = 12, GAP = 6 // pixels

  /** The link that is explained, its window, and whether it was asked for, by more than a mouse that rests. */
  let open = null
  /** The link that a mouse is on, by itself or in its window; the one that a press began on while it was explained. */
  let under = null, pressed = null
  /** The link under the mouse whose window was closed: it stays so until the mouse has been elsewhere. */
  let closed = null
  let timer = 0
  /** The titles of links under a mouse and of the explained one: the browser would show them as well. */
  const titles = new Map()

  function make(tag, name, text) {
    const made = document.createElement(tag)
    made.className = name
    made.textContent = text
    return made
  }

  /** What is said of a link: a heading, a text, and the links that lead on, each with its address. */
  function words(link) {
    const lines = (titles.get(link) ?? link.title).split("\n")
    if (link.matches(".ap-value")) return [lines[0], lines[1], [[lines[2], link.href]]]
    if (link.matches(".ap-term")) return [link.textContent, lines[0], [["In the glossary", link.href]]]
    if (link.closest(".ap-model")) return [link.textContent, lines[0], [["How to read it", link.href]]]
    const found = lines.slice(1).map(address => [address.replace("https://", ""), address])
    return [link.textContent, lines[0], [["In the references", link.href], ...found]]
  }

  function takeTitle(link) {
    if (titles.has(link)) return
    titles.set(link, link.title)
    link.removeAttribute("title")
  }

  function giveTitles() {
    for (const [link, title] of titles) {
      if (link === under || link === open?.link) continue
      link.title = title
      titles.delete(link)
    }
  }

  /** Explain `link` beside the part of it that is at `x` and `y`; if `asked`, whoever asked is taken there. */
  function show(link, asked, { clientX: x, clientY: y }) {
    clearTimeout(timer)
    if (open?.link !== link) {
      open?.note.hidePopover()
      const [heading, text, leads] = words(link)
      takeTitle(link)
      const note = make("span", "ap-note", "")
      const head = make("b", "ap-note__head", heading), body = make("span", "ap-note__text", text)
      head.id = "__note", body.id = "__note_text", note.id = "__note_window"
      note.append(head, body)
      for (const [label, address] of leads) note.append(Object.assign(make("a", "ap-note__lead", label), { href: address }))
      note.popover = "auto"
      note.tabIndex = -1
      const about = { role: "dialog", "aria-labelledby": head.id, "aria-describedby": body.id }
      for (const name in about) note.setAttribute(name, about[name])
      link.after(note) // whoever reads on, by Tab or by ear, comes to it next
      link.setAttribute("aria-expanded", "true")
      link.setAttribute("aria-describedby", body.id)
      open = { link, note, x, y, asked: false }
      note.addEventListener("beforetoggle", ({ newState }) => newState === "closed" && end(link, note))
      note.addEventListener("click", event => event.target.closest("a") ? setTimeout(close) : event.preventDefault())
      note.showPopover()
      place()
    }
    open.asked ||= asked
    if (asked) open.note.focus({ preventScroll: true })
  }

  function close() {
    open?.note.hidePopover()
  }

  function end(link, note) {
    if (note.contains(document.activeElement)) link.focus({ preventScroll: true })
    link.setAttribute("aria-expanded", "false")
    link.removeAttribute("aria-describedby")
    open = null
    closed = link
    giveTitles()
    setTimeout(() => note.remove()) // once the browser is done with closing it
  }

  /** Put the window beneath its link, or above it where there is more room, within the edges of the screen. */
  function place() {
    const { link, note, x, y } = open
    const { top, bottom } = link.getBoundingClientRect()
    const parts = [...link.getClientRects()] // a link may go on in the next line
    const part = parts.find(each => x >= each.left && x <= each.right && y >= each.top && y <= each.bottom) ?? parts[0]
    const { clientWidth, clientHeight } = document.documentElement
    const { offsetWidth, offsetHeight } = note
    const beneath = clientHeight - bottom >= Math.min(top, offsetHeight + GAP + EDGE)
    const left = Math.max(EDGE, Math.min(part.left, clientWidth - EDGE - offsetWidth))
    note.style.left = `${left + scrollX}px`
    note.style.top = `${(beneath ? bottom + GAP : top - GAP - offsetHeight) + scrollY}px`
  }

  function linkAt(target) {
    return target instanceof Element ? target.closest(EXPLAINED) : null
  }

  // Before the theme, which would go to the page that the link leads to.
  document.addEventListener("click", event => {
    const link = linkAt(event.target), again = link && link === pressed
    pressed = null
    clearTimeout(timer)
    if (link) closed = link
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    if (!again) show(link, true, event) // else the press has closed it
  }, true)

  document.addEventListener("pointerdown", ({ target }) => {
    pressed = open?.asked && linkAt(target) === open.link ? open.link : null
  }, true)

  document.addEventListener("pointerover", event => {
    if (event.pointerType !== "mouse") return
    const link = open?.note.contains(event.target) ? open.link : linkAt(event.target)
    if (link === under) return
    under = link
    closed = null
    clearTimeout(timer)
    giveTitles()
    if (link) takeTitle(link)
    if (open && !open.asked && link !== open.link) timer = setTimeout(close, LEAVE)
    if (link) rest(event)
  })

  document.addEventListener("pointermove", event => {
    if (under && event.pointerType === "mouse") rest(event)
  }, { passive: true })

  /** Wait until the mouse rests on the link that it is on. */
  function rest(event) {
    if (under === open?.link || under === closed || open?.asked) return
    const link = under
    clearTimeout(timer)
    timer = setTimeout(() => link.isConnected && show(link, false, event), REST)
  }

  document.documentElement.addEventListener("pointerleave", () => {
    under = null
    clearTimeout(timer)
    giveTitles()
    if (open && !open.asked) close()
  })

  // Whoever goes on by Tab leaves it.
  document.addEventListener("focusin", ({ target }) => {
    if (open?.asked && target !== open.link && !open.note.contains(target)) close()
  })

  addEventListener("resize", () => open && place())

  document$.subscribe(() => {
    open = under = pressed = closed = null // of a page that has gone
    titles.clear()
    for (const link of document.querySelectorAll(EXPLAINED)) {
      link.setAttribute("aria-haspopup", "dialog")
      link.setAttribute("aria-expanded", "false")
    }
  })
})()
