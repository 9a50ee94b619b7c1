#!/usr/bin/env node
// Builds the page into target/classes, which becomes part of the module's jar. `--tests` builds the unit tests instead, into target/test;
// `--watch` rebuilds when sources change.

import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, 'target/classes/info/powow/web/page');

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`the page is built with Node.js 20 or newer; this is ${process.versions.node}`);
  process.exit(1);
}

/** Installs the versions of the lock file, unless they are already installed, so that no network is needed then. */
function install() {
  const lock = createHash('sha256').update(readFileSync(join(here, 'package-lock.json'))).digest('hex');
  const mark = join(here, 'node_modules/.installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], { cwd: here, stdio: 'inherit' });
  writeFileSync(mark, lock);
}

const common = {
  absWorkingDir: here,
  bundle: true,
  format: 'esm',
  target: ['es2023'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'utf8',
  logLevel: 'warning',
};

/** The client's modules, from their sources. */
const client = {
  name: 'client',
  setup(build) {
    build.onResolve({ filter: /^powow-client(\/|$)/ }, ({ path }) => ({ path: join(here, 'client/src', `${path.split('/')[1] ?? 'index'}.ts`), sideEffects: false }));
  },
};

/**
 * When loaded, Leaflet checks whether the browser supports SVG in HTML by turning a text into markup, which our policy (Trusted Types)
 * forbids. All browsers support it.
 */
const leaflet = {
  name: 'leaflet',
  setup(build) {
    const file = join(here, 'node_modules/leaflet/dist/leaflet-src.esm.js');
    const asks = "div.innerHTML = '<svg/>';";
    build.onResolve({ filter: /^leaflet$/ }, () => ({ path: file }));
    build.onLoad({ filter: /leaflet-src\.esm\.js$/ }, () => {
      const source = readFileSync(file, 'utf8');
      if (source.split(asks).length !== 2) throw new Error('this Leaflet asks in another way');
      return { contents: source.replace(asks, "div.appendChild(svgCreate('svg'));"), loader: 'js' };
    });
  },
};

/** `emoji:en` and the like: the emoji of the picker with their names and keywords, in one language. */
const emoji = {
  name: 'emoji',
  setup(build) {
    build.onResolve({ filter: /^emoji:/ }, ({ path }) => ({ path: path.slice('emoji:'.length), namespace: 'emoji' }));
    build.onLoad({ filter: /.*/, namespace: 'emoji' }, async ({ path }) => {
      const { emojiIn } = await import('./emoji.mjs');
      return { contents: JSON.stringify(emojiIn(path)), loader: 'json' };
    });
  },
};

/** The folder of the base map is named by a hash of its sources and its generator. */
const mapVersion = createHash('sha256')
  .update(readFileSync(join(here, 'map.mjs')))
  .update(readFileSync(join(here, 'package-lock.json')))
  .digest('hex')
  .slice(0, 8);
const mapFolder = `assets/map-${mapVersion}`;

/** Generated once, and cached beside the build output. */
async function placeMap() {
  const made = join(here, 'target/map', mapVersion);
  if (!existsSync(made)) {
    const { writeMap } = await import('./map.mjs');
    rmSync(dirname(made), { recursive: true, force: true });
    await writeMap(`${made}.unfinished`);
    compress(`${made}.unfinished`);
    renameSync(`${made}.unfinished`, made);
  }
  cpSync(made, join(page, mapFolder), { recursive: true });
}

const pageOptions = {
  ...common,
  entryPoints: ['src/main.tsx', 'src/styles/main.css'],
  outdir: join(page, 'assets'),
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.svg': 'file', '.png': 'file' },
  splitting: true,
  minify: true,
  metafile: true,
  legalComments: 'linked',
  plugins: [client, leaflet, emoji],
  define: { 'process.env.NODE_ENV': '"production"', MAP_FOLDER: JSON.stringify(mapFolder) },
};

/** The operators' page is built apart, so that it shares no script with the chat. */
const opsOptions = {
  ...pageOptions,
  entryPoints: ['src/ops/main.tsx', 'src/ops/ops.css'],
  entryNames: 'ops-[name]-[hash]',
  splitting: false,
  plugins: [],
};

/** Writes an asset under a name that contains a hash of its content. */
function asset(file) {
  const bytes = readFileSync(join(here, 'src', file));
  const [name, ending] = basename(file).split('.');
  const hashed = `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.${ending}`;
  writeFileSync(join(page, 'assets', hashed), bytes);
  return `assets/${hashed}`;
}

/** The name of a build: a hash of everything in the page. */
function versionOf(metafile, index) {
  const names = Object.keys(metafile.outputs).map((name) => basename(name)).sort();
  const worker = ['src/worker/worker.ts', 'src/pure/notice.ts', 'src/pure/direction.ts'].map((file) => readFileSync(join(here, file), 'utf8'));
  return createHash('sha256').update(names.join()).update(index).update(worker.join()).digest('hex').slice(0, 16);
}

/** Writes the manifest that makes the page installable as an app. */
function writeManifest() {
  const icon = (file, sizes, purpose = 'any') => ({ src: `/${asset(`icons/${file}.png`)}`, sizes, type: 'image/png', purpose });
  const manifest = {
    id: '/',
    name: 'Powow',
    short_name: 'Powow',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f7f5f1',
    theme_color: '#146b5c',
    icons: [icon('icon-192', '192x192'), icon('icon-512', '512x512'), icon('icon-maskable', '512x512', 'maskable')],
  };
  writeFileSync(join(page, 'manifest.webmanifest'), JSON.stringify(manifest));
}

const builtFrom = (metafile, entry) =>
  Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entry)[0].replace(/^.*\/(assets\/)/, '$1');

async function buildOps(metafile) {
  const { build } = await import('esbuild');
  const { metafile: ops } = await build(opsOptions);
  const index = readFileSync(join(here, 'src/ops/ops.html'), 'utf8')
    .replace('{script}', builtFrom(ops, 'src/ops/main.tsx'))
    .replace('{opsStyle}', builtFrom(ops, 'src/ops/ops.css'))
    .replace('{style}', builtFrom(metafile, 'src/styles/main.css'))
    .replace('{icon}', asset('icon.svg'));
  writeFileSync(join(page, 'ops.html'), index);
}

/** @returns the name of the build */
function writeIndex(metafile) {
  const built = (entry) => builtFrom(metafile, entry);
  const index = readFileSync(join(here, 'src/index.html'), 'utf8')
    .replace('{script}', built('src/main.tsx'))
    .replace('{preloads}', addressesOf(scriptsOf(metafile, 'src/main.tsx').slice(1)).map((each) => `<link rel="modulepreload" href="${each}">`).join('\n'))
    .replace('{signedIn}', addressesOf(signedInScripts(metafile)).join(' '))
    .replace('{style}', built('src/styles/main.css'))
    .replace('{icon}', asset('icon.svg'))
    .replace('{touchIcon}', asset('icons/icon-touch.png'));
  writeManifest();
  const version = versionOf(metafile, index);
  writeFileSync(join(page, 'index.html'), index.replace('{version}', version));
  return version;
}

/**
 * The service worker, which contains the name and the assets of its build. It does not cache the map, because nothing can be searched
 * without a network, or the emoji, which are large and available on the device's keyboard.
 */
async function writeWorker(metafile, version, options = {}) {
  const { build } = await import('esbuild');
  const isLeftOut = (output) => Object.keys(output.inputs).some((input) => input.includes('leaflet') || input.startsWith('emoji:'));
  const assets = Object.keys(metafile.outputs)
    .filter((name) => /\.(js|css)$/.test(name) && !isLeftOut(metafile.outputs[name]))
    .map((name) => `/assets/${basename(name)}`);
  const icon = readdirSync(join(page, 'assets')).find((name) => /^icon-.*\.svg$/.test(name));
  await build({
    ...common,
    entryPoints: ['src/worker/worker.ts'],
    outfile: join(page, 'worker.js'),
    minify: true,
    ...options,
    define: {
      VERSION: JSON.stringify(version),
      SHELL: JSON.stringify([...assets, `/assets/${icon}`].sort()),
      ICON: JSON.stringify(`/${asset('icons/icon-192.png')}`),
      BADGE: JSON.stringify(`/${asset('icons/badge.png')}`),
    },
  });
}

/** Writes a compressed copy beside each asset. */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  }
}

