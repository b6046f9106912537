/**
 * If text appears between press and release, the button moves away from the pointer and the click is lost. So code that may add text
 * waits for the release. Pointer events detect the press, because some engines do not focus a pressed button.
 */
export function createPress() {
  let isPressed = false;
  /** @type {(() => void)[]} */
  let waiting = [];

  const press = () => { isPressed = true; };
  const release = () => {
    isPressed = false;
    const due = waiting;
    waiting = [];
    // After the click event, which follows the release.
    setTimeout(() => due.forEach((act) => act()), 0);
  };
  const events = /** @type {const} */ ([['pointerdown', press], ['pointerup', release], ['pointercancel', release]]);

  return {
    /** @param {() => void} act */
    afterPress(act) {
      if (isPressed) waiting.push(act);
      else act();
    },
    connect: () => events.forEach(([name, listener]) => addEventListener(name, listener, true)),
    disconnect: () => events.forEach(([name, listener]) => removeEventListener(name, listener, true)),
  };
}
