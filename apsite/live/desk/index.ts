/** What pages of the lecturer's desk can do where scripts run: each part finds its own place on the page. */

import { embedding } from "./embedding"
import { Reading } from "./reading"
import { Slides } from "./slides"

const script = document.currentScript as HTMLScriptElement
const home = new URL("../..", script.src)
const slides = document.querySelector<HTMLElement>("[data-slides]")
const reading = document.querySelector<HTMLElement>("[data-handed-in]")
const book = document.querySelector<HTMLElement>("[data-book]")

if (slides) new Slides(slides)
if (reading && book) new Reading(reading, JSON.parse(book.textContent ?? "{}"), home)
for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-embed]")) embedding(link)
