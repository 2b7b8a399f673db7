/* The ticks of all numeric axes: where they stand and what they say, at any zoom. `log`: the axis
   holds log10 of what it shows. The mathematics is in typeset.js. */

import { MODULE } from "../base.js";
import { linearLabels, linearTicks, logLabels, logTicks } from "./typeset.js";

const { ContinuousTicker } = Bokeh.require("models/tickers/continuous_ticker");
const { TickFormatter } = Bokeh.require("models/formatters/tick_formatter");

export class NumberTicker extends ContinuousTicker {
  static __name__ = "NumberTicker";
  static __module__ = MODULE;
  static {
    this.define(({ Bool }) => ({ log: [Bool, false] }));
  }

  get_ticks_no_defaults(low, high, _cross, count) {
    if (!(high > low) || !Number.isFinite(high - low)) return { major: [], minor: [] };
    return { major: (this.log ? logTicks : linearTicks)(low, high, count), minor: [] };
  }
}

export class NumberFormatter extends TickFormatter {
  static __name__ = "NumberFormatter";
  static __module__ = MODULE;
  static {
    this.define(({ Bool }) => ({ log: [Bool, false] }));
  }

  doFormat(ticks) {
    return (this.log ? logLabels : linearLabels)([...ticks]);
  }
}
