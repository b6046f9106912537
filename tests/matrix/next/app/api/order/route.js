import { checkout } from '../../../lib/checkout.js';

export async function GET(request) {
  const { services, token } = Object.fromEntries(new URL(request.url).searchParams);
  return new Response(await checkout({ services, token }).catch(String));
}
