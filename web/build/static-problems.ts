/**
 * Writes the list of problems into problems.html at build time.
 *
 * A problem's `type` is a link that a developer may open with curl, a screen reader or without scripts, so this page
 * is plain HTML whose anchors exist before anything runs.
 */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Plugin } from 'vite';
import { ProblemList } from '../src/problems/problem-list.tsx';

const PLACEHOLDER = '<!--problems-->';

export function staticProblems(): Plugin {
  return {
    name: 'static-problems',
    transformIndexHtml: (html) =>
      html.replace(PLACEHOLDER, () => renderToStaticMarkup(createElement(ProblemList))),
  };
}
