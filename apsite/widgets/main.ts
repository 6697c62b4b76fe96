/** What the page loads: wakes its live figures. */

interface Site {
  /** Set once the figures' own modules have been run. */
  apLive?: { mount(): void }
}

const site = window as unknown as Site
const script = document.currentScript as HTMLScriptElement

// Under instant navigation this script is run again on every page that has a live figure; what it imports is not, for
// each run of it would stay in memory with all its listeners.
if (site.apLive) site.apLive.mount()
else {
  void import("./figures").then(({ begin, mount }) => {
    site.apLive = { mount }
    begin(script)
  })
}
