/** The price of an order. Sums are computed in cents to avoid floating-point errors. */
import { Refusal } from '../answer.mjs';
import { coupons, discounts, MAX_BONUS } from '../data/storages.mjs';

/**
 * @param {import('../world.mjs').World} world
 * @param {{ products: any[], couponCode?: string, additionalDiscountsMarkers?: string[], bonusAmount?: number }} wish
 */
export function priceOf(world, wish) {
  const lines = wish.products.map(({ productId, quantity, signedPrice }) => {
    const product = world.products.find((candidate) => candidate.id === productId);
    if (!product) throw new Refusal(404, `Product ${productId} not found`);
    return { product, quantity, cents: signedPrice === undefined ? Math.round((product.price ?? 0) * 100) : signedCents(world, productId, signedPrice) };
  });
  const sum = lines.reduce((total, line) => total + line.cents * line.quantity, 0);
  const coupon = wish.couponCode === undefined ? null : couponFor(wish.couponCode, sum);
  const percent = coupon?.applied ? coupon.percent : orderDiscount(wish.additionalDiscountsMarkers);
  const discounted = sum - Math.round((sum * percent) / 100);
  const bonus = wish.bonusAmount === undefined ? 0 : Math.min(wish.bonusAmount, world.settings.bonusBalance, MAX_BONUS, discounted / 100);
  const due = discounted - Math.round(bonus * 100);
  return {
    lines: lines.map(({ product, quantity, cents }) => ({
      product, quantity, price: cents / 100, discountPrice: percent > 0 ? Math.round((cents * (100 - percent)) / 100) / 100 : null,
    })),
    totalSum: sum / 100,
    totalSumWithDiscount: discounted / 100,
    totalDue: due / 100,
    bonusApplied: bonus,
    discountConfig: {
      coupon: coupon && { code: coupon.code, valid: coupon.applied, applied: coupon.applied, discountId: coupon.discountId, discountIdentifier: coupon.identifier },
      bonus: wish.bonusAmount === undefined ? null : {
        availableBalance: world.settings.bonusBalance, bonusApplied: bonus, maxBonusDiscount: MAX_BONUS, minBonusAmount: null, minOrderAmountForBonus: null,
      },
      orderDiscounts: [],
      productDiscounts: [],
      settings: { allowStacking: false, allowGiftStacking: false, maxDiscountValue: null },
    },
    message: coupon && !coupon.applied ? 'Coupon cannot be applied to this order' : undefined,
  };
}

function couponFor(code, sum) {
  const coupon = coupons.find((candidate) => candidate.code === code);
  if (!coupon) throw new Refusal(400, `Coupon ${code} is not valid`);
  return { ...coupon, applied: sum >= coupon.minSum * 100 };
}

function orderDiscount(markers = []) {
  return discounts.find((discount) => markers.includes(discount.identifier))?.percent ?? 0;
}

/** A signed price, valid for a limited time after a product read: `<product>.<cents>.<expiry>.<mark>`. */
export function signPrice(world, product, storage) {
  return `${product.id}.${Math.round((product.price ?? 0) * 100)}.${world.now() + storage.priceExpirationMs}.standin`;
}

function signedCents(world, productId, signedPrice) {
  const [, id, cents, expires] = /^(\d+)\.(\d+)\.(\d+)\.standin$/.exec(signedPrice) ?? [];
  if (Number(id) !== productId || Number(expires) <= world.now()) throw new Refusal(400, 'signedPrice is invalid or has expired');
  return Number(cents);
}
