/* The one stylesheet of all controls. Colours are the page's custom properties (style.css), which
   reach into shadow roots, so that a change of theme needs nothing here. */

const BASE = `
*, ::before, ::after { box-sizing: border-box; }
:host {
  display: block; box-sizing: border-box; min-width: 0; color: var(--ink); font: var(--text);
  font-variant-numeric: tabular-nums; accent-color: var(--ink);
}
:host([hidden]), [hidden] { display: none !important; }
button, input, select { font: inherit; color: inherit; margin: 0; }
:is(button, input, select):focus { outline: none; }
:is(button, input, select):focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.row { position: relative; }
.row > .label { position: var(--label-position, static); clip-path: var(--label-clip, none); }
.row { display: flex; align-items: center; justify-content: space-between; gap: 10px; }
.label { color: var(--ink-soft); font-size: var(--small); line-height: 1.3333rem; }
.hint, .unit { color: var(--muted); font-size: var(--tiny); }
.icon { width: 1.0667rem; height: 1.0667rem; display: block; stroke: currentColor; stroke-width: 1.5;
  stroke-linecap: round; stroke-linejoin: round; }
.icon-run { stroke-width: 1; }
`;

const ROLES = `
.role-muted { color: var(--muted); }
.role-strong { font-weight: 600; }
.role-data { color: var(--data-text); }
.role-closed { color: var(--closed-text); }
.role-descent { color: var(--descent-text); }
.role-truth { color: var(--truth-text); }
.role-own { color: var(--own-text); }
.role-momentum { color: var(--momentum-text); }
.role-nesterov { color: var(--nesterov-text); }
.role-minibatch { color: var(--minibatch-text); }
.role-logistic { color: var(--logistic-text); }
.role-wrong { color: var(--wrong-text); text-decoration: underline wavy 1px; text-underline-offset: 3px; }
.prose .role-wrong { text-decoration: underline 1px color-mix(in srgb, currentColor 45%, transparent); text-underline-offset: 4px; }
.role-name, .role-i { font-style: italic; }
sup, sub { font-size: 0.75em; line-height: 0; }
`;

