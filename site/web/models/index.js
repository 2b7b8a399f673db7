/* Registers the page's halves of our models with Bokeh. Import it after bokeh.min.js and before the
   document is read. */

import "./canvas.js";
import "./hover.js";
import "./painting.js";
import "./glyph_data.js";
import "./visuals.js";
import { Action } from "./action.js";
import { Choice } from "./choice.js";
import { Code } from "./code.js";
import { Copy } from "./copy.js";
import { DataGrid } from "./data_grid.js";
import { Dial } from "./dial.js";
import { Download } from "./download.js";
import { FigureMenu } from "./figure_menu.js";
import { FileField } from "./file_field.js";
import { Formula } from "./formula.js";
import { Glossary } from "./glossary.js";
import { GroundTool } from "./ground_tool.js";
import { Group } from "./group.js";
import { HandleTool } from "./handle_tool.js";
import { Notices } from "./notices.js";
import { NumberTable } from "./number_table.js";
import { OwnRule } from "./own_rule.js";
import { Picks } from "./picks.js";
import { PointTool } from "./point_tool.js";
import { Prose } from "./prose.js";
import { NumberFormatter, NumberTicker } from "./ticks.js";
import { Toggle } from "./toggle.js";

export const MODELS = [
  Action,
  Choice,
  Code,
  Copy,
  DataGrid,
  Dial,
  Download,
  FigureMenu,
  FileField,
  Formula,
  Glossary,
  GroundTool,
  Group,
  HandleTool,
  Notices,
  NumberFormatter,
  NumberTable,
  NumberTicker,
  OwnRule,
  Picks,
  PointTool,
  Prose,
  Toggle,
];

Bokeh.require("base").register_models(MODELS);
