/** Strings of the export menu. */
export const text = {
  title: 'Export',
  csv: 'CSV',
  json: 'JSON',
  curl: 'Copy as curl',
  curlDetail: 'With $ACCESS_TOKEN',
  rows: (count: number) => (count === 1 ? 'The 1 row shown' : `The ${count} rows shown`),
} as const;
