/** Moves the focus to the heading of the view, from where a screen reader reads on. */
export function focusHeading({ scrolls }: { readonly scrolls: boolean }): void {
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading !== null) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    if (scrolls) {
      window.scrollTo({ top: 0 });
    }
  }
}
