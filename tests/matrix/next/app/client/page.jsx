'use client';
import { useEffect } from 'react';
import { checkout } from '../../lib/checkout.js';

export default function Page() {
  useEffect(() => {
    const { services, token } = Object.fromEntries(new URLSearchParams(location.search));
    checkout({ services, token }).then(
      (result) => { document.title = result; },
      (error) => { document.title = `${error.name} ${error.code}: ${error.message}`; },
    );
  }, []);
  return <p>An order is placed in the browser.</p>;
}
