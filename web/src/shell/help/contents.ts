/** What the help panel says about each view. */
import type { ViewName } from '../routes.ts';
import { routeHref } from '../routes.ts';
import { failedExecutions } from '../trace-links.ts';

export interface Help {
  readonly shows: string;
  readonly tasks: readonly { readonly question: string; readonly answer: string; readonly href?: string }[];
}

export const words = {
  title: 'Help',
  close: 'Close help',
  go: 'Show me',
  more: 'Learn more',
  problems: 'Problems that the API answers with',
  reference: 'API reference',
  setup: 'Setup checklist',
  repository: 'The runbook (docs/runbook.md in the repository) has a page for each alarm and symptom.',
} as const;

export const GENERAL: Help = {
  shows: 'Filters, sorting and period are in the URL: copy it to show somebody else what you see.',
  tasks: [],
};

export const HELP: Readonly<Partial<Record<ViewName, Help>>> = {
  tokens: {
    shows:
      'Every code that is still live, newest first. Values are masked. The list refreshes every five seconds.',
    tasks: [
      {
        question: 'How do I find a person’s code?',
        answer: 'Type the user ID into the filter. It searches the loaded rows; “Look up” asks the service.',
      },
      {
        question: 'How do I send somebody a code?',
        answer: 'Open the form and enter a user ID. The code goes to the phone number, or to the contact.',
        href: routeHref('tokens', { panel: 'generate' }),
      },
      {
        question: 'How do I stop a code from being used?',
        answer: 'Choose Revoke in its row. The person can ask for a new one.',
      },
      {
        question: 'Why did a code not arrive?',
        answer: 'Choose Activity in its row for what happened and what to do, or Trace for each step.',
      },
    ],
  },
  activity: {
    shows: 'What happened to each request, newest first, also after the code has expired.',
    tasks: [
      {
        question: 'Somebody got no code. Why?',
        answer: 'Type the user ID, number or address. The line above the table says what to do.',
      },
      {
        question: 'What failed today?',
        answer: 'Choose the outcome “Failed or uncertain” and a period.',
        href: routeHref('activity', { outcome: 'failed', period: 'day' }),
      },
    ],
  },
  workflow: {
    shows: 'The state machine that issues codes, and how one request moved through it.',
    tasks: [
      {
        question: 'How do I trace a request?',
        answer:
          'Enter a user ID, a request ID or an execution ARN. Failed and retried steps are marked; the table has times and errors.',
      },
      {
        question: 'Which requests failed?',
        answer: 'Open the failed executions. Each row leads to its trace.',
        href: failedExecutions(),
      },
      {
        question: 'What does an error mean?',
        answer: 'Select the error’s name. The list of problems says what it means and what to do.',
      },
    ],
  },
  health: {
    shows: 'Whether codes are issued, delivered and verified, with refusals and errors by name.',
    tasks: [
      {
        question: 'Is something wrong right now?',
        answer: 'Read the line at the top, then the tables of errors and refusals below the charts.',
      },
      {
        question: 'Why are requests refused?',
        answer:
          'Refusals are policy, such as a limit or a country that is not allowed. Each name links to its meaning.',
      },
    ],
  },
  contacts: {
    shows: 'Where a person can be reached, and what keeps codes from their email address.',
    tasks: [
      {
        question: 'How do I enrol somebody?',
        answer:
          'Search for the user ID, then enter a phone number or an email address. An email has to be confirmed.',
      },
    ],
  },
  limits: {
    shows: 'SMS spend, paused prefixes, and how far a person is from the limits.',
    tasks: [
      {
        question: 'How do I unlock somebody?',
        answer: 'Find the user ID and choose Unlock. First make sure that the wrong codes were theirs.',
      },
      {
        question: 'How do I stop messages to a number?',
        answer: 'Enter it under Opt-outs and choose No messages.',
      },
    ],
  },
  messages: {
    shows: 'What people receive, made from this deployment’s settings with a sample code. Nothing is sent.',
    tasks: [
      {
        question: 'How many text messages does one code cost?',
        answer: 'Choose a purpose and a language: the number of parts is below the text.',
      },
    ],
  },
  audit: {
    shows: 'Who did what to whom, from when and where. Reading is not recorded.',
    tasks: [
      {
        question: 'How do I hand over evidence?',
        answer: 'Choose the period, filter, then export the rows as CSV or JSON.',
      },
    ],
  },
  setup: {
    shows: 'What to do before real people depend on this deployment.',
    tasks: [],
  },
  faults: {
    shows: 'Demos of what happens when AWS fails. Only on a developer’s machine.',
    tasks: [
      {
        question: 'How do I watch a fallback?',
        answer: 'Run a demo: it arms the fault, sends a code to a demo person and opens the trace.',
      },
    ],
  },
};
