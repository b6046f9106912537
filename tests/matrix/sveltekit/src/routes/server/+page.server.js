import { checkout } from '$lib/checkout.js';

export async function load({ url }) {
  const { services, token } = Object.fromEntries(url.searchParams);
  return { title: await checkout({ services, token }).catch(String) };
}
