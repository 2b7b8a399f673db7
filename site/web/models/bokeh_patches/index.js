/* All that we change of BokehJS: import it before anything is drawn. Each patch says what it changes, why,
   and what it gains. Patches for speed have a switch (switch.js). What they lean on is listed in
   site/bundle/upstream.py. */

import "./canvas.js";
import "./computed_styles.js";
import "./hover.js";
import "./painted.js";
import "./scheduling.js";
import "./style_sheets.js";
import "./enlarged.js";
// The second wraps the first: a paint that is deferred must not count as one.
import "./still_layers.js";
import "./deferred_paints.js";
