/** The project's products: names and prices as it tells them to everybody. */

/** @typedef {{ id: number, title: string, price: string, inStock: boolean, image: string | null }} Product */

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {string} langCode
 * @returns {Promise<Product[]>} in the order of the settings; rejects when they cannot be read
 */
export async function readProducts({ url, token, productIds }, langCode) {
  const { protocol, hostname } = new URL(url);
  const isStandIn = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  // Nothing that the bridge would refuse, too.
  if (protocol !== 'https:' && !isStandIn) throw new Error('The project is reached by https only.');
  const query = new URLSearchParams({ ids: productIds.replace(/\s/g, ''), langCode });
  const response = await fetch(`${url.replace(/\/+$/, '')}/api/content/products/ids?${query}`, {
    headers: { 'content-type': 'application/json', 'x-app-token': token },
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`The project answered ${response.status}.`);
  const found = await response.json();
  if (!Array.isArray(found)) throw new Error('The project answered something that is no list of products.');
  return found.map((product) => toProduct(product, langCode, isStandIn)).filter((product) => product !== null);
}

/**
 * Titles come plain or under a locale; a product without a price cannot be ordered here. The pictures are of the stand-in's
 * products: those of another project have ids that mean something else.
 * @param {any} product @param {string} langCode @param {boolean} isStandIn
 */
function toProduct({ id, localizeInfos, price, statusIdentifier }, langCode, isStandIn) {
  if (!Number.isInteger(id) || typeof price !== 'number') return null;
  const title = localizeInfos?.[langCode]?.title ?? localizeInfos?.title;
  return { id, title: typeof title === 'string' ? title : `Product ${id}`, price: String(price), inStock: statusIdentifier !== 'out_of_stock', image: isStandIn ? `/pictures/${id}.svg` : null };
}
