/**
 * What Swagger UI shows here: the description and the operations. Its own layout has another `main`, another heading of
 * level 1, and a list of servers, of which there is one.
 * https://swagger.io/docs/open-source-tools/swagger-ui/customization/custom-layout/
 */
import type { SwaggerPlugin } from 'swagger-ui-dist/swagger-ui-es-bundle.js';

export const LAYOUT = 'ReferenceLayout';

export const swaggerLayout =
  (introduction: string): SwaggerPlugin =>
  ({ React: { createElement } }) => ({
    components: {
      [LAYOUT]: ({ getComponent }) =>
        createElement(
          'div',
          { className: 'swagger-ui' },
          createElement(getComponent('Markdown', true), { source: introduction }),
          createElement(getComponent('operations', true)),
        ),
    },
    wrapComponents: {
      // A link within the button that opens an operation: keyboards and screen readers cannot tell the two apart.
      DeepLink:
        () =>
        ({ text }) =>
          createElement('span', {}, text),
    },
  });
