"""What pages of textbooks made with Jekyll, kramdown and Just the Docs hold beyond Markdown.

Each module takes one kind, and turns what it understands into what Python-Markdown and its extensions know: tags of
Liquid (`templating`), lists and tables as kramdown sets them (`layout`), ways to write a formula (`mathematics`), and
attributes with the boxes that they make (`attributes`). What is not understood is reported, and shown nowhere.
"""
