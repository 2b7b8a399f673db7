/* The one stylesheet of all controls. Colours are the page's custom properties (styles/colours.css).
   They reach into shadow roots, so a change of theme needs nothing here. */

import BASE from "./base.css" with { type: "text" };
import GROUP from "./group.css" with { type: "text" };
import ROLES from "./roles.css" with { type: "text" };
import BUTTON from "./inputs/button.css" with { type: "text" };
import CHECKS from "./inputs/checks.css" with { type: "text" };
import CHOICE from "./inputs/choice.css" with { type: "text" };
import DIAL from "./inputs/dial.css" with { type: "text" };
import FILE from "./inputs/file.css" with { type: "text" };
import MODEL from "./inputs/model.css" with { type: "text" };
import SPACE from "./space/space.css" with { type: "text" };
import CODE from "./text/code.css" with { type: "text" };
import GRID from "./text/grid.css" with { type: "text" };
import TEXT from "./text/text.css" with { type: "text" };

export const SHEET = [BASE, DIAL, BUTTON, CHOICE, CHECKS, FILE, MODEL, TEXT, GROUP, CODE, GRID, SPACE, ROLES].join("");
