/** What pages of the lecturer's desk can do where scripts run: each part finds its own place on the page. */

import { Slides } from "./slides"

const slides = document.querySelector<HTMLElement>("[data-slides]")
if (slides) new Slides(slides)
