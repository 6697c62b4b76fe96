"""The model as pages see it: values by name, and when a number that is written holds."""
