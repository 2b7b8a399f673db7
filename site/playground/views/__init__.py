"""What is drawn: one module per region of the page, listed in `playground.views.registry`.

Each holds pure functions from a `Scene` to what is to be shown, and one thin `View` that owns
the models, makes them once and afterwards only patches them.
"""
