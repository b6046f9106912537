/** `<guest-checkout>` in frameworks: rendered, filled in, used for an order, unmounted. The format is that of rows.mjs. */

import { order, typedArrived } from './person.mjs';

const act = (driver) => order(driver, { end: 'return window.shop.end();' });

const project = (folder, frameworks) => ({
  folder,
  also: 'framework-page',
  build: [[process.execPath, ['build.mjs']]],
  rows: Object.entries(frameworks).map(([name, [title, tool]]) => ({ name: title, tool, site: 'www', path: `/${name}.html`, policy: false, act, check: typedArrived })),
});

export const projects = [
  project('frameworks', {
    react: ['React 19', 'react'],
    vue: ['Vue 3', 'vue'],
    svelte: ['Svelte 5', 'svelte'],
    solid: ['Solid', 'solid-js'],
    preact: ['Preact', 'preact'],
    lit: ['Lit', 'lit'],
    angular: ['Angular, with zone.js', '@angular/core'],
  }),
  project('react-18', { react: ['React 18', 'react'] }),
  ...[['react', 'React', '@types/react'], ['preact', 'Preact', 'preact'], ['solid', 'Solid', 'solid-js'], ['vue', 'Vue', 'vue']].map(([name, title, tool]) => ({
    folder: 'element-types',
    name: `element-types ${name}`,
    build: [[process.execPath, [`node_modules/${name === 'vue' ? 'vue-tsc/bin/vue-tsc.js' : 'typescript/bin/tsc'}`, '-p', `tsconfig.${name}.json`]]],
    rows: [{ name: `Types for ${title}`, tool }],
  })),
];