const DIAL = `
.dial { display: grid; gap: 1px; grid-template-columns: minmax(0, 1fr); }
.dial .label { min-width: 0; overflow-wrap: anywhere; }
.field { display: inline-flex; align-items: baseline; gap: 3px; }
.spin {
  width: calc(var(--digits, 4) * 1ch + 14px); max-width: 8.67rem; min-height: 24px; padding: 1px 6px;
  text-align: right; font-size: var(--small); font-weight: 500;
  background: transparent; border: 1px solid transparent; border-radius: 6px;
  border-bottom-color: var(--hair-strong); border-bottom-left-radius: 0; border-bottom-right-radius: 0;
}
.spin:hover { background: var(--hover); }
.spin:focus { background: var(--field); width: calc(var(--digits, 4) * 1ch + 34px); border-radius: 6px; }
.spin[aria-describedby] { border-bottom-color: var(--wrong); }
.told { margin: 0; font-size: var(--tiny); line-height: 1.4; color: var(--wrong-text); text-wrap: pretty; }
.told:empty { display: none; }
.question { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; padding: 6px 0 8px; font-size: var(--small); }
.answers { display: flex; gap: 8px; }
.track { position: relative; }
.slider {
  --knob: 16px; display: block; width: 100%; height: 26px; padding: 0; cursor: pointer;
  appearance: none; background: none; border-radius: 6px; touch-action: pan-y;
}
.slider::-webkit-slider-runnable-track {
  height: 3px; border-radius: 2px;
  background: linear-gradient(to right, transparent var(--wrong-from, 100%), var(--wrong) var(--wrong-from, 100%)),
    linear-gradient(to right, var(--ink-soft) var(--fill, 0%), var(--rail) var(--fill, 0%));
}
.slider::-moz-range-track { height: 3px; border-radius: 2px; background: linear-gradient(to right, var(--rail) var(--wrong-from, 100%), var(--wrong) var(--wrong-from, 100%)); }
.slider::-moz-range-progress { height: 3px; border-radius: 2px; background: var(--ink-soft); }
.slider::-webkit-slider-thumb {
  appearance: none; width: var(--knob); height: var(--knob); margin-top: -6.5px; border-radius: 50%;
  background: var(--knob-fill); border: 1.5px solid var(--ink-soft); box-shadow: var(--lift);
}
.slider::-moz-range-thumb {
  box-sizing: border-box; width: var(--knob); height: var(--knob); border-radius: 50%;
  background: var(--knob-fill); border: 1.5px solid var(--ink-soft); box-shadow: var(--lift);
}
.slider:hover::-webkit-slider-thumb { border-color: var(--ink); }
.slider:active::-webkit-slider-thumb { background: var(--ink); border-color: var(--ink); }
.slider:active::-moz-range-thumb { background: var(--ink); border-color: var(--ink); }
:is(.spin, .slider):disabled { opacity: 0.5; cursor: not-allowed; }
.marks { position: relative; height: 1.0667rem; margin: -4px 8px 0; font-size: var(--tiny); line-height: 1.0667rem; }
.mark { position: absolute; left: calc(var(--at) * 100%); top: 0; white-space: nowrap; }
.mark::before {
  content: ""; position: absolute; left: -1px; top: -13px; width: 2px; height: 11px; background: currentColor;
}
.mark span { display: inline-block; }
.mark-over span { transform: translateX(-50%); }
.mark-before span { transform: translateX(-100%); padding-right: 4px; }
.mark-after span { padding-left: 4px; }
.mark.role-wrong { text-decoration: none; }
@media (pointer: coarse) {
  .slider { --knob: 22px; height: 36px; }
  .slider::-webkit-slider-thumb { margin-top: -9.5px; }
  .spin { min-height: 34px; font-size: max(16px, 1.0667rem); }
  .marks { margin: -8px 11px 0; }
  .mark::before { top: -15px; }
}
@media (forced-colors: active) {
  .slider { forced-color-adjust: none; }
  .slider::-webkit-slider-runnable-track {
    background: linear-gradient(to right, transparent var(--wrong-from, 100%), Canvas var(--wrong-from, 100%)),
      linear-gradient(to right, Highlight var(--fill, 0%), CanvasText var(--fill, 0%));
    border: 1px solid CanvasText; height: 6px;
  }
  .slider::-moz-range-track { background: linear-gradient(to right, CanvasText var(--wrong-from, 100%), Canvas var(--wrong-from, 100%)); border: 1px solid CanvasText; height: 6px; }
  .slider::-moz-range-progress { background: Highlight; height: 6px; }
  .slider::-webkit-slider-thumb { background: ButtonFace; border-color: ButtonText; margin-top: -6px; }
  .slider::-moz-range-thumb { background: ButtonFace; border-color: ButtonText; }
  .slider:focus-visible { outline-color: Highlight; }
  .mark::before { background: CanvasText; forced-color-adjust: none; }
  :is(.spin, .slider):disabled { opacity: 1; color: GrayText; border-color: GrayText; }
  .slider:disabled::-webkit-slider-runnable-track { background: none; border-color: GrayText; }
  .slider:disabled::-webkit-slider-thumb { border-color: GrayText; background: Canvas; }
  .slider:disabled::-moz-range-track, .slider:disabled::-moz-range-progress { background: none; border-color: GrayText; }
}
@media print { .slider { print-color-adjust: exact; } .question { display: none; } }
`;

