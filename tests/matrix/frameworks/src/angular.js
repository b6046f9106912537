import 'zone.js';
import '@angular/compiler';
import { ApplicationRef, Component, CUSTOM_ELEMENTS_SCHEMA, ErrorHandler } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';

class Shop {
  own = window.given;
}
Component({
  selector: 'my-shop',
  template: `<div><p>My shop</p><guest-checkout [storage]="own.storage" form="guest_order" reference-marker="order_reference" [accounts]="own.accounts" [bridge]="own.bridge" [products]="own.products" [items]="own.items" [direct]="own.direct"></guest-checkout></div>`,
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
})(Shop);

window.mount = async (target, given) => {
  window.given = given;
  target.append(document.createElement('my-shop'));
  const app = await bootstrapApplication(Shop, { providers: [{ provide: ErrorHandler, useValue: { handleError: (error) => setTimeout(() => { throw error; }) } }] });
  const update = (props) => {
    app.components[0].instance.own = props;
    app.injector.get(ApplicationRef).tick();
  };
  return { update, unmount: () => app.destroy() };
};
