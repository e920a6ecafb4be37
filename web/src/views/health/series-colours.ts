/**
 * One colour for one thing in all charts, in console.css for light and dark. Red is only for what failed, and amber for
 * what was refused. Those that share a chart also differ in lightness, for people who see fewer hues.
 */
export const COLOURS = {
  issued: 'var(--tc-series-issued)',
  verified: 'var(--tc-series-verified)',
  delivered: 'var(--tc-series-delivered)',
  refused: 'var(--tc-series-refused)',
  failed: 'var(--tc-series-failed)',
  sms: 'var(--tc-series-sms)',
  email: 'var(--tc-series-email)',
  p50: 'var(--tc-series-p50)',
  p95: 'var(--tc-series-p95)',
  p99: 'var(--tc-series-p99)',
  cost: 'var(--tc-series-cost)',
} as const;
