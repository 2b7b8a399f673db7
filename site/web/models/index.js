/* Registers the page's side of our models with Bokeh. Import it after bokeh.min.js and before the
   document is read. */

import "./bokeh_patches/index.js";
import { Action } from "./inputs/action.js";
import { Choice } from "./inputs/choice.js";
import { Code } from "./text/code.js";
import { Copy } from "./inputs/copy.js";
import { DataGrid } from "./text/data_grid.js";
import { Dial } from "./inputs/dial.js";
import { Download } from "./inputs/download.js";
import { EqualScales } from "./figure/equal_scales.js";
import { FigureMenu } from "./figure/figure_menu.js";
import { FileField } from "./inputs/file_field.js";
import { Formula } from "./text/formula.js";
import { FormulaLine } from "./inputs/formula_line.js";
import { Glossary } from "./text/glossary.js";
import { GroundTool } from "./points/ground_tool.js";
import { Group } from "./group.js";
import { HandleTool } from "./points/handle_tool.js";
import { Notices } from "./text/notices.js";
import { NumberTable } from "./text/number_table.js";
import { OwnRule } from "./inputs/own_rule.js";
import { Picks } from "./inputs/picks.js";
import { PointTool } from "./points/point_tool.js";
import { Prose } from "./text/prose.js";
import { Space } from "./space/space.js";
import { NumberFormatter, NumberTicker } from "./figure/ticks.js";
import { ScrubTool } from "./points/scrub_tool.js";
import { Toggle } from "./inputs/toggle.js";
import { Transforms } from "./inputs/transforms.js";

export const MODELS = [
  Action,
  Choice,
  Code,
  Copy,
  DataGrid,
  Dial,
  Download,
  EqualScales,
  FigureMenu,
  FileField,
  Formula,
  FormulaLine,
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
  ScrubTool,
  Space,
  Toggle,
  Transforms,
];

Bokeh.require("base").register_models(MODELS);
