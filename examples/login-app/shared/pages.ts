/** The pages of an app with passwords alone. */
import { randomUUID } from 'node:crypto';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Notice } from './page.ts';
import { describedBy, renderPage } from './page.ts';

/** A field with which a form that was submitted twice can be recognised. */
export const idempotencyField = (): Html =>
  html`<input type="hidden" name="once" value="${randomUUID()}" autocomplete="off">`;

export const signInPage = (notice: Notice | undefined): Html =>
  renderPage({
    title: 'Sign in',
    notice,
    content: html`<form method="post" action="/sign-in">
        ${idempotencyField()}
        <label for="user">User name</label>
        <input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required
          ${describedBy(notice)}>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required
          ${describedBy(notice)}>
        <button>Sign in</button>
      </form>`,
  });

export const homePage = (name: string): Html =>
  renderPage({
    title: `Hello, ${name}`,
    notice: undefined,
    content: html`<p>You are signed in.</p>
      <form method="post" action="/sign-out"><button>Sign out</button></form>`,
  });