/** A script and its static imports: all that has to be loaded before it runs. */
function scriptsOf({ outputs }, entry) {
  const wanted = Object.keys(outputs).filter((name) => outputs[name].entryPoint === entry);
  if (wanted.length !== 1) throw new Error(`${entry} is not one script of its own`);
  for (const name of wanted) {
    for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement' && !wanted.includes(path)) wanted.push(path);
  }
  return wanted;
}

/** What somebody who has just signed in still has to load. */
function signedInScripts(metafile) {
  const before = scriptsOf(metafile, 'src/main.tsx');
  return scriptsOf(metafile, 'src/ui/signed-in.tsx').filter((name) => !before.includes(name));
}

const addressesOf = (names) => names.map((name) => `assets/${basename(name)}`);

/** The most script, compressed, in bytes. */
const BUDGETS = { toSignIn: 40_000, toAConversation: 100_000 };

function checkBudgets(metafile) {
  const sizeOf = (names) => names.reduce((sum, name) => sum + statSync(join(here, `${name}.gz`)).size, 0);
  const first = sizeOf(scriptsOf(metafile, 'src/main.tsx'));
  const sizes = { toSignIn: first, toAConversation: first + sizeOf(signedInScripts(metafile)) };
  console.log(`The page is built: ${Object.entries(sizes).map(([what, size]) => `${what} ${(size / 1000).toFixed(1)} kB`).join(', ')} of script, compressed`);
  for (const [what, most] of Object.entries(BUDGETS)) {
    if (sizes[what] > most) throw new Error(`${what}: more than ${most / 1000} kB`);
  }
}

