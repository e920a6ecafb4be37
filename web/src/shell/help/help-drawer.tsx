/**
 * Help on the view that is shown: beside it where there is room, over it otherwise. It takes the focus when it opens;
 * Escape and the cross close it, and give the focus back.
 */
import Button from '@cloudscape-design/components/button';
import HelpPanel from '@cloudscape-design/components/help-panel';
import Link from '@cloudscape-design/components/link';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { PageConfig } from '../../../../handlers/contract/page.ts';
import { shared } from '../../strings.ts';
import type { ViewName } from '../routes.ts';
import type { Help } from './contents.ts';
import { GENERAL, HELP, words } from './contents.ts';
import './help.css';

export interface HelpDrawerProps {
  readonly view: ViewName;
  readonly config: PageConfig;
  /** Whether the person may see the setup checklist. */
  readonly maySetUp: boolean;
  readonly onClose: () => void;
}

export default function HelpDrawer({ view, config, maySetUp, onClose }: HelpDrawerProps): ReactNode {
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    drawer.current?.focus();
    return () => {
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  const help: Help = HELP[view] ?? GENERAL;

  function closeOnEscape({ key }: KeyboardEvent): void {
    if (key === 'Escape') {
      onClose();
    }
  }

  return (
    <aside ref={drawer} className="help" aria-label={words.title} tabIndex={-1} onKeyDown={closeOnEscape}>
      <div className="help-close">
        <Button variant="icon" iconName="close" ariaLabel={words.close} onClick={onClose} />
      </div>
      <HelpPanel
        header={<h2>{shared.views[view]}</h2>}
        footer={<Footer config={config} maySetUp={maySetUp} />}
      >
        <p>{help.shows}</p>
        {help.tasks.map(({ question, answer, href }) => (
          <section key={question}>
            <h3>{question}</h3>
            <p>{answer}</p>
            {href && (
              <p>
                <Link href={href}>{words.go}</Link>
              </p>
            )}
          </section>
        ))}
      </HelpPanel>
    </aside>
  );
}

/** What ships with the page, and where the rest is. */
const Footer = ({ config, maySetUp }: Pick<HelpDrawerProps, 'config' | 'maySetUp'>): ReactNode => (
  <div>
    <h3>{words.more}</h3>
    <ul>
      <li>
        <Link href="/problems.html" external externalIconAriaLabel={shared.newTab}>
          {words.problems}
        </Link>
      </li>
      {config.api_reference && (
        <li>
          <Link href="/reference.html" external externalIconAriaLabel={shared.newTab}>
            {words.reference}
          </Link>
        </li>
      )}
      {maySetUp && (
        <li>
          <Link href="#/setup">{words.setup}</Link>
        </li>
      )}
      <li>{words.repository}</li>
    </ul>
  </div>
);
