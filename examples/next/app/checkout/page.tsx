import { Checkout } from './Checkout';

export default async function Page({ searchParams }: { searchParams: Promise<{ quantity?: string }> }) {
  const { quantity } = await searchParams;
  return (
    <main>
      <h1>Checkout</h1>
      <Checkout quantity={Math.max(1, Math.trunc(Number(quantity)) || 1)} />
    </main>
  );
}
