// On pages without the theme: the palette that the reader has chosen on the site, where one was chosen. It is read before
// anything is painted, and again when it is chosen in another tab; without it, style sheets follow the system.

;(() => {
  const key = `${new URL("../..", document.currentScript.src).pathname}.__palette`
  const root = document.documentElement
  const show = () => {
    let chosen
    try {
      chosen = JSON.parse(localStorage.getItem(key))?.color?.scheme
    } catch {} // no storage, as in a frame: nothing was chosen
    if (chosen !== "slate" && chosen !== "default") return
    root.dataset.mdColorScheme = chosen
    root.style.colorScheme = chosen === "slate" ? "dark" : "light"
  }
  addEventListener("storage", event => event.key === key && show())
  show()
})()
