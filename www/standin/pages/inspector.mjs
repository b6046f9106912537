/** The inspector page: shows live what the stand-in receives. */
export const inspectorPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stand-in services</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/standin/inspector.css">
<script src="/standin/inspector.js" defer></script>
<header>
<h1>Stand-in services</h1>
<p>Replacements for OneEntry and Ocular. Nothing leaves this machine and nobody is charged.</p>
<p id="connection" role="status"></p>
</header>
<main>
<section aria-labelledby="orders-title"><h2 id="orders-title">Orders <span class="count" id="orders-count"></span></h2><div id="orders"></div></section>
<section aria-labelledby="sessions-title"><h2 id="sessions-title">Payment sessions <span class="count" id="sessions-count"></span></h2><div id="sessions"></div></section>
<section aria-labelledby="ocular-title"><h2 id="ocular-title">Ocular orders <span class="count" id="ocular-count"></span></h2><div id="ocular"></div></section>
<section aria-labelledby="reports-title"><h2 id="reports-title">Ocular reports <span class="count" id="reports-count"></span></h2><div id="reports"></div></section>
<section class="wide" aria-labelledby="requests-title"><h2 id="requests-title">Requests <span class="count" id="requests-count"></span></h2><div id="requests"></div></section>
</main>
</html>`;
