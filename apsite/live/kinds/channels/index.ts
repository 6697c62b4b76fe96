/** The kind "channels": patches of membrane whose channels open and close by chance. */

export { ChannelsFigure as Figure } from "./figure"
