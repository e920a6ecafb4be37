import { describe, expect, it } from '@jest/globals';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { readParts, stableArchive } from '../../../docs/build/document/stable-archive.ts';

const archiveOf = (random: string, year: number): Uint8Array =>
  zipSync(
    {
      'word/document.xml': strToU8(`<w:hyperlink r:id="rId${random}"/>`),
      'word/_rels/document.xml.rels': strToU8(`<Relationship Id="rId${random}"/><Relationship Id="rId4"/>`),
      'docProps/core.xml': strToU8(
        `<a><dcterms:created xsi:type="dcterms:W3CDTF">${year}-01-01T00:00:00Z</dcterms:created></a>`,
      ),
    },
    { mtime: new Date(year, 1, 1) },
  );

describe('an archive', () => {
  it('is the same however often it is made', () => {
    const one = stableArchive(archiveOf('v1stgxr8_z5jdhi6b-myt', 2026));
    const other = stableArchive(archiveOf('aaaaaaaaaaaaaaaaaaaaa', 2027));
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  });

  it('names a link alike in all its parts, and leaves other names unchanged', () => {
    const parts = readParts(stableArchive(archiveOf('v1stgxr8_z5jdhi6b-myt', 2026)));
    const text = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
    expect(text('word/document.xml')).toBe('<w:hyperlink r:id="rIdLink1"/>');
    expect(text('word/_rels/document.xml.rels')).toBe(
      '<Relationship Id="rIdLink1"/><Relationship Id="rId4"/>',
    );
    expect(text('docProps/core.xml')).toBe('<a></a>');
  });
});