const BUTTON = `
.button {
  position: relative; display: inline-flex; align-items: center; justify-content: center; gap: 6px; width: 100%;
  min-height: 32px; padding: var(--button-padding, 4px 12px); border: 1px solid var(--hair-strong); border-radius: 8px;
  background: var(--field); font-size: var(--small); font-weight: 500; line-height: 1.3333rem;
  white-space: nowrap; cursor: pointer; user-select: none; -webkit-tap-highlight-color: transparent;
}
.button:hover { background: var(--hover); border-color: var(--muted); }
.button:active { background: var(--rail); }
.button-primary { background: var(--ink); border-color: var(--ink); color: var(--bg); }
.button-primary:hover { background: var(--ink-soft); border-color: var(--ink-soft); }
.button-primary:active { background: var(--muted); }
.button-quiet { border-color: transparent; background: transparent; padding: 4px 8px; color: var(--ink-soft); }
.button-quiet:hover { border-color: transparent; color: var(--ink); }
/* Where the page asks for it (style.css, --bare-*), a quiet button with an icon shows that alone. */
.button-bare { width: var(--bare-width, auto); padding: var(--bare-padding, 4px 8px); }
.button-bare .text { position: var(--bare-position, static); inset: 0; overflow: hidden; clip-path: var(--bare-clip, none); }
.button:disabled { opacity: 0.45; cursor: default; }
.button:disabled:hover { background: var(--field); border-color: var(--hair-strong); }
.button-primary:disabled:hover { background: var(--ink); border-color: var(--ink); }
.button-quiet:disabled:hover { background: transparent; border-color: transparent; color: var(--ink-soft); }
.button[aria-pressed="true"] { background: var(--rail); border-color: var(--muted); }
.picture { display: var(--picture-display, block); }
.picture:empty { display: none; }
@media (max-width: 17em) { .button { white-space: normal; } }
@media (pointer: coarse) { .button { min-height: 44px; } .button-bare { width: var(--bare-width-coarse, auto); } }
@media (prefers-reduced-motion: no-preference) { .button { transition: background-color 100ms, border-color 100ms; } }
@media (forced-colors: active) {
  .button-quiet { border-color: ButtonBorder; }
  .button:disabled, .button-quiet:disabled { opacity: 1; color: GrayText; border-color: GrayText; }
  .button[aria-pressed="true"] { forced-color-adjust: none; background: Highlight; border-color: Highlight; color: HighlightText; }
}
`;

const CHOICE = `
.select-box { position: relative; display: inline-flex; min-width: 0; }
.choice .select { width: 100%; }
.choice .label { flex: none; max-width: 60%; overflow: hidden; text-overflow: ellipsis; }
.select-box::after {
  content: ""; position: absolute; right: 11px; top: calc(50% - 5px); width: 6px; height: 6px; pointer-events: none;
  border: solid var(--muted); border-width: 0 1.5px 1.5px 0; transform: rotate(45deg);
}
.select {
  appearance: none; min-height: 32px; max-width: 100%; padding: 4px 28px 4px 10px; cursor: pointer;
  font-size: var(--small); font-weight: 500; text-overflow: ellipsis;
  background: var(--field); border: 1px solid var(--hair-strong); border-radius: 8px;
}
.select:hover { border-color: var(--muted); }
.select option { background: var(--field); color: var(--ink); }
.segments { display: inline-flex; padding: 2px; gap: 2px; border-radius: 9px; background: var(--rail); }
.segment { position: relative; display: inline-flex; cursor: pointer; }
.segment input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
.segment span { padding: var(--segment-padding, 2px 10px); border-radius: 7px; font-size: var(--tiny); line-height: 1.6rem; color: var(--ink-soft); }
.segment:hover span { color: var(--ink); }
.segment input:checked + span { background: var(--knob-fill); color: var(--ink); font-weight: 600; box-shadow: var(--lift); }
.segment input:focus-visible + span { outline: 2px solid var(--focus); outline-offset: 1px; }
.tabs { display: flex; flex-wrap: wrap; gap: 0 14px; font-size: var(--small); border-bottom: 1px solid var(--hair); }
.tab {
  position: relative; padding: 8px 0 10px; border: 0; background: none; cursor: pointer; white-space: nowrap;
  color: var(--muted); font-weight: 500;
}
.tab:hover { color: var(--ink); }
.tab[aria-selected="true"] { color: var(--ink); font-weight: 600; }
.tab[aria-selected="true"]::after {
  content: ""; position: absolute; left: 0; right: 0; bottom: 0; height: 2px; background: var(--ink); border-radius: 1px 1px 0 0;
}
.tab:focus-visible { outline-offset: -3px; border-radius: 6px; }
@media (max-width: 17em) { .segments { flex-wrap: wrap; } }
@media (forced-colors: active) {
  .select-box::after { border-color: ButtonText; }
  .select:disabled { opacity: 1; color: GrayText; border-color: GrayText; }
  .segments { border: 1px solid ButtonBorder; }
  .segment input:checked + span { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .segment input:disabled + span { color: GrayText; }
  .tab[aria-selected="true"]::after { forced-color-adjust: none; height: 3px; background: Highlight; }
}
@media print { .segments, .segment span, .tab::after { print-color-adjust: exact; } }
@media (pointer: coarse) { .select { min-height: 44px; font-size: max(16px, 1.0667rem); } .segment span { line-height: 2.2667rem; } .tab { padding: 12px 2px 14px; } }
`;

