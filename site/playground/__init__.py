"""The playground: a Panel and Bokeh application over linreg, run by a web worker.

`playground.runtime.app.make_app()` builds it. Imports run one way, and a test keeps them so:
linreg <- engine <- session <- export, glossary and views <- runtime. `controls` serves the views
and knows nothing of regression.

What a link holds is in `playground.session.state`, what is computed from it in
`playground.engine.scene`, and what is drawn in `playground.views`, a folder for each tab.
"""
