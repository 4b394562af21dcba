// Compile the styles and copy what the pages need into ../static, which is made anew each time and never edited.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "..", "static");
const images = join(here, "node_modules", "@ministryofjustice", "frontend", "moj", "assets", "images");

const { css } = compile(join(here, "mappa.scss"), { loadPaths: [here], style: "compressed", quietDeps: true });
const banned = css.match(/.{0,60}(crest|crown|GDS Transport|@font-face|url\(["']?(https?:)?\/).{0,40}/);
if (banned) {
  throw new Error(`mappa.css: no crest, crown, font of GOV.UK or address may be in it: ${banned[0]}`);
}
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
for (const icon of ["icon-tag-remove-cross.svg", "icon-tag-remove-cross-white.svg"]) {
  copyFileSync(join(images, icon), join(output, icon));
}
for (const ours of ["mappa.js", "icon.svg"]) {
  copyFileSync(join(here, ours), join(output, ours));
}
writeFileSync(join(output, "mappa.css"), css); // last: make takes this file as the sign that all is there