const CHECKS = `
.picks { border: 0; margin: 0; padding: 0; min-width: 0; }
.picks legend { padding: 0; margin-bottom: 4px; }
.picks-list { display: flex; flex-wrap: wrap; gap: 4px 16px; max-height: 168px; overflow-y: auto; padding: 3px; margin: -3px; }
.pick, .toggle { display: inline-flex; align-items: center; gap: 8px; min-height: 26px; cursor: pointer; font-size: var(--small); }
.box { width: 15px; height: 15px; }
.switch {
  appearance: none; position: relative; flex: none; width: 30px; height: 18px; border-radius: 9px; cursor: pointer;
  background: var(--switch-off);
}
.switch::before {
  content: ""; position: absolute; left: 2px; top: 2px; width: 14px; height: 14px; border-radius: 50%; background: var(--bg);
}
.switch:checked { background: var(--ink-soft); }
.switch:checked::before { transform: translateX(12px); }
.toggle:hover .label { color: var(--ink); }
:is(.switch, .box):disabled { opacity: 0.5; cursor: default; }
@media (pointer: coarse) { .pick, .toggle { min-height: 44px; } }
@media (prefers-reduced-motion: no-preference) { .switch::before { transition: transform 100ms; } }
@media (forced-colors: active) {
  .switch { forced-color-adjust: none; border: 1px solid ButtonText; background: Canvas; }
  .switch::before { left: 1px; top: 1px; background: ButtonText; }
  .switch:checked { background: Highlight; border-color: Highlight; }
  .switch:checked::before { background: HighlightText; }
  :is(.switch, .box):disabled { opacity: 1; }
  .switch:disabled { border-color: GrayText; background: Canvas; }
  .switch:disabled::before { background: GrayText; }
  :is(.toggle, .pick):has(:disabled) .label, .pick:has(:disabled) { color: GrayText; }
  .switch:focus-visible { outline-color: Highlight; }
}
@media print { .switch, .box { print-color-adjust: exact; } .picks-list { max-height: none; overflow: visible; } }
`;

const FILE = `
.file { display: flex; align-items: center; gap: 10px; flex-wrap: wrap; }
.file-face { position: relative; width: auto; overflow: hidden; }
.file-input { position: absolute; inset: 0; width: 100%; opacity: 0; cursor: pointer; font-size: 0; }
.file-face:focus-within:has(:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px; }
.hint { flex: 1 1 90px; line-height: 1.35; }
`;

