"""Python in WebAssembly, run under Node: compiling modules, rehearsing the app."""
