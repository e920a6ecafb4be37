/**
 * The API reference: Swagger UI, under the same content security policy as the console.
 *
 * Swagger UI weighs several times what the console does, so it has its own page, and built only if the deployment
 * has `apiReference`.
 */
import 'swagger-ui-dist/swagger-ui.css';
import './reference.css';
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { parse } from 'yaml';
import { watchAccessForms } from './access-form.ts';
import { withAccessToken } from './access-token.ts';
import type { Description } from './description.ts';
import { forSwagger, tokenUrlOf } from './description.ts';
import { followColourScheme } from './follow-colour-scheme.ts';
import { nameControls } from './name-controls.ts';
import { LAYOUT, swaggerLayout } from './swagger-layout.ts';

followColourScheme();
await show(document.querySelector('#reference') as Element);

async function show(place: Element): Promise<void> {
  const answer = await fetch('/openapi.yaml');
  if (!answer.ok) {
    place.textContent = `The description could not be loaded: HTTP ${answer.status}.`;
    return;
  }
  const description = parse(await answer.text()) as Description;
  watchAccessForms(tokenUrlOf(description));
  SwaggerUI({
    spec: forSwagger(description, location.origin),
    domNode: place,
    layout: LAYOUT,
    plugins: [swaggerLayout(description.info.description)],
    deepLinking: true,
    // Its colours lack contrast.
    syntaxHighlight: { activated: false },
    docExpansion: 'list',
    defaultModelsExpandDepth: -1,
    requestInterceptor: withAccessToken,
  });
  nameControls(place);
}
