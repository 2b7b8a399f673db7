/* Numbers as the page typesets them: [value, digits] pairs as the argument, texts as the answer. */

import { typeset } from "../../../site/web/models/figure/typeset.js";

const pairs = JSON.parse(process.argv[2]);
process.stdout.write(JSON.stringify(pairs.map(([value, digits]) => typeset(value, digits, false))));
