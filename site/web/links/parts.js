// The parts of a link, whatever programs have done to it on its way: encoded it once more, written &amp;,
// appended their own parameters, or taken what follows it for its end. As linreg/links/_parts.py, which
// reads all of a link; here is only what the page must know before Python. Covers no values: see boot/early.js.

const MOST_PARTS = 1000;
const LAYERS = 3;
const LONGEST_KEY = 300;
const AND = /&(?:(?:amp|#0*38|#x0*26);)*/i;
const ENCODED_EQUALS = /%(?:25)*3d/i;
const ENCODED_AND = /%(?:25)*26/i;
const TRACKING = /^(?:(?:utm|pk|mtm|hsa)_\w*|_hs\w+|(?:fb|g|d|tw|tt|y|rdt_|sc|irc)cl?id|msclkid|srsltid|wickedid|[gw]braid|igshi?d?|li_fat_id|mc_[ce]id|mkt_tok|_g[al]|ref|ref_src|ref_url|si|epik|vero_id|oly_\w+_id|__twitter_impression|_openstat|spm)$/i;
const ENTITY = /^(?:quot|apos|[lg]t|nbsp|hellip|\d+|x[0-9a-f]+);\W*$|^amp;?$/i;
const BLANK = /\s|%(?:20|09|0[ad])/i;
const KEY_EDGES = /^[?!/ \t\r\n]+|[?!/ \t\r\n]+$/g;
const JUNK = /[.,;:!?)\]}>"'`’”“»›…\u200b\u2060\ufeff*_~|\\-]+$/;
const CUT = /[\s?#|<>"“”…]/;
// What a mail program that writes "quoted-printable" makes of = leaves this behind it.
const QUOTED = /^3d/i;
// Keys that take free text, in which an encoded & is not the end of the value.
export const FREE = ["points", "features", "formula", "target", "weights", "coefficient", "src"];
const CORRELATION = "correlation";

// A text without percent-encoding; what is no UTF-8 is left.
export function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%[0-7][0-9a-f]/gi, (code) => decodeURIComponent(code));
  }
}

const keyOf = (written) => plain(written.slice(-LONGEST_KEY)).split("#").at(-1).replace(KEY_EDGES, "");
const meant = (key, keys) => (keys.includes(key) ? key : key.toLowerCase());

function cut(piece) {
  const at = piece.indexOf("=");
  return at < 0 ? [piece, null] : [piece.slice(0, at), piece.slice(at + 1)];
}

function pieces(text, keys, layers = LAYERS) {
  return text.split(AND, MOST_PARTS).flatMap((piece) => {
    const [written, value] = cut(piece);
    const key = meant(keyOf(written), keys);
    const closed = key === CORRELATION || (keys.includes(key) && !FREE.includes(key));
    const wrapped = value === null ? ENCODED_EQUALS.test(piece) : closed && ENCODED_AND.test(value);
    return wrapped && layers > 0 ? pieces(plain(piece), keys, layers - 1) : [piece];
  });
}

function part(piece) {
  const [written, value] = cut(piece);
  const key = keyOf(written);
  const words = value === null && (ENTITY.test(key) || BLANK.test(written.slice(0, LONGEST_KEY)));
  return { piece, key, value, foreign: words || TRACKING.test(key) };
}

// {key, value, last} for each part; last: what follows the link may have been taken for its end.
// keys: all that a link may say.
export function linkParts(fragment, keys) {
  const parts = pieces(fragment, keys).slice(0, MOST_PARTS).map(part);
  while (parts.at(-1)?.foreign) parts.pop();
  return parts
    .map(({ piece, key, value, foreign }, i) => ({ piece, key: meant(key, keys), value, foreign, last: i === parts.length - 1 }))
    .filter(({ foreign }) => !foreign);
}

// The texts that a value without free text may stand for, in order.
export function meanings({ value, last }) {
  const tidied = plain(value).trim();
  const texts = [value, tidied.toLowerCase()];
  const ends = [tidied, tidied.split(CUT, 1)[0]].map((text) => text.replace(JUNK, "").toLowerCase());
  const all = last ? [...texts, ...ends] : texts;
  return all.flatMap((text) => (QUOTED.test(text) ? [text, text.slice(2)] : [text]));
}

// The address, from its ? on, of a page that was asked for with a link's words after ? instead of #;
// null where it was not. `v` alone may be a version of anything.
export function movedFromQuery({ search, hash }, keys) {
  const said = pieces(search.replace(/^\?/, ""), keys).map(part);
  const isOurs = ({ key, value }) => value !== null && [...keys, CORRELATION].includes(meant(key, keys));
  if (!said.some((one) => isOurs(one) && one.key !== "v")) return null;
  const others = said.filter((one) => !isOurs(one) && one.piece !== "");
  const words = said.filter(isOurs).map(({ piece }) => piece);
  const query = others.length > 0 ? `?${others.map(({ piece }) => piece).join("&")}` : "";
  return `${query}#${[...words, hash.slice(1)].filter(Boolean).join("&")}`;
}