/** The client as a package that others can use, in target/client: modules of their own, and their types. */
async function buildClient() {
  const { build } = await import('esbuild');
  const target = join(here, 'target/client');
  const description = JSON.parse(readFileSync(join(here, 'client/package.json'), 'utf8'));
  const ours = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies;
  for (const [name, version] of Object.entries(description.dependencies)) {
    if (ours[name] !== version) throw new Error(`the client has another ${name} than the page`);
  }
  rmSync(target, { recursive: true, force: true });
  const sources = readdirSync(join(here, 'client/src')).map((name) => join('client/src', name));
  await build({ ...common, bundle: false, entryPoints: sources, outdir: join(target, 'dist') });
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'client'], { cwd: here, stdio: 'inherit' });
  for (const file of ['package.json', 'README.md']) cpSync(join(here, 'client', file), join(target, file));
}

async function buildPage() {
  const { build } = await import('esbuild');
  rmSync(page, { recursive: true, force: true });
  mkdirSync(join(page, 'assets'), { recursive: true });
  await buildClient();
  const { metafile } = await build(pageOptions);
  await writeWorker(metafile, writeIndex(metafile));
  await buildBeside('audit', metafile);
  await buildBeside('analytics', metafile);
  await buildBeside('docs', metafile);
  await buildOps(metafile);
  compress(join(page, 'assets'));
  await placeMap();
  checkBudgets(metafile);
}

/** A page beside the chat, such as `audit`: a bundle of its own, so that the chat's script has nothing of it. */
async function buildBeside(name, { outputs }) {
  const { build } = await import('esbuild');
  const nameOf = (all, entry) => `assets/${basename(Object.keys(all).find((file) => all[file].entryPoint === entry))}`;
  const { metafile } = await build({
    ...pageOptions,
    entryPoints: [`src/${name}/main.tsx`, `src/styles/${name}.css`],
    entryNames: `${name}-[name]-[hash]`,
    splitting: false,
    plugins: [client],
  });
  const html = readFileSync(join(here, `src/${name}.html`), 'utf8')
    .replace('{script}', nameOf(metafile.outputs, `src/${name}/main.tsx`))
    .replace(`{${name}Style}`, nameOf(metafile.outputs, `src/styles/${name}.css`))
    .replace('{style}', nameOf(outputs, 'src/styles/main.css'))
    .replace('{icon}', asset('icon.svg'));
  writeFileSync(join(page, `${name}.html`), html);
}

async function watchPage() {
  const { context } = await import('esbuild');
  mkdirSync(join(page, 'assets'), { recursive: true });
  const plugin = {
    name: 'index',
    setup: (build) =>
      build.onEnd(({ metafile, errors }) => {
        if (errors.length === 0) writeIndex(metafile);
      }),
  };
  await placeMap();
  const watching = await context({ ...pageOptions, minify: false, sourcemap: 'linked', plugins: [client, leaflet, emoji, plugin] });
  await watching.watch();
}

async function buildTests() {
  const { build } = await import('esbuild');
  const target = join(here, 'target/test');
  rmSync(target, { recursive: true, force: true });
  const tests = ['test', 'client/test'].flatMap((folder) =>
    readdirSync(join(here, folder)).filter((name) => name.endsWith('.test.ts')).map((name) => join(folder, name)),
  );
  await build({
    ...common,
    entryPoints: tests,
    outdir: target,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    plugins: [client],
    sourcemap: 'inline',
  });
}

install();
if (process.argv.includes('--tests')) await buildTests();
else if (process.argv.includes('--watch')) await watchPage();
else await buildPage();
