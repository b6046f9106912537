/** The style sheet of the hosted payment page. */
export const payStyle = `
:root { color-scheme: light dark; --ink: #1d2430; --soft: #5b6675; --ground: #f3f4f7; --card: #fff; --line: #d9dde4; --act: #1f5fd0; --on-act: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9edf3; --soft: #a5afbd; --ground: #12161c; --card: #1b2129; --line: #343d49; --act: #8ab4ff; --on-act: #0d1a30; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
.label { margin: 0 0 1rem; color: var(--soft); font-size: .875rem; }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.25; }
ul { list-style: none; margin: 0; padding: 0; }
li, .total { display: flex; justify-content: space-between; gap: 1rem; padding: .5rem 0; border-top: 1px solid var(--line); }
li span:last-child, .total strong { white-space: nowrap; font-variant-numeric: tabular-nums; }
.total { margin: 0 0 1rem; }
form { display: grid; gap: .5rem; }
button, a.pay { display: block; width: 100%; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: inherit; font: inherit; text-align: center; text-decoration: none; cursor: pointer; }
button.pay, a.pay { border-color: var(--act); background: var(--act); color: var(--on-act); font-weight: 600; }
button:hover, a.pay:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
`;
