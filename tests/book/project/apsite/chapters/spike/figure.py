"""A stand-in for a figure."""


def draw(amplitude, width, palette):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="300">'
    return f"{svg}<title>{amplitude} {palette}</title></svg>"
