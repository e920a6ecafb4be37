/**
 * The forms with which a visitor gets or pastes an access token.
 *
 * The browser itself must never send them, because a URL would have the secret in it. So reference.html has their
 * buttons disabled until this file listens, and the method `dialog`, which outside of a dialog sends nothing:
 * https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm
 */
import { keepAccessToken, NoAccessToken, requestAccessToken } from './access-token.ts';

export function watchAccessForms(tokenUrl: string): void {
  const status = byId('access-status');
  const say = (text: string): void => {
    status.textContent = text;
  };
  onSubmit('client-credentials', async (form, values) => {
    say('Requesting an access token …');
    const seconds = await requestAccessToken(tokenUrl, {
      client_id: String(values.get('client_id')),
      client_secret: String(values.get('client_secret')),
    });
    form.reset();
    say(`Requests are sent as ${values.get('client_id')}, until ${clockTime(seconds)}.`);
  });
  onSubmit('bearer-token', async (form, values) => {
    keepAccessToken(String(values.get('access_token')));
    form.reset();
    say('Requests are sent with your access token.');
  });

  function onSubmit(id: string, submit: (form: HTMLFormElement, values: FormData) => Promise<void>): void {
    const form = byId(id) as HTMLFormElement;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submit(form, new FormData(form)).catch((error: unknown) => {
        say(error instanceof NoAccessToken ? error.message : 'Something unexpected went wrong.');
      });
    });
    for (const button of form.querySelectorAll('button')) {
      button.disabled = false;
    }
  }
}

/** In the language of the page, whatever that of the browser; hours are 0 to 23. */
const clockTime = (seconds: number): string =>
  new Date(Date.now() + seconds * 1_000).toLocaleTimeString('en-GB', { timeStyle: 'short' });

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`reference.html has no #${id}`);
  }
  return element;
}
