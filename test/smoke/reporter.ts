/** Prints the results line by line, and removes secrets, access tokens and codes from every message. */

const MILLISECONDS = 1000;

export interface Tally {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: number;
}

export class Reporter {
  private readonly write: (line: string) => void;
  private readonly secrets: () => readonly string[];
  private readonly startedMs = performance.now();
  private passed = 0;
  private skipped = 0;
  private readonly failed: string[] = [];

  /** `secrets` is called for every line, because their number grows while the smoke test runs. */
  constructor(write: (line: string) => void, secrets: () => readonly string[]) {
    this.write = write;
    this.secrets = secrets;
  }

  say(line: string): void {
    this.write(this.secrets().reduce((text, secret) => text.replaceAll(secret, '…'), line));
  }

  pass(name: string, seconds: number, remark?: string): void {
    this.passed += 1;
    this.say(`✓ ${name}${remark === undefined ? '' : `: ${remark}`}${timed(seconds)}`);
  }

  fail(name: string, seconds: number, reason: string): void {
    this.failed.push(name);
    this.say(`✗ ${name}${timed(seconds)}\n    ${reason}`);
  }

  skip(name: string, reason: string): void {
    this.skipped += 1;
    this.say(`– ${name} (skipped: ${reason})`);
  }

  end(): Tally {
    const { passed, failed, skipped } = this;
    const seconds = (performance.now() - this.startedMs) / MILLISECONDS;
    this.say(
      `\n${passed} passed, ${failed.length} failed, ${skipped} skipped in ${seconds.toFixed(1)} s${failed.map((name) => `\n  ✗ ${name}`).join('')}`,
    );
    return { passed, failed, skipped };
  }
}

const timed = (seconds: number): string => `  ${seconds.toFixed(2)} s`;
