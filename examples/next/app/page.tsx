import Link from 'next/link';

export default function Page() {
  return (
    <main>
      <h1>Face cream</h1>
      <p>CLP 2,990 each</p>
      <Link href="/checkout?quantity=1">Buy</Link>
    </main>
  );
}
