/** Strings of the setup view. */
import type { ItemId, ItemState } from './items.ts';

interface ItemText {
  readonly title: string;
  readonly detail: string;
  readonly command?: string;
}

export const text = {
  detail: 'What to do before real people depend on this deployment.',
  list: 'Checklist',
  byHand:
    'Most steps are read from the deployment. Those with a box are ticked by hand, in this browser only.',
  ticked: 'Ticked by hand: the console cannot check this.',
  counter: (done: number, all: number) => `(${done} of ${all})`,
  hide: 'Hide from the navigation',
  show: 'Show in the navigation',
  states: {
    done: 'done',
    open: 'to do',
    unknown: 'not known yet',
    by_hand: 'to be ticked',
  } satisfies Record<ItemState, string>,
  items: {
    operator: {
      title: 'First operator',
      detail:
        'You are signed in as an admin. Give others the group viewers, support or admins in the user pool.',
    },
    production: {
      title: 'Marked as production',
      detail:
        'The setting production refuses test destinations, requires countries and a budget, and hides codes.',
    },
    countries: {
      title: 'Allowed countries',
      detail:
        'The setting allowedCountries. Without it, texts go to every country that SNS reaches, at your cost.',
    },
    budget: {
      title: 'SMS budget',
      detail:
        'The setting budget limits what texts may cost in an hour and a month. SNS has its own limit beside it.',
    },
    sender: {
      title: 'Sender ID',
      detail: 'The setting senderId. Some countries require one that is registered, others do not show it.',
    },
    email: {
      title: 'Email through SES',
      detail:
        'The setting emailSender. SNS, the default, adds its own text and an unsubscribe link to each email.',
    },
    sandbox: {
      title: 'Account moved out of the SMS sandbox',
      detail:
        'In the sandbox, only verified numbers receive texts. This must say false; request production access in the SNS console.',
      command: 'aws sns get-sms-sandbox-account-status',
    },
    alarms: {
      title: 'An alarm reached somebody',
      detail:
        'Set alarmEmail or alarmTopicArn, confirm the subscription that AWS mails, then make an alarm ring.',
      command:
        "aws cloudwatch set-alarm-state --alarm-name <name> --state-value ALARM --state-reason 'Test of the path'",
    },
    test: {
      title: 'A code reached your own phone',
      detail: 'Generate a token for yourself, then verify the code that arrives.',
    },
  } satisfies Record<ItemId, ItemText> as Readonly<Record<ItemId, ItemText>>,
} as const;
