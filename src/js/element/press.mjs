/**
 * A text that appears between press and release moves a button from under the pointer, and the press is lost. What would add
 * one waits for the release. Told by the pointer, since some engines focus no button that is pressed.
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
    // After the click, which comes with the release.
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
