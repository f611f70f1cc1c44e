"""Coolhead's pipeline: source articles and the catalogue in, Markdown pages out.

    read → normalise → place → weave → render

Each stage takes values and returns new ones; `pipeline` alone knows their order.
"""
