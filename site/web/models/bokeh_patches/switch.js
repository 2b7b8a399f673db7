/* Which patches of BokehJS are on: all, except those that `build.py bench interaction --without` names
   before the page boots, to measure what each one gains. */

export const isOn = (patch) => !(globalThis.playgroundWithoutPatches ?? []).includes(patch);
