// A table, a formula or code that is wider than the screen scrolls within its own box: let the keyboard reach that box.
// Material does so for code, but only once it has come into view.
document$.subscribe(() => requestAnimationFrame(() => {
  const watch = new ResizeObserver(entries => {
    // All are read before one is written: what is written lets the browser work out its styles anew.
    const found = entries.map(({ target }) => [target, target.scrollWidth > target.clientWidth])
    for (const [target, scrolls] of found) {
      if (scrolls) target.tabIndex = 0
      else target.removeAttribute("tabindex")
    }
  })
  document.querySelectorAll(".ap-table, .ap-equation, .ap-cell__output pre, .highlight code, .md-typeset__scrollwrap").forEach(box => watch.observe(box))
}))

// Material makes a landmark of the copy button of each block of code; one page has many, and none leads anywhere.
document$.subscribe(() => {
  const plain = () => document.querySelectorAll(".md-code__nav:not([role])").forEach(nav => nav.setAttribute("role", "none"))
  const watch = new MutationObserver(plain)
  document.querySelectorAll(".highlight pre").forEach(block => watch.observe(block, { childList: true }))
  plain()
})

// On a narrow screen the navigation is a drawer of long lists: show where in them the reader is, when it is opened.
document.getElementById("__drawer")?.addEventListener("change", ({ target }) => {
  if (!target.checked) return
  for (const item of document.querySelectorAll(".md-nav--primary .md-nav__item--active")) {
    const list = item.parentElement
    const { top } = item.getBoundingClientRect()
    list.scrollTop += top - list.getBoundingClientRect().top - list.clientHeight / 2
  }
})

// From page to page without a reload, Material returns to where a page was left by what it keeps in the browser's
// history. It keeps that a moment after the last scroll; a link that is followed in this moment gets the former page's
// place, and leads to the middle of the next one: where a link was followed, the page is shown where the link leads.
{
  let followed = null
  addEventListener("click", ({ target }) => {
    const { href } = target.closest?.("a[href]") ?? {}
    if (typeof href === "string") followed = new URL(href) // now: from the next page it would be another place
  }, { capture: true })
  // With a state it leads back; without one it is Material's own step to a place in the page.
  addEventListener("popstate", ({ state }) => { if (state) followed = null })
  document$.subscribe(() => {
    const { pathname, hash } = followed ?? {}
    if (pathname !== location.pathname) return
    if (hash) {
      const link = document.createElement("a") // only a link lets the styles know what it leads to (`:target`)
      link.href = hash
      link.addEventListener("click", event => event.stopPropagation())
      link.click()
    } else scrollTo({ top: 0, behavior: "instant" })
    followed = null
  })
}
