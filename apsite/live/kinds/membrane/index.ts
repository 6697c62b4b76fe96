/** Live figures of a patch of membrane: current clamp, voltage clamp, solutions. */

export { MembraneFigure as Figure } from "./figure"
