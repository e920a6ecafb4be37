/** The width of an element in pixels: measured before the first paint, and again whenever it changes. */
import type { RefObject } from 'react';
import { useLayoutEffect, useState } from 'react';

export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(innerWidth);
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) {
      return;
    }
    const measure = (): void => setWidth(measured.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
