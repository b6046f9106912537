// Finds and installs the three browser engines, their drivers, two legacy libraries and PHP. Lists the programs that an engine needs,
// their paths, and their Debian packages.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { find } from '../lib/find.mjs';
import { apt } from './apt.mjs';

const applications = (...paths) => (process.platform === 'darwin' ? paths.map((path) => `/Applications/${path}`) : []);

/** For each program: an environment variable that overrides the search, then its possible names. */
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

/** The Debian package of each program. Messages use these names on other systems too, because they are recognisable. */
const debianPackage = {
  chromium: 'chromium',
  chromedriver: 'chromium-driver',
  firefox: 'firefox-esr',
  webkitDriver: 'webkit2gtk-driver',
  miniBrowser: 'webkit2gtk-driver',
  xvfb: 'xvfb',
};

/** Debian packages of software that npm does not offer: old libraries for `npm run neighbours`, and PHP for the recipes of shops. Where one
 *  is missing, its tests are skipped. */
const others = {
  prototypeJs: ['libjs-prototype', '/usr/share/javascript/prototype/prototype.js'],
  mootoolsJs: ['libjs-mootools', '/usr/share/javascript/mootools/mootools-core-nc.js'],
  php: ['php-cli', '/usr/bin/php'],
};

/** How to install an engine manually where we cannot. */
const byHand = {
  chromium: 'install Chromium and its chromedriver (brew install --cask chromium chromedriver, dnf install chromium chromedriver, winget install Google.Chrome)',
  firefox: 'install Firefox (brew install --cask firefox, dnf install firefox, winget install Mozilla.Firefox)',
  webkit: 'install WebKitGTK with its driver and Xvfb, on Linux only (dnf install webkit2gtk-driver xorg-x11-server-Xvfb)',
};

/** Returns `{ tools, engines }`: the paths of the installed programs, and for each engine its programs or the reason why it cannot run. */
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

/** WebKitGTK's MiniBrowser is not on the PATH; its folder depends on the architecture and the version of the library. */
function miniBrowsers() {
  const places = ['/usr/libexec', '/usr/lib64', '/usr/lib', ...list('/usr/lib').filter((path) => path.includes('-linux-'))];
  const versions = ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'];
  return places.flatMap((place) => versions.map((version) => join(place, version, 'MiniBrowser')));
}

const list = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []);
