/* A slider under a finger: its value counts once the finger moves along it, or is lifted where it was set
   down. A finger that scrolls the page changes nothing: the browser takes its touch over ("pointercancel"). */

// A finger that has moved so little has not shown where it is going.
const STILL = 8;

export class Swipe {
  #take;
  #back;
  #from = null;

  // take(): the slider's value counts; back(): it does not, put it where it was.
  constructor(slider, take, back) {
    this.#take = take;
    this.#back = back;
    slider.addEventListener("pointerdown", (event) => this.#begin(event));
    slider.addEventListener("pointermove", (event) => this.#decide(event));
    slider.addEventListener("pointerup", () => this.#end(true));
    slider.addEventListener("pointercancel", () => this.#end(false));
  }

  // The slider has been moved, by whatever means.
  moved() {
    if (this.#from === null) this.#take();
    else this.#from.waiting = true;
  }

  #begin({ pointerType, clientX, clientY }) {
    this.#from = pointerType === "touch" ? { x: clientX, y: clientY, waiting: false } : null;
  }

  #decide({ clientX, clientY }) {
    if (this.#from === null) return;
    const [across, down] = [Math.abs(clientX - this.#from.x), Math.abs(clientY - this.#from.y)];
    if (across > STILL && across > down) this.#end(true);
  }

  #end(counts) {
    const waiting = this.#from?.waiting;
    this.#from = null;
    if (waiting && counts) this.#take();
    else if (!counts) this.#back();
  }
}
