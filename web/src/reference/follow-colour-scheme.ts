/** Swagger UI is dark when the root element has a class, and asks no media query. */
const DARK_CLASS = 'dark-mode';

/** Follows the browser's or system's choice, also when that changes. */
export function followColourScheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = (): void => {
    document.documentElement.classList.toggle(DARK_CLASS, dark.matches);
  };
  dark.addEventListener('change', follow);
  follow();
}
