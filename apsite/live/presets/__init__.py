"""What live figures start from: their controls, read-outs and words, and what stands in their place until they wake."""
