"""The playground: a Panel and Bokeh application over linreg, run by a web worker.

`playground.app.make_app()` builds it; everything a link holds is in `playground.state`,
everything computed from that is in `playground.scene`, and everything drawn is in
`playground.views`, one module per region of the page.
"""
