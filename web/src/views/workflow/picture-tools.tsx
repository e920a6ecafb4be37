/** Buttons above the picture: failures shown or folded, zoom, and the picture as a file. */
import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode, RefObject } from 'react';
import { useState } from 'react';
import { savePng, saveSvg } from './export-picture.ts';
import { pictureText as text } from './picture-strings.ts';
import type { ViewportControl } from './use-viewport.ts';
import type { Size } from './viewport.ts';
import { MOST_ZOOM } from './viewport.ts';

export interface PictureToolsProps {
  readonly viewport: ViewportControl;
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly size: Size;
  readonly folding: { readonly isFolded: boolean; readonly toggle: () => void } | undefined;
}

export function PictureTools({ viewport, svg, size, folding }: PictureToolsProps): ReactNode {
  const [hasFailed, setFailed] = useState(false);
  const { zoom } = viewport.view;

  async function save(write: (svg: SVGSVGElement, size: Size, name: string) => Promise<void>): Promise<void> {
    try {
      if (svg.current) {
        await write(svg.current, size, text.fileName);
      }
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
    <div role="group" className="workflow-tools" aria-label={text.tools}>
      {folding && (
        <Button
          variant="inline-link"
          iconName={folding.isFolded ? 'expand' : 'shrink'}
          ariaExpanded={!folding.isFolded}
          onClick={folding.toggle}
        >
          {folding.isFolded ? text.unfold : text.fold}
        </Button>
      )}
      <span className="workflow-tools-gap" />
      {hasFailed && <StatusIndicator type="error">{text.saveFailed}</StatusIndicator>}
      <Button
        variant="icon"
        iconName="zoom-out"
        ariaLabel={text.zoomOut}
        disabled={zoom <= 1}
        onClick={viewport.zoomOut}
      />
      <Button
        variant="icon"
        iconName="zoom-in"
        ariaLabel={text.zoomIn}
        disabled={zoom >= MOST_ZOOM}
        onClick={viewport.zoomIn}
      />
      <Button
        variant="icon"
        iconName="zoom-to-fit"
        ariaLabel={text.fit}
        disabled={zoom <= 1}
        onClick={viewport.fit}
      />
      <Button
        variant="inline-link"
        iconName="download"
        ariaLabel={text.svg}
        onClick={() => void save(saveSvg)}
      >
        SVG
      </Button>
      <Button
        variant="inline-link"
        iconName="download"
        ariaLabel={text.png}
        onClick={() => void save(savePng)}
      >
        PNG
      </Button>
    </div>
  );
}
