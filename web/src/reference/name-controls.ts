/** Gives Swagger UI's controls the names that they lack, and lets keyboards scroll its examples. */

const NAMES: readonly (readonly [string, string])[] = [
  ['textarea.body-param__text', 'Request body'],
  ['select.examples-select-element', 'Example'],
];
/** Scroll sideways on narrow screens. */
const SCROLLING = 'pre.microlight:not([tabindex])';

/** Also sees to what is added later. */
export function nameControls(root: Element): void {
  const mend = (): void => {
    for (const [selector, label] of NAMES) {
      for (const control of root.querySelectorAll(`${selector}:not([aria-label])`)) {
        control.setAttribute('aria-label', label);
      }
    }
    for (const example of root.querySelectorAll(SCROLLING)) {
      example.setAttribute('tabindex', '0');
    }
  };
  new MutationObserver(mend).observe(root, { childList: true, subtree: true });
  mend();
}
