/** A browser without scripts, for the login app: keeps cookies, follows redirects, submits forms. */

export interface Seen {
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export class Visitor {
  readonly cookies = new Map<string, string>();
  /** Every `Set-Cookie` so far. */
  readonly cookieLines: string[] = [];
  private readonly url: string;
  private page = '';

  constructor(url: string) {
    this.url = url;
  }

  get(path: string): Promise<Seen> {
    return this.send(path, {});
  }

  /** Submits a form with the hidden field of the page that was last seen. */
  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Seen> {
    const once = /name="once" value="([^"]*)"/.exec(this.page)?.[1];
    return this.send(path, {
      method: 'POST',
      headers: { origin: this.url, ...headers },
      body: new URLSearchParams({ ...(once === undefined ? {} : { once }), ...fields }),
    });
  }

  /** Another browser with the same cookies. */
  copy(): Visitor {
    const copy = new Visitor(this.url);
    for (const [name, value] of this.cookies) {
      copy.cookies.set(name, value);
    }
    return copy;
  }

  private async send(path: string, init: RequestInit): Promise<Seen> {
    const response = await fetch(`${this.url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      this.cookieLines.push(line);
      const [name = '', value = ''] = line.split(';', 1)[0]?.split('=') ?? [];
      if (value === '') {
        this.cookies.delete(name);
      } else {
        this.cookies.set(name, value);
      }
    }
    const location = response.headers.get('location');
    if (response.status === 303 && location) {
      return this.get(location);
    }
    this.page = await response.text();
    return { path, status: response.status, headers: response.headers, text: this.page };
  }
}
