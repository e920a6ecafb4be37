/** Strings of the faults view. */
import type { Fault } from '../../local/local-runtime.ts';

export const text = {
  detail: 'Makes the next calls to the local AWS emulators fail. This page exists on this machine only.',
  armed: 'Armed faults',
  noneArmed: 'No faults armed.',
  unknown: 'Not known yet.',
  clear: 'Clear all',
  run: 'Run this demo',
  runLabel: (title: string) => `Run this demo: ${title}`,
  running: 'Running the demo',
  busy: 'Another demo is running.',
  inject: 'Arm only',
  injectLabel: (title: string) => `Arm only: ${title}`,
  afterwards:
    'A demo sends a code to demo.person, disarms every fault and opens the trace. To use a request of your own, arm a fault, then generate a token and open its trace:',
  describe: (fault: Fault) =>
    [
      [fault.service, fault.operation, fault.function].filter(Boolean).join(' · '),
      [fault.delay_ms === undefined ? '' : `${fault.delay_ms} ms late`, fault.error ?? '']
        .filter(Boolean)
        .join(', '),
      fault.times === 1 ? 'once' : `${fault.times} times`,
    ].join(' – '),
  presets: {
    throttledStore: {
      title: 'Throttled store',
      what: 'DynamoDB refuses the next two writes of new items.',
      watch: 'Watch: Persist token is retried, and the token is issued.',
    },
    optedOut: {
      title: 'SMS refused',
      what: 'The next message is refused because its number has opted out.',
      watch: 'Watch: Deliver by SMS is caught, and the code goes to the confirmed email address.',
    },
    refusedEverywhere: {
      title: 'No channel works',
      what: 'The next two messages are refused permanently.',
      watch: 'Watch: delivery is caught, the token is revoked, and the execution fails.',
    },
    throttledSender: {
      title: 'Throttled sender',
      what: 'SNS asks to slow down for the next three messages.',
      watch:
        'Watch: Deliver by SMS takes longer. It tries again by itself, because a retried step could send twice.',
    },
    slowSender: {
      title: 'Sender too slow',
      what: 'SNS takes 3 seconds to confirm the next message, longer than the step waits.',
      watch:
        'Watch: the message arrives although nobody confirmed it, the answer is 202, and the code is valid.',
    },
    lostText: {
      title: 'Accepted, never delivered',
      what: 'SNS accepts the next text, and the carrier loses it without a word.',
      watch: 'Watch: the answer is 201, the inbox stays empty, and the token stays Sent.',
    },
    refusedText: {
      title: 'Accepted, carrier refuses',
      what: 'SNS accepts the next text, and the carrier reports that the phone is unreachable.',
      watch:
        'Watch: the answer is 201. Then the code goes to the email address, and the list says why the text failed.',
    },
    noSecret: {
      title: 'Secret out of reach',
      what: 'Secrets Manager stops responding. Functions that cached the secret keep working, so Generate token is restarted.',
      watch: 'Watch: Generate token is retried and then caught, and the execution fails.',
    },
    storeDown: {
      title: 'Store down',
      what: 'DynamoDB fails every call.',
      watch: 'Watch: the first step that needs the store is retried, and the execution fails.',
    },
    crash: {
      title: 'Crashing function',
      what: 'The function that generates tokens crashes once.',
      watch: 'Watch: Generate token is retried, and the token is issued.',
    },
    slowStep: {
      title: 'Step too slow',
      what: 'The function that stores tokens takes 4 seconds once, longer than its timeout.',
      watch: 'Watch: Persist token is retried, and the token is issued.',
    },
  },
} as const;
