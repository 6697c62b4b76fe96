// Tells an author, on the page, what is wrong and how far work is, and shows the page anew when it has changed.
(() => {
  const self = document.currentScript
  const { mount } = self.dataset
  let digest = self.dataset.digest
  let path = location.pathname
  let state = { version: -1, faults: [], progress: null }
  let begun = 0
  const panel = document.createElement("aside")
  panel.id = "serving"
  panel.setAttribute("aria-label", "While you write")
  panel.style.cssText =
    "position:fixed;z-index:99;left:0;right:0;bottom:0;max-height:45vh;overflow:auto;font:14px/1.45 system-ui,sans-serif"
  const wrong = document.createElement("div")
  wrong.setAttribute("role", "alert")
  const work = document.createElement("div")
  work.setAttribute("role", "status")
  work.style.cssText = "background:#1d3557;color:#fff;padding:6px 16px"
  work.hidden = true
  panel.append(wrong, work)

  const page = () => decodeURI(location.pathname).replace(mount, "").replace(/index\.html$/, "")

  const line = (fault, link) => {
    const item = document.createElement("li")
    const place = document.createElement(link ? "a" : "strong")
    place.textContent = `${fault.file}:${fault.line}`
    place.style.cssText = "color:inherit;font-weight:700;text-decoration:underline"
    if (link) place.href = mount + fault.page
    else place.style.textDecoration = "none"
    const [first, ...rest] = fault.message.trim().split("\n")
    const words = document.createElement("span")
    words.textContent = ` ${first}`
    words.style.overflowWrap = "anywhere"
    item.append(place, words)
    if (rest.length) { // a traceback, say
      const text = document.createElement("pre")
      text.textContent = rest.join("\n")
      text.style.cssText = "margin:2px 0;font:12px/1.4 monospace;white-space:pre-wrap;overflow-wrap:anywhere"
      item.append(folding(`${fault.file}:${fault.line}`, "All of it", false, text))
    }
    return item
  }

  // What was folded or unfolded stays so, also when the page is loaded anew.
  const folding = (name, title, open, content) => {
    const fold = document.createElement("details")
    const head = document.createElement("summary")
    head.textContent = title
    head.style.cssText = "cursor:pointer;list-style:revert;min-height:24px;display:list-item"
    fold.append(head, content)
    const kept = sessionStorage.getItem(`serving ${name}`)
    fold.open = kept === null ? open : kept === "true"
    head.addEventListener("click", () => sessionStorage.setItem(`serving ${name}`, !fold.open))
    fold.addEventListener("toggle", tick)
    return fold
  }

  const show = () => {
    const here = state.faults.filter((fault) => fault.page === page())
    const others = state.faults.filter((fault) => fault.page !== page())
    wrong.replaceChildren()
    wrong.style.cssText = state.faults.length ? "background:#8c1d18;color:#fff;padding:6px 16px;border-top:1px solid #ffffff66" : ""
    for (const [title, faults] of [["Wrong on this page", here], ["Wrong elsewhere", others]]) {
      if (!faults.length) continue
      const list = document.createElement("ul")
      list.style.cssText = "margin:2px 0 6px;padding-left:1.4em;list-style:disc;font-weight:400"
      list.append(...faults.map((fault) => line(fault, faults === others && fault.page !== null)))
      // What is wrong with other pages alone can wait; what is no page's, an experiment say, may be why this one is old.
      const open = faults === here || faults.some((fault) => fault.page === null)
      const fold = folding(title, `${title} (${faults.length})`, open, list)
      fold.style.fontWeight = "700"
      wrong.append(fold)
    }
    tick()
  }

  const tick = () => {
    work.hidden = !state.progress
    document.body.style.paddingBottom = `${panel.offsetHeight}px` // the end of the page can be read
    if (!state.progress) { begun = 0; return }
    begun ||= Date.now() - 1000 * state.progress.seconds
    work.textContent = `${state.progress.words} ${Math.round((Date.now() - begun) / 1000)} s`
  }

  const ask = async () => {
    for (;;) {
      if (document.visibilityState !== "visible") {
        await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }))
        continue
      }
      try {
        const asked = page()
        const query = new URLSearchParams({ page: asked, version: state.version })
        const answer = await fetch(`${mount}_serving/state?${query}`, { cache: "no-store" })
        state = await answer.json()
        if (asked !== page()) digest = null // the theme leads to other pages without loading them
        else if (digest === null) digest = state.digest
        else if (state.digest && state.digest !== digest) { location.reload(); return }
        show()
      } catch {
        state = { ...state, version: -1, progress: { words: "The server does not answer.", seconds: 0 } }
        tick()
        await new Promise((rested) => setTimeout(rested, 1000))
      }
    }
  }

  document.body.append(panel)
  setInterval(() => {
    if (path !== location.pathname) { path = location.pathname; digest = null; show() }
    tick()
  }, 500)
  ask()
})()
