/** Live figures of an axon: a spike that travels along it, meets another, or fails. */

import "./axon.css"

export { AxonFigure as Figure } from "./figure"
