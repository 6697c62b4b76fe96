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
    const words = document.createElement("span")
    words.textContent = ` ${fault.message}`
    words.style.cssText = "white-space:pre-wrap;overflow-wrap:anywhere"
    item.append(place, words)
    return item
  }

  const show = () => {
    const here = state.faults.filter((fault) => fault.page === page())
    const others = state.faults.filter((fault) => fault.page !== page())
    wrong.replaceChildren()
    wrong.style.cssText = state.faults.length ? "background:#8c1d18;color:#fff;padding:10px 16px" : ""
    for (const [title, faults] of [["Wrong on this page", here], ["Wrong elsewhere", others]]) {
      if (!faults.length) continue
      const head = document.createElement("div")
      head.textContent = `${title} (${faults.length})`
      head.style.fontWeight = "700"
      const list = document.createElement("ul")
      list.style.cssText = "margin:2px 0 6px;padding-left:1.4em;list-style:disc"
      list.append(...faults.map((fault) => line(fault, faults === others && fault.page !== null)))
      wrong.append(head, list)
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
