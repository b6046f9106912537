// Errors that TypeScript 5.0 does not detect yet.
import type { Fault } from 'order-bridge/testing';

// @ts-expect-error retryAfter belongs to another fault
export const foreignField: Fault = { route: 'createOrder', fault: 'lost-after-commit', retryAfter: 1 };
// @ts-expect-error a request refused for a documented reason is never committed
export const refusedAndDone: Fault = { route: 'createOrder', fault: 'rejected', commit: true };
