/**
 * The part of the picture that its box shows: moving and zooming, without going beyond the picture. A zoom of 1
 * shows all of it.
 */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Viewport extends Point {
  readonly zoom: number;
}

export const MOST_ZOOM = 5;
export const ZOOM_STEP = 1.25;
export const WHOLE: Viewport = { x: 0, y: 0, zoom: 1 };

/** Keeps the point of the picture where it is on the screen. */
export function zoomedAt(view: Viewport, by: number, at: Point, size: Size): Viewport {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * by));
  const scale = view.zoom / zoom;
  return within({ x: at.x - (at.x - view.x) * scale, y: at.y - (at.y - view.y) * scale, zoom }, size);
}

export const zoomed = (view: Viewport, by: number, size: Size): Viewport =>
  zoomedAt(view, by, middleOf(view, size), size);

/** @param by in units of the picture */
export const moved = ({ x, y, zoom }: Viewport, by: Point, size: Size): Viewport =>
  within({ x: x + by.x, y: y + by.y, zoom }, size);

export const centredOn = (at: Point, zoom: number, size: Size): Viewport =>
  within({ x: at.x - size.width / zoom / 2, y: at.y - size.height / zoom / 2, zoom }, size);

/** The nearest view that shows the box. */
export function showing(view: Viewport, box: Point & Size, size: Size): Viewport {
  const [width, height] = [size.width / view.zoom, size.height / view.zoom];
  const isIn =
    box.x >= view.x &&
    box.y >= view.y &&
    box.x + box.width <= view.x + width &&
    box.y + box.height <= view.y + height;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  return isIn ? view : centredOn(middle, view.zoom, size);
}

export const viewBoxOf = ({ x, y, zoom }: Viewport, { width, height }: Size): string =>
  [x, y, width / zoom, height / zoom].map((value) => Math.round(value * 100) / 100).join(' ');

const middleOf = ({ x, y, zoom }: Viewport, { width, height }: Size): Point => ({
  x: x + width / zoom / 2,
  y: y + height / zoom / 2,
});

function within({ x, y, zoom }: Viewport, { width, height }: Size): Viewport {
  const limit = (value: number, most: number): number => Math.min(Math.max(0, value), Math.max(0, most));
  return { x: limit(x, width - width / zoom), y: limit(y, height - height / zoom), zoom };
}
