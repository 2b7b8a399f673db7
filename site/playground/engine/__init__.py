"""What is computed from the state, without Bokeh or Panel: data, problem, fit, descent, scene."""
