/**
 * Moves and zooms the picture: by dragging, by the wheel with Ctrl or ⌘, by keys, and by one or two fingers. The
 * wheel alone, and one finger while all of the picture is shown, scroll the page as everywhere else.
 */
import type { KeyboardEvent, PointerEvent, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { Point, Size, Viewport } from './viewport.ts';
import { moved, WHOLE, ZOOM_STEP, zoomed, zoomedAt } from './viewport.ts';

/** How far the pointer moves, in pixels, until a click is a drag. */
const DRAG_PX = 4;
/** What an arrow key moves, as a part of what is shown. */
const KEY_PART = 0.15;
/** Zoom by one pixel of the wheel. */
const WHEEL_ZOOM = 1.0025;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export interface ViewportControl {
  readonly view: Viewport;
  readonly show: (change: (view: Viewport) => Viewport) => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly fit: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly pointer: {
    readonly onPointerDown: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerMove: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerUp: (event: PointerEvent<SVGSVGElement>) => void;
    readonly onPointerCancel: (event: PointerEvent<SVGSVGElement>) => void;
  };
  /** Whether what just ended was a drag, and so no click. */
  readonly wasDragged: () => boolean;
}

export function useViewport(svg: RefObject<SVGSVGElement | null>, size: Size): ViewportControl {
  const [view, show] = useState<Viewport>(WHOLE);
  const pointers = useRef(new Map<number, Point>());
  const travelledPx = useRef(0);

  useEffect(() => {
    const element = svg.current;
    const onWheel = (event: WheelEvent): void => {
      if (element && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        show((now) => zoomedAt(now, WHEEL_ZOOM ** -event.deltaY, inPicture(element, event, now, size), size));
      }
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [svg, size]);

  function onPointerMove(event: PointerEvent<SVGSVGElement>): void {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) {
      return;
    }
    const now = { x: event.clientX, y: event.clientY };
    const [other] = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    pointers.current.set(event.pointerId, now);
    travelledPx.current += Math.hypot(now.x - before.x, now.y - before.y);
    const element = event.currentTarget;
    if (travelledPx.current > DRAG_PX && !element.hasPointerCapture(event.pointerId)) {
      element.setPointerCapture(event.pointerId);
    }
    show((current) => {
      const perPx = unitsPerPx(element, current, size);
      const dragged = { x: (before.x - now.x) * perPx, y: (before.y - now.y) * perPx };
      if (other === undefined) {
        return moved(current, dragged, size);
      }
      const by = distance(now, other) / Math.max(1, distance(before, other));
      const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
      const zoomedOut = zoomedAt(current, by, inPicture(element, middle, current, size), size);
      return moved(zoomedOut, { x: dragged.x / 2, y: dragged.y / 2 }, size);
    });
  }

  const release = (event: PointerEvent): void => void pointers.current.delete(event.pointerId);

  return {
    view,
    show,
    zoomIn: () => show((now) => zoomed(now, ZOOM_STEP, size)),
    zoomOut: () => show((now) => zoomed(now, 1 / ZOOM_STEP, size)),
    fit: () => show(WHOLE),
    onKeyDown: (event) => {
      const change = changeBy(event, size);
      // At the whole picture, arrow keys scroll the page.
      if (change && !(view.zoom === 1 && ARROWS[event.key])) {
        event.preventDefault();
        show(change);
      }
    },
    pointer: {
      onPointerDown: (event) => {
        travelledPx.current = 0;
        if (event.button === 0) {
          pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        }
      },
      onPointerMove,
      onPointerUp: release,
      onPointerCancel: release,
    },
    wasDragged: () => travelledPx.current > DRAG_PX,
  };
}

function changeBy(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  size: Size,
): ((view: Viewport) => Viewport) | undefined {
  const arrow = ARROWS[key];
  if (ctrlKey || metaKey || altKey) {
    return undefined;
  }
  if (arrow) {
    return (view) => {
      const [x, y] = [arrow.x * size.width, arrow.y * size.height];
      return moved(view, { x: (x / view.zoom) * KEY_PART, y: (y / view.zoom) * KEY_PART }, size);
    };
  }
  switch (key) {
    case '+':
    case '=':
      return (view) => zoomed(view, ZOOM_STEP, size);
    case '-':
      return (view) => zoomed(view, 1 / ZOOM_STEP, size);
    case '0':
      return () => WHOLE;
    default:
      return undefined;
  }
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

const unitsPerPx = (element: Element, { zoom }: Viewport, { width }: Size): number =>
  width / zoom / Math.max(1, element.getBoundingClientRect().width);

function inPicture(
  element: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  view: Viewport,
  size: Size,
): Point {
  const { left, top } = element.getBoundingClientRect();
  const perPx = unitsPerPx(element, view, size);
  return { x: view.x + (clientX - left) * perPx, y: view.y + (clientY - top) * perPx };
}
