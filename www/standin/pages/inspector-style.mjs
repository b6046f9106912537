/** The style sheet of the inspector. */
export const inspectorStyle = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #596473; --ground: #f3f4f7; --card: #fff; --line: #d9dde4; --act: #1f5fd0;
  --good: #11653a; --good-ground: #dcf3e5; --bad: #9b1c1c; --bad-ground: #fbe3e3; --open: #7a4b00; --open-ground: #fdefd2; --label: #ffe9a8; --on-label: #453200; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9edf3; --soft: #a5afbd; --ground: #12161c; --card: #1b2129; --line: #343d49; --act: #8ab4ff;
    --good: #8fe3b3; --good-ground: #143a26; --bad: #ffb3b3; --bad-ground: #4a1c1c; --open: #ffd691; --open-ground: #453310; --label: #4d3f10; --on-label: #ffeab0; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header { padding: 1rem clamp(1rem, 3vw, 2rem); background: var(--label); color: var(--on-label); }
header p { margin: .125rem 0 0; }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.25; }
main { display: grid; gap: 1rem; padding: 1rem clamp(1rem, 3vw, 2rem) 2rem; max-width: 84rem; margin: 0 auto; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); align-items: start; }
.wide { grid-column: 1 / -1; }
section { min-width: 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h2 { margin: 0 0 .5rem; font-size: 1.0625rem; }
.count { color: var(--soft); font-weight: 400; }
.empty { margin: 0; color: var(--soft); }
details { border-top: 1px solid var(--line); }
details:first-child { border-top: 0; }
summary { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .5rem; min-height: 2.75rem; padding: .375rem 0; cursor: pointer; list-style: none; overflow-wrap: anywhere; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "▸"; flex: none; width: 1em; color: var(--soft); }
details[open] > summary::before { content: "▾"; }
.end { margin-left: auto; color: var(--soft); font-variant-numeric: tabular-nums; font-size: .875rem; white-space: nowrap; }
.path { font-family: ui-monospace, monospace; font-size: .875rem; min-width: 0; }
.below { flex-basis: 100%; padding-left: 1.5rem; color: var(--soft); font-size: .9375rem; }
.line { margin: 0 0 .25rem 1.5rem; color: var(--soft); font-size: .9375rem; overflow-wrap: anywhere; }
.badge { padding: 0 .5rem; border-radius: 1rem; font-size: .8125rem; white-space: nowrap; }
.good { color: var(--good); background: var(--good-ground); }
.bad { color: var(--bad); background: var(--bad-ground); }
.open { color: var(--open); background: var(--open-ground); }
pre { margin: .5rem 0 .75rem 1.5rem; padding: .75rem; max-height: 24rem; overflow: auto; background: var(--ground); border-radius: .5rem; font: .8125rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; border-radius: .25rem; }
`;
