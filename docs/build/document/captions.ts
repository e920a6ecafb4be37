/** Numbers of figures, tables and listings, each counted through the whole document, and of chapters. */
import type { Block, CaptionedBlock, CaptionKind } from './blocks.ts';

export interface References {
  /** Such as `Figure 3`, by `figure-architecture`. */
  readonly captions: ReadonlyMap<string, string>;
  /** Such as `8`, by the name without its number: `security`. */
  readonly chapters: ReadonlyMap<string, { readonly number: number; readonly anchor: string }>;
}

/** The bookmark at a caption, which links lead to. */
export const anchorOf = ({ kind, id }: Pick<CaptionedBlock, 'kind' | 'id'>): string =>
  `${kind.toLowerCase()}-${id}`;

export const isCaptioned = (block: Block): block is CaptionedBlock =>
  block.kind === 'Figure' || block.kind === 'Table' || block.kind === 'Listing';

/** @throws when two of a kind have one id */
export function numberCaptions(blocks: readonly Block[]): ReadonlyMap<string, string> {
  const counts: Record<CaptionKind, number> = { Figure: 0, Table: 0, Listing: 0 };
  const captions = new Map<string, string>();
  for (const block of blocks.filter(isCaptioned)) {
    const anchor = anchorOf(block);
    if (captions.has(anchor)) {
      throw new Error(`The document has two captions with the name ${anchor}`);
    }
    counts[block.kind] += 1;
    captions.set(anchor, `${block.kind} ${counts[block.kind]}`);
  }
  return captions;
}
