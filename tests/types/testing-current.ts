// What TypeScript 5.0 does not see yet.
import type { Fault } from 'order-bridge/testing';

// @ts-expect-error a field of another fault
export const foreignField: Fault = { route: 'createOrder', fault: 'lost-after-commit', retryAfter: 1 };
// @ts-expect-error what was refused for a documented reason was not done
export const refusedAndDone: Fault = { route: 'createOrder', fault: 'rejected', commit: true };
