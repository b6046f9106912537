import { checkout } from '../../lib/checkout.js';

/** The title tells the result. */
export async function generateMetadata({ searchParams }) {
  const { services, token } = await searchParams;
  return { title: await checkout({ services, token }).catch(String) };
}

export default function Page() {
  return <p>An order was placed on the server.</p>;
}
