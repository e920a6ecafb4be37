/** The state folder cannot be used; the message says why and what to do. */
export class StateFolderError extends Error {
  override readonly name = 'StateFolderError';
}

export const damagedTables = (folder: string): string =>
  `The tables in ${folder} cannot be read: they are damaged. Restore them, or choose another folder.`;
