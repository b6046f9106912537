// The three browser engines and their drivers, two old scripts and PHP: which programs make an engine, where they hide, what Debian calls them.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { find } from '../lib/find.mjs';
import { apt } from './apt.mjs';

const applications = (...paths) => (process.platform === 'darwin' ? paths.map((path) => `/Applications/${path}`) : []);

/** Each program: a variable that overrides the search, then the names it goes by. */
const programs = {
  chromium: () => find(process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome',
    ...applications('Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome')),
  chromedriver: () => find(process.env.CHROMEDRIVER, 'chromedriver', 'chromium.chromedriver'),
  firefox: () => find(process.env.FIREFOX, 'firefox-esr', 'firefox', ...applications('Firefox.app/Contents/MacOS/firefox')),
  webkitDriver: () => find(process.env.WEBKIT_DRIVER, 'WebKitWebDriver'),
  miniBrowser: () => find(process.env.MINI_BROWSER, ...miniBrowsers()),
  xvfb: () => find('Xvfb'),
};

const engines = {
  chromium: ['chromium', 'chromedriver'],
  firefox: ['firefox'],
  webkit: ['webkitDriver', 'miniBrowser', 'xvfb'],
};

/** What Debian calls the package of each program; people elsewhere recognise the names. */
const debianPackage = {
  chromium: 'chromium',
  chromedriver: 'chromium-driver',
  firefox: 'firefox-esr',
  webkitDriver: 'webkit2gtk-driver',
  miniBrowser: 'webkit2gtk-driver',
  xvfb: 'xvfb',
};

/** What no npm package has, as Debian ships it: old libraries for `npm run neighbours`, PHP for the recipes of shops. Its tests are left out
 *  where it is not. */
const others = {
  prototypeJs: ['libjs-prototype', '/usr/share/javascript/prototype/prototype.js'],
  mootoolsJs: ['libjs-mootools', '/usr/share/javascript/mootools/mootools-core-nc.js'],
  php: ['php-cli', '/usr/bin/php'],
};

/** How a person gets an engine where we cannot install it. */
const byHand = {
  chromium: 'install Chromium and its chromedriver (brew install --cask chromium chromedriver, dnf install chromium chromedriver, winget install Google.Chrome)',
  firefox: 'install Firefox (brew install --cask firefox, dnf install firefox, winget install Mozilla.Firefox)',
  webkit: 'install WebKitGTK with its driver and Xvfb, on Linux only (dnf install webkit2gtk-driver xorg-x11-server-Xvfb)',
};

/** `{ tools, engines }`: paths of what is there, and for each engine its programs or why it cannot run. */
export async function browsers() {
  await apt([...new Set(absent(Object.keys(programs)).map((name) => debianPackage[name]))]);
  await apt(Object.values(others).filter(([, path]) => !existsSync(path)).map(([name]) => name), { reads: false });
  const tools = Object.fromEntries([
    ...Object.entries(programs).map(([name, look]) => [name, look()]),
    ...Object.entries(others).map(([name, [, path]]) => [name, existsSync(path) ? path : undefined]),
  ]);
  return { tools, engines: Object.fromEntries(Object.keys(engines).map((name) => [name, engine(name, tools)])) };
}

function engine(name, tools) {
  const missing = engines[name].filter((program) => !tools[program]).map((program) => debianPackage[program]);
  if (missing.length) return { missing: `no ${[...new Set(missing)].join(', no ')}; ${byHand[name]}` };
  return Object.fromEntries(engines[name].map((program) => [program, tools[program]]));
}

const absent = (names) => names.filter((name) => !programs[name]());

/** WebKitGTK's own small browser lies outside the PATH, in a folder named after the machine and the library's version. */
function miniBrowsers() {
  const places = ['/usr/libexec', '/usr/lib64', '/usr/lib', ...list('/usr/lib').filter((path) => path.includes('-linux-'))];
  const versions = ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'];
  return places.flatMap((place) => versions.map((version) => join(place, version, 'MiniBrowser')));
}

const list = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []);
