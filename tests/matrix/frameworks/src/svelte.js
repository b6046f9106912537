import { flushSync, mount, unmount } from 'svelte';
import Shop from './shop.svelte';

window.mount = (target, given) => {
  const shop = mount(Shop, { target, props: { given } });
  return { update: (next) => flushSync(() => shop.update(next)), unmount: () => unmount(shop) };
};
