/** Live figures of a patch of membrane: current clamp, voltage clamp, solutions. */

export { ChosenFigure as Figure } from "./choice"
