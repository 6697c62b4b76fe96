"""How figures look: one style in two palettes and two widths, and their rendering to SVG."""