const TEXT = `
.prose { margin: 0; text-wrap: pretty; white-space: pre-line; }
/* With room for the marks of what is focused; a shade at the side where more of it is hidden, for systems that
   hide scroll bars: the ground goes with the table and covers the shade at its ends. */
.table-room {
  --shade: color-mix(in srgb, var(--ink) 18%, transparent);
  margin: 0 -4px; padding: 0 4px; overflow-x: auto; scrollbar-width: thin;
  background:
    linear-gradient(to right, var(--ground) 50%, transparent) left / 28px 100% no-repeat local,
    linear-gradient(to left, var(--ground) 50%, transparent) right / 28px 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 12px 100% no-repeat,
    linear-gradient(to left, var(--shade), transparent) right / 12px 100% no-repeat;
}
.numbers { width: 100%; border-collapse: collapse; font-size: var(--small); line-height: 1.3333rem; }
.numbers caption { padding: 0 0 4px; text-align: left; color: var(--muted); font-size: var(--tiny); }
.numbers :is(td, th) { padding: 5px 0 5px 8px; text-align: right; font-weight: 400; white-space: nowrap; }
.numbers tbody :is(td, th) { border-top: 1px solid var(--hair); }
.numbers thead th { color: var(--muted); font-size: var(--tiny); vertical-align: bottom; white-space: normal; overflow-wrap: anywhere; }
.numbers :is(td, th):first-child { padding-left: 0; text-align: left; color: var(--ink-soft); }
/* A column may have any name: it breaks rather than leave its panel. */
.numbers tbody th { white-space: normal; overflow-wrap: anywhere; }
.numbers tbody th:not(.short) { width: 34%; }
.numbers th.short { white-space: nowrap; }
@media (max-width: 23.375em) { .numbers { font-size: 0.8rem; } .numbers :is(td, th) { padding-left: 5px; } }
.term { font-style: inherit; text-decoration: underline dotted 1px; text-decoration-color: var(--hair-strong); text-underline-offset: 4px; }
.term:focus { outline: none; }
.term:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
[data-term] { cursor: help; }
.card {
  position: fixed; inset: auto; margin: 0; padding: 10px 14px 12px; width: max-content; max-width: min(24rem, calc(100vw - 12px)); max-height: 60vh; overflow: auto;
  border: 1px solid var(--hair-strong); border-radius: 10px; background: var(--bg); color: var(--ink); box-shadow: 0 4px 16px rgb(0 0 0 / 16%);
  font-size: var(--small); line-height: 1.45;
}
.card > * { display: block; }
.card math { margin: 8px 0; font-size: 1.12em; }
.card span + strong { margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--hair); }
.card span { color: var(--ink-soft); text-wrap: pretty; }
.notices { display: flex; align-items: flex-start; gap: 12px; padding: 10px 24px; background: var(--panel); border-bottom: 1px solid var(--hair); }
.dismiss { width: 32px; padding: 0; margin: -3px 0; }
.dismiss .text { position: absolute; inset: 0; overflow: hidden; clip-path: inset(50%); }
.notices.empty { padding: 0; border: 0; background: none; }
.notice-list { flex: 1; display: grid; gap: 6px; min-width: 0; }
.notice { margin: 0; padding-left: 12px; border-left: 3px solid var(--closed); overflow-wrap: anywhere; max-width: 130ch; line-height: 1.45; text-wrap: pretty; }
.notice .notice-offer { display: inline-flex; width: auto; margin: 4px 0 0 10px; padding: 1px 12px; }
.notice-warning { border-color: var(--descent); }
.notice-error { border-color: var(--wrong); }
.notice-error .notice-word { color: var(--wrong-text); }
@media (max-width: 43.6875em) { .notices { padding: 8px 16px; } .notices.empty { padding: 0; } }
@media (forced-colors: active) {
  .notice { border-color: CanvasText; }
  .notice-error { border-left-width: 6px; }
  .table-room { background: none; }
}
@media print {
  .table-room { overflow: visible; background: none; }
  .numbers { font-size: var(--tiny); }
  .numbers :is(td, th) { padding-left: 6px; white-space: normal; overflow-wrap: anywhere; }
  tr { break-inside: avoid; }
  .notices { break-inside: avoid; }
}
`;

