/**
 * The style: calm and readable, from 320 px to desktop, light and dark. Pages set colours as custom properties on the element, and reach
 * the rest through parts. A constructed style sheet is not an inline style, so a strict policy allows it. Columns are flex, not grid:
 * when the window gets narrower, WebKit keeps the old row heights of a grid, and texts overlap.
 */
const LIGHT = '--ink:#1d2430;--soft:#55606f;--ground:#fff;--field:#fff;--line:#d9dde4;--edge:#7b8695;--accent:#1f5fd0;--on-accent:#fff;--good:#11653a;--warn:#744700;--warn-ground:#fdf1d8;--bad:#a11616';
const DARK = '--ink:#e9edf3;--soft:#a8b2c0;--ground:#1b2129;--field:#12161c;--line:#343d49;--edge:#7f8b9b;--accent:#8ab4ff;--on-accent:#0d1a30;--good:#8fe3b3;--warn:#ffd691;--warn-ground:#3c2e12;--bad:#ffb0b0';
/**
 * Uses the page's own value if there is one: `--checkout-accent` for `--accent`. Not set on the host, where a page's
 * `--checkout-accent: var(--accent)` would be circular.
 */
const themable = (/** @type {string} */ colours) => colours.replace(/--([\w-]+):([^;]+)/g, '--$1:var(--checkout-$1,$2)');

const CSS = `
:host{display:block}
.all{${themable(LIGHT)};--radius:var(--checkout-radius,.5rem);--gap:var(--checkout-gap,1rem);color:var(--ink);line-height:1.5}
@media (prefers-color-scheme:dark){.all{${themable(DARK)}}}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box}
h2,h3,p,ul,ol,dl,dd,fieldset{margin:0;padding:0;border:0;min-width:0}
h2,legend{font-size:1.125rem;font-weight:600;line-height:1.35}
h2:focus,.card:focus{outline:0}
h3{font-size:1rem}
legend{padding:0;margin-bottom:.5rem}
a{color:var(--accent)}
code{font:.875em/1.45 ui-monospace,monospace;overflow-wrap:anywhere}
.soft{color:var(--soft);font-size:.9375rem;font-weight:400}
.error{color:var(--bad);font-size:.9375rem;font-weight:500}
.error:empty,.status:empty{display:none}
.status{color:var(--soft)}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
.all,form,.fields,.choices,.open-orders,.body{display:flex;flex-direction:column;gap:var(--gap)}
form{gap:1.5rem}.body{gap:.75rem}.choices{gap:.25rem}.all{gap:0}
.all>:not([hidden]):not(.visually-hidden):not(:empty)~:not(.visually-hidden){margin-top:var(--gap)}
.field{display:grid;gap:.25rem}
.field[data-wrong]{padding-inline-start:.75rem;border-inline-start:.25rem solid var(--bad)}
label{font-weight:500}
input:not([type=radio]):not([type=checkbox]),select,textarea{width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--edge);border-radius:var(--radius);background:var(--field);color:inherit;font:inherit}
[aria-invalid=true]{border-color:var(--bad)!important;box-shadow:inset 0 0 0 1px var(--bad)}
input[type=radio],input[type=checkbox]{width:1.5rem;height:1.5rem;margin:0;accent-color:var(--accent)}
.choice{display:grid;grid-template-columns:auto 1fr;align-items:center;gap:0 .75rem;min-height:2.75rem}
.choice .soft{grid-column:2}
button,.button{min-height:2.75rem;padding:.5rem 1rem;border:1px solid var(--edge);border-radius:var(--radius);background:transparent;color:inherit;font:inherit;text-decoration:none;cursor:pointer}
.main{border-color:var(--accent);background:var(--accent);color:var(--on-accent);font-weight:600}
.plain{padding-inline:0;border-color:transparent;color:var(--accent);text-decoration:underline}
#place-order{width:100%;min-height:3rem}
[aria-disabled=true]{cursor:progress}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem}
.card{padding-inline-start:1rem;border-inline-start:.375rem solid var(--edge);border-radius:.125rem}
.summary{padding:1rem;border:.1875rem solid var(--bad);border-radius:var(--radius)}
.card>*+*{margin-top:.75rem}
[data-tone=good]{border-inline-start-color:var(--good)}[data-tone=warn]{border-inline-start-color:var(--warn)}[data-tone=bad]{border-inline-start-color:var(--bad)}
[data-state=checking]{border-inline-start-color:var(--accent)}
.note{padding:.5rem .75rem;border-radius:var(--radius);background:var(--warn-ground);color:var(--warn)}
.card ul,.advice{display:grid;gap:.375rem;padding-inline-start:1.25rem}
.card ul a{color:var(--bad);font-weight:500}
dl{display:grid;gap:.375rem}
dl div{display:grid;grid-template-columns:minmax(5rem,30%) minmax(0,1fr);gap:.75rem}
dt{color:var(--soft);overflow-wrap:break-word;hyphens:auto}
dd{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
#order-number,#order-total{font-weight:700}
.line{display:block}
.reference{user-select:all}
.again{padding-top:.75rem;border-top:1px solid var(--line)}
.again>*+*{margin-top:.75rem}
summary{min-height:1.75rem;cursor:pointer;color:var(--soft)}
.order-again{border-color:var(--bad);color:var(--bad)}
.steps{list-style:none;display:grid;gap:.25rem}
.steps li{display:grid;grid-template-columns:1.5rem minmax(0,1fr) auto;gap:0 .5rem;align-items:baseline}
.steps li::before{content:"\\25CB";color:var(--soft);text-align:center}
.steps [data-state=start]::before{content:"\\25D0";color:var(--accent)}
.steps [data-state=done]::before{content:"\\2713";color:var(--good);font-weight:700}
.steps [data-state=failed]::before{content:"!";color:var(--bad);font-weight:700}
.steps [data-state=unsure]::before{content:"?";color:var(--warn);font-weight:700}
@media (prefers-reduced-motion:no-preference){.steps [data-state=start]::before{animation:turn 1.2s linear infinite}@keyframes turn{to{transform:rotate(1turn)}}}
@media (max-width:26rem){.actions>*{flex:1 1 100%;text-align:center}}
@media print{button,.button,.actions,.steps,.status,form,.open{display:none!important}.card{border:0;padding:0}}
`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** @param {ShadowRoot} root */
export function addStyle(root) {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
    }
    root.adoptedStyleSheets = [sheet];
    return;
  }
  // Firefox before 101, Safari before 16.4: if the page's policy refuses this, the form works without styles.
  const style = document.createElement('style');
  style.textContent = CSS;
  root.append(style);
}
