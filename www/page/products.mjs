/** Reads the project's products with their public names and prices. */

/** @typedef {{ id: number, title: string, price: string, inStock: boolean, image: string | null }} Product */

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {string} langCode
 * @returns {Promise<Product[]>} in the order of the settings; rejects if they cannot be read
 */
export async function readProducts({ url, token, productIds }, langCode) {
  const { protocol, hostname } = new URL(url);
  const isStandIn = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  // The bridge refuses such addresses as well.
  if (protocol !== 'https:' && !isStandIn) throw new Error('The project URL must be https.');
  const query = new URLSearchParams({ ids: productIds.replace(/\s/g, ''), langCode });
  const response = await fetch(`${url.replace(/\/+$/, '')}/api/content/products/ids?${query}`, {
    headers: { 'content-type': 'application/json', 'x-app-token': token },
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`The project answered ${response.status}.`);
  const found = await response.json();
  if (!Array.isArray(found)) throw new Error('The project did not answer with a list of products.');
  return found.map((product) => toProduct(product, langCode, isStandIn)).filter((product) => product !== null);
}

/**
 * Titles are plain or keyed by locale. A product without a price cannot be ordered here. Pictures are only used for the stand-in's
 * products: in another project the same ids belong to other products.
 * @param {any} product @param {string} langCode @param {boolean} isStandIn
 */
function toProduct({ id, localizeInfos, price, statusIdentifier }, langCode, isStandIn) {
  if (!Number.isInteger(id) || typeof price !== 'number') return null;
  const title = localizeInfos?.[langCode]?.title ?? localizeInfos?.title;
  return { id, title: typeof title === 'string' ? title : `Product ${id}`, price: String(price), inStock: statusIdentifier !== 'out_of_stock', image: isStandIn ? `/pictures/${id}.svg` : null };
}
