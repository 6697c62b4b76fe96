"""From equations to code that runs: integration schemes, their lowering, and emission in a language."""
