import { checkout } from '../../lib/checkout.js';

export default async function Page({ searchParams }) {
  const { services, token } = await searchParams;
  const result = await checkout({ services, token }).catch(String);
  return <><title>{result}</title><p>An order was placed on the server.</p></>;
}
