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
