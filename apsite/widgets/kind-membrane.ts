/** Live figures of a patch of membrane: current clamp, voltage clamp, solutions. */

export { Rig as Figure } from "./rig"
