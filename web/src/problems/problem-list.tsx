/** The body of problems.html: every problem code with its meaning and remedy, each at its own anchor. */
import type { ReactNode } from 'react';
import { PROBLEM_ADVICE } from '../../../handlers/contract/problem-advice.ts';
import type { ProblemCode } from '../../../handlers/contract/problems.ts';
import { PROBLEMS } from '../../../handlers/contract/problems.ts';

const CODES = Object.keys(PROBLEMS) as ProblemCode[];

export function ProblemList(): ReactNode {
  return (
    <>
      <header className="bar">
        <a href="/">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Token Courier
        </a>
      </header>
      <main>
        <h1>Problems</h1>
        <p className="lead">
          When a request cannot be answered, the API says so with problem details (RFC 9457). The{' '}
          <code>code</code> is stable and meant for programs; quote the <code>request_id</code> when you ask
          for help. <code>Retry-After</code> is a header of the answer: how many seconds to wait.
        </p>
        {CODES.map((code) => (
          <ProblemEntry key={code} code={code} />
        ))}
      </main>
    </>
  );
}

function ProblemEntry({ code }: { readonly code: ProblemCode }): ReactNode {
  const { status, title } = PROBLEMS[code];
  const { meaning, remedy } = PROBLEM_ADVICE[code];
  return (
    <section id={code} aria-labelledby={`${code}-title`}>
      <h2 id={`${code}-title`}>
        <a href={`#${code}`}>{title}</a>
      </h2>
      <p className="facts">
        <code>{code}</code> <span>HTTP {status}</span>
      </p>
      <p>{withCode(meaning)}</p>
      <p>
        <strong>What to do:</strong> {withCode(remedy)}
      </p>
    </section>
  );
}

/** Text in backticks is code: after the split, every second part was between two of them. */
const withCode = (text: string): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text never change their places
  text.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>));