const GROUP = `
.group-title { margin: 0 0 8px; color: var(--muted); font-size: var(--tiny); font-weight: 600; letter-spacing: 0.06em; text-transform: uppercase; }
.group { display: grid; gap: 14px; min-width: 0; grid-template-columns: minmax(0, 1fr); }
.group-row { display: flex; flex-wrap: wrap; align-items: end; gap: 8px 12px; }
.group-grid { grid-template-columns: repeat(auto-fit, minmax(min(11.33rem, 100%), 1fr)); }
section:has(> .group-title:not([hidden])) { padding-top: var(--above, 14px); border-top: var(--rule, 1px) solid var(--hair); }
.fold { padding-top: 14px; border-top: 1px solid var(--hair); }
/* What is above the first one has a rule of its own. */
.group > * { --above: initial; --rule: initial; --room: initial; }
/* Where the page asks for it, what has yet to come has its place. */
.group:not(.group-filled) { min-height: var(--room, 0); }
.group > :nth-child(1 of :not([hidden])) { --above: 0; --rule: 0; }
.fold > summary { cursor: pointer; list-style: none; }
.fold > summary .group-title { display: inline; }
.fold > summary::before { content: "\\25B8"; display: inline-block; width: 1.2em; color: var(--muted); }
.fold[open] > summary::before { content: "\\25BE"; }
.fold > summary:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.fold > .group { margin-top: 10px; }
.group > figure, figure { margin: 0; }
.group-figure { gap: 0; }
.figure-tools { display: grid; gap: 8px; }
.figure-bar { position: relative; z-index: 1; display: flex; justify-content: flex-end; }
.figure-tools-corner > .figure-bar { margin-top: -30px; pointer-events: none; }
.figure-tools-bar { position: relative; }
.figure-tools-bar > .figure-table { position: absolute; z-index: 3; top: 100%; right: 0; width: min(380px, 88vw); max-height: 60vh; box-shadow: 0 6px 24px rgb(0 0 0 / 16%); }
.figure-bar > * { pointer-events: auto; }
.figure-button { width: 32px; min-height: 28px; padding: 0; color: var(--muted); }
.figure-button .text { position: absolute; inset: 0; overflow: hidden; clip-path: inset(50%); }
.figure-button .icon-more { stroke-width: 2.5; }
.menu { position: fixed; inset: auto; margin: 0; padding: 5px; border: 1px solid var(--hair-strong); border-radius: 10px;
  background: var(--field); color: var(--ink); box-shadow: 0 6px 24px rgb(0 0 0 / 16%); font-size: var(--small); }
.menu-item { display: block; width: 100%; min-height: 32px; padding: 4px 14px; border: 0; border-radius: 6px; background: none; text-align: left; white-space: nowrap; cursor: pointer; }
.menu-item:is(:hover, :focus-visible) { background: var(--hover); outline-offset: -2px; }
.figure-table { max-height: 320px; overflow: auto; padding: 0 8px; border: 1px solid var(--hair); border-radius: 8px; background: var(--field); }
.figure-table:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.figure-table thead th { position: sticky; top: 0; background: var(--field); }
.figure-table .numbers + .numbers { margin-top: 14px; }
.figure-table caption { padding-top: 8px; }
.group-figure > :nth-child(n + 3) { margin-top: 8px; }
@media (pointer: coarse) { .menu-item { min-height: 44px; } .figure-button { width: 44px; min-height: 44px; } .figure-tools-corner > .figure-bar { margin-top: -44px; } }
@media print {
  .figure-bar, .figure-table { display: none; }
  .group-figure { break-inside: avoid; }
  .formula { overflow: visible !important; break-inside: avoid; }
}
.formula { overflow-x: auto; overflow-y: hidden; padding: 2px 0; }
.formula-block { text-align: center; }
.formula math { font-size: 1.06em; }
.formula-note { display: block; color: var(--muted); font-size: var(--tiny); }
`;

