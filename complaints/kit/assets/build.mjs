// Builds ../static (or the folder given) from scss/ and js/: one style sheet, one base script, one file a behaviour.
// It names no time, path or machine, so that two builds give the same bytes.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "static");
const target = ["chrome111", "firefox113", "safari16.4"];

// The kits' own palette, and what it is here. [as text or line, as a surface] where they differ.
const PALETTE = {
  "#0b0c0c": ["--ink"],
  "#000000": ["--print"],
  "#ffffff": ["--on-strong", "--paper"],
  "#ffdd00": ["--focus"],
  "#cecece": ["--line", "--hover"],
  "#f3f3f3": ["--soft"],
  "#f4f8fb": ["--soft"],
  "#484949": ["--ink-soft"],
  "#858686": ["--line-strong"],
  "#8eb8dc": ["--line-strong"],
  "#1d70b8": ["--blue", "--blue-strong"],
  "#1a65a6": ["--link", "--blue-strong"],
  "#005ea5": ["--link"],
  "#0f385c": ["--blue-ink"],
  "#d2e2f1": ["--blue-soft"],
  "#0f7a52": ["--green", "--green-strong"],
  "#0b5c3e": ["--button-hover"],
  "#083d29": ["--green-hover"],
  "#cfe4dc": ["--green-soft"],
  "#ca3535": ["--red", "--red-strong"],
  "#982828": ["--red-hover"],
  "#651b1b": ["--red-ink"],
  "#f4d7d7": ["--red-soft"],
  "#54319f": ["--purple"],
  "#2a1950": ["--purple-ink"],
  "#ddd6ec": ["--purple-soft"],
  "#98285d": ["--magenta"],
  "#651b3e": ["--magenta-ink"],
  "#f4d7e5": ["--magenta-soft"],
  "#0b4144": ["--teal-ink"],
  "#d0e6e7": ["--teal-soft"],
  "#7a3c1c": ["--orange-ink"],
  "#fde4d7": ["--orange-soft"],
  "#ffee80": ["--amber-soft"],
};

/** Swap the kits' colours for custom properties; an unknown colour stops the build. */
function recolour(css) {
  return css
    .replace(/:root\s*\{\s*--govuk-brand-colour:[^}]*\}/, "")
    .replace(/[^\n;{}]*url\([^)]*\)[^\n;{}]*;/g, "")
    .replace(/var\((--govuk-[a-z-]+), #[0-9a-f]{6}\)/g, "var($1)")
    .replace(/^([ \t]*)([a-z-]+)(:[^;{}]*#[0-9a-f]{3,8}\b[^;{}]*;)/gm, (whole, indent, property, rest) => {
      if (property.startsWith("--")) return whole;
      const surface = property.startsWith("background");
      return indent + property + rest.replace(/#[0-9a-f]{3,8}\b/g, (colour) => {
        const names = PALETTE[colour];
        if (!names) throw new Error(`${colour} in "${property}${rest}" has no custom property`);
        return `var(${surface && names[1] ? names[1] : names[0]})`;
      });
    });
}

async function styles() {
  const { css } = compile(join(here, "scss", "cleanhands.scss"), {
    loadPaths: [here, join(here, "node_modules")],
    style: "expanded",
  });
  const { code } = await transform(recolour(css), { loader: "css", minify: true, target, legalComments: "none" });
  writeFileSync(join(out, "cleanhands.css"), code);
}

async function scripts() {
  const folder = join(here, "js");
  await build({
    entryPoints: readdirSync(folder).filter((name) => name.endsWith(".js")).sort().map((name) => join(folder, name)),
    outdir: join(out, "js"),
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target,
    legalComments: "none",
    chunkNames: "shared-[hash]",
    absWorkingDir: here,
    logLevel: "warning",
  });
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(out, join(entry.parentPath ?? entry.path, entry.name)).split("\\").join("/"))
    .filter((name) => name !== "manifest.json")
    .sort();
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await styles();
await scripts();
cpSync(join(here, "pictures"), out, { recursive: true });
const hash = (name) => createHash("sha256").update(readFileSync(join(out, name))).digest("hex");
const manifest = Object.fromEntries(files(out).map((name) => [name, hash(name)]));
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
