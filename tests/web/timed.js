/* A test that keeps its own clock. */

import { mock, test } from "node:test";

/** As test(); act is given tick(milliseconds), which alone lets time pass. */
export function timed(name, act) {
  test(name, async () => {
    mock.timers.enable({ apis: ["setTimeout", "Date"] });
    try {
      await act((milliseconds) => mock.timers.tick(milliseconds));
    } finally {
      mock.timers.reset();
    }
  });
}