const CODE = `
.code {
  margin: 0; max-height: 420px; overflow: auto; padding: 10px 12px; border: 1px solid var(--hair); border-radius: 8px;
  background: var(--field); font: 0.8333rem/1.2667rem var(--mono); tab-size: 4;
}
.code:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
/* Lines that are too long for the panel go on, indented, on the next one. */
.code-line { display: block; white-space: pre-wrap; overflow-wrap: anywhere; padding-left: 4ch; text-indent: -4ch; }
.code-keyword, .code-defined { font-weight: 650; }
.code-comment { color: var(--muted); font-style: italic; }
.code-string { color: var(--code-string); }
.code-number { color: var(--code-number); }
.editor { max-height: 460px; overflow: auto; border: 1px solid var(--hair-strong); border-radius: 8px; background: var(--field); }
.editor:focus-within { outline: 2px solid var(--focus); outline-offset: 1px; }
.editor-page { position: relative; display: inline-grid; min-width: 100%; min-height: 150px; }
.editor :is(.editor-under, .editor-text) {
  grid-area: 1 / 1; margin: 0; padding: 8px 12px 8px 42px; border: 0; font: 0.8333rem/1.2667rem var(--mono); tab-size: 4;
  letter-spacing: 0; white-space: pre; text-align: left;
}
.editor-under { color: var(--ink); counter-reset: line; }
.editor-under .code-line { white-space: pre; padding: 0; text-indent: 0; counter-increment: line; }
.editor-under .code-line::before {
  content: counter(line); display: inline-block; width: 24px; margin-left: -34px; margin-right: 10px; text-align: right;
  color: var(--muted); font-size: 0.7333rem;
}
.code-error { background: color-mix(in srgb, var(--wrong) 14%, transparent); text-decoration: underline wavy var(--wrong) 1px; text-underline-offset: 3px; }
.code-error::before { content: "!" counter(line) !important; color: var(--wrong-text) !important; font-weight: 700; }
.editor-text {
  width: 100%; height: 100%; resize: none; overflow: hidden; background: transparent; color: transparent;
  caret-color: var(--ink); outline: none !important;
}
.editor-text::selection { color: transparent; background: color-mix(in srgb, var(--closed) 32%, transparent); }
.rule { display: grid; gap: 8px; }
.rule .hint { margin: 0; }
.rule-buttons { display: flex; gap: 8px; }
.rule-buttons .button { width: auto; }
.rule-status { margin: 0; min-height: 20px; font-size: var(--small); line-height: 1.3333rem; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--ink-soft); }
.rule-wrong { color: var(--wrong-text); font-weight: 500; }
@media (pointer: coarse) { .editor :is(.editor-under, .editor-text) { font-size: max(16px, 1.0667rem); line-height: 1.6rem; } }
@media (forced-colors: active) { .editor-text { color: CanvasText; } .editor-under { color: transparent; } }
@media print { .code, .editor { max-height: none; overflow: visible; } }
`;

const GRID = `
.grid-box { max-height: 260px; overflow: auto; border: 1px solid var(--hair); border-radius: 8px; background: var(--field); }
.grid-table { width: 100%; border-collapse: collapse; font-size: var(--small); line-height: 1.3333rem; }
.grid-table :is(td, th) { padding: 2px 8px; text-align: right; font-weight: 400; white-space: nowrap; }
.grid-table thead th { position: sticky; top: 0; background: var(--panel); color: var(--muted); font-size: var(--tiny); }
.grid-table tbody th { color: var(--muted); font-size: var(--tiny); }
.grid-table td { border-top: 1px solid var(--hair); cursor: cell; min-height: 24px; }
.grid-table td:focus { outline: 2px solid var(--focus); outline-offset: -2px; }
.grid-table tr[aria-selected="true"] > * { background: var(--hover); }
.grid-input { width: 100%; min-width: 60px; text-align: right; border: 0; padding: 0; background: transparent; }
.grid-pager { display: flex; align-items: center; justify-content: space-between; gap: 8px; font-size: var(--tiny); color: var(--muted); }
.grid-pager .button { width: auto; }
@media (forced-colors: active) { .grid-table tr[aria-selected="true"] > * { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
@media print { .grid-box { max-height: none; overflow: visible; border: 0; } .grid-pager { display: none; } .grid-table :is(td, th) { white-space: normal; overflow-wrap: anywhere; } }
@media (pointer: coarse) { .grid-table :is(td, th) { padding: 8px; } .grid-input { font-size: max(16px, 1.0667rem); } }
`;

export const SHEET = [BASE, DIAL, BUTTON, CHOICE, CHECKS, FILE, TEXT, GROUP, CODE, GRID, ROLES].join("");
