"""The bench: a membrane, stimuli, current clamp and voltage clamp, recordings, and what is measured on them."""
