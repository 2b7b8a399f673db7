"""The plot in 3-D: points over two features, and the surface fitted to them."""
