/** Live figures of the axon's terminal: what a spike releases there, and what the next cell feels. */

export { TerminalFigure as Figure } from "./figure"
